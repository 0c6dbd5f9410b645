using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Hosts;

/// <summary>What a browser with the web application does: keeps cookies, sends the antiforgery token back.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient http;
    private string? antiforgeryToken;

    public Browser(TestServer server) =>
        http = server.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public HttpClient Http => http;

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await http.GetAsync(path);
        Keep(answer);
        Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, body, idempotencyKey);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        if (antiforgeryToken is not null)
        {
            request.Headers.Add("X-XSRF-TOKEN", antiforgeryToken);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        var answer = await http.SendAsync(request);
        Keep(answer);
        return answer;
    }

    /// <summary>Sends and expects success; the answer as JSON, or null without a body.</summary>
    public async Task<JsonNode?> DoAsync(HttpMethod method, string path, object? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public Task<JsonNode?> DoAsync(string path, object? body = null) => DoAsync(HttpMethod.Post, path, body);

    /// <summary>Sends and expects this refusal; its problem details.</summary>
    public async Task<JsonNode> RefusedAsync(HttpStatusCode status, HttpMethod method, string path, object? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.NotEmpty((string)problem["detail"]!);
        return problem;
    }

    /// <summary>Starts a case; its key.</summary>
    public async Task<string> StartAsync(string processId, object? variables = null)
    {
        var started = await DoAsync($"/api/processes/{processId}/cases", new { variables = variables ?? new { } });
        return (string)started!["key"]!;
    }

    /// <summary>The key of the only open task of a case as the person sees it in the case.</summary>
    public async Task<string> TaskOfAsync(string caseKey, string? elementId = null)
    {
        var page = await GetAsync($"/api/cases/{caseKey}");
        return (string)page["tasks"]!.AsArray()
            .Single(t => (string)t!["state"]! == "open" && (elementId is null || (string)t["elementId"]! == elementId))!["key"]!;
    }

    public async Task<IReadOnlyList<JsonNode>> InboxAsync(string query = "")
    {
        var page = await GetAsync("/api/inbox?limit=200&" + query);
        return [.. page["rows"]!.AsArray().Select(row => row!)];
    }

    public void Dispose() => http.Dispose();

    private void Keep(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            return;
        }

        const string Prefix = "XSRF-TOKEN=";
        var token = cookies.FirstOrDefault(c => c.StartsWith(Prefix, StringComparison.Ordinal));
        antiforgeryToken = token is null ? antiforgeryToken : Uri.UnescapeDataString(token[Prefix.Length..].Split(';')[0]);
    }
}
