using System.Net;
using System.Text;
using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Orchestration;

/// <summary>What the published client would not send: refused with a problem that tells where, nothing changed.</summary>
public sealed class BadRequestTests(DemoServer server) : IClassFixture<DemoServer>
{
    [Theory]
    [InlineData("POST", "/v2/process-instances", """{"processDefinitionId":""", "line")]
    [InlineData("POST", "/v2/process-instances", """[1]""", "$")]
    [InlineData("POST", "/v2/process-instances", """{"processDefinitionId":"a","variables":[1]}""", "variables")]
    [InlineData("POST", "/v2/process-instances", """{"processDefinitionId":"a","processDefinitionVersion":"one"}""", "Version")]
    [InlineData("POST", "/v2/process-instances", """{"processDefinitionId":"a","processDefinitionKey":"1"}""", "either")]
    [InlineData("POST", "/v2/process-instances", """{}""", "either")]
    [InlineData("POST", "/v2/process-instances", """{"processDefinitionId":"a","tags":["no blanks"]}""", "tag")]
    [InlineData("POST", "/v2/process-instances", """{"processDefinitionId":"a","color":"red"}""", "color")]
    [InlineData("POST", "/v2/process-instances", """{"processDefinitionId":"a","businessId":"b"}""", "businessId")]
    [InlineData("POST", "/v2/process-instances/1/modification", """{}""", "instructions")]
    [InlineData("POST", "/v2/process-instances/1/modification", """{"terminateInstructions":[{}]}""", "elementInstanceKey")]
    [InlineData("POST", "/v2/process-instances/1/migration", """{}""", "targetProcessDefinitionKey")]
    [InlineData("PUT", "/v2/element-instances/1/variables", """{"variables":7}""", "variables")]
    [InlineData("POST", "/v2/jobs/activation", """{"type":"a","timeout":"soon","maxJobsToActivate":1}""", "timeout")]
    [InlineData("POST", "/v2/jobs/activation", """{"type":"a","timeout":1000}""", "maxJobsToActivate")]
    [InlineData("POST", "/v2/jobs/activation", """{"type":"a","timeout":1,"maxJobsToActivate":1,"tenantFilter":"X"}""", "tenantFilter")]
    [InlineData("POST", "/v2/jobs/1/failure", """{"retries":-1}""", "retries")]
    [InlineData("POST", "/v2/jobs/1/error", """{}""", "errorCode")]
    [InlineData("PATCH", "/v2/jobs/1", """{"changeset":{}}""", "changeset")]
    [InlineData("POST", "/v2/messages/publication", """{"correlationKey":"a"}""", "name")]
    [InlineData("POST", "/v2/signals/broadcast", """{"signalName":""}""", "signalName")]
    [InlineData("PUT", "/v2/clock", """{"timestamp":"now"}""", "timestamp")]
    [InlineData("POST", "/v2/user-tasks/search", """{"filter":{"state":"OPEN"}}""", "CREATED")]
    [InlineData("POST", "/v2/user-tasks/search", """{"filter":{"priority":{"$gt":"high"}}}""", "priority")]
    [InlineData("POST", "/v2/incidents/search", """{"filter":{"errorType":1}}""", "errorType")]
    [InlineData("POST", "/v2/variables/search", """{"sort":[{"order":"ASC"}]}""", "field")]
    public async Task A_body_that_does_not_fit_is_refused_and_the_place_is_told(
        string method, string path, string body, string told)
    {
        using var admin = server.OpenAs("admin");

        var problem = await admin.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Parse(method), path, body);

        Assert.Contains(told, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var admin = server.OpenAs("admin");

        foreach (var resource in (string[])["process-definitions", "process-instances", "element-instances", "variables", "incidents"])
        {
            await admin.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, $"/v2/{resource}/{key}");
        }
    }

    [Fact]
    public async Task Variables_that_nest_too_deep_are_refused()
    {
        using var admin = server.OpenAs("admin");
        var deep = new StringBuilder().Insert(0, "{\"a\":", 200).Append('1').Append('}', 200);

        await admin.RefusedAsync(
            HttpStatusCode.BadRequest,
            HttpMethod.Post,
            "/v2/process-instances",
            $$"""{"processDefinitionId":"a","variables":{{deep}}}""");
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_has_the_wrong_media_type()
    {
        using var admin = server.OpenAs("admin");

        await admin.RefusedAsync(
            HttpStatusCode.UnsupportedMediaType,
            HttpMethod.Post,
            "/v2/process-instances/search",
            new StringContent("<filter/>", Encoding.UTF8, "text/xml"));
    }

    [Theory]
    [InlineData("PUT", "/v2/topology", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v2/nothing", HttpStatusCode.NotFound)]
    public async Task An_unknown_address_or_method_is_a_problem_too(string method, string path, HttpStatusCode status)
    {
        using var admin = server.OpenAs("admin");

        await admin.RefusedAsync(status, HttpMethod.Parse(method), path);
    }
}
