using System.Net.Http.Headers;
using System.Text;
using Kommune.Workflow.Server.Tests.Hosts;

namespace Kommune.Workflow.Server.Tests.Orchestration;

internal static class BasicCallers
{
    /// <summary>A program that signs in with each request, as the published clients do.</summary>
    public static Browser OpenAs(this TestServer server, string userName)
    {
        var program = server.Open();
        program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:demo")));
        return program;
    }
}
