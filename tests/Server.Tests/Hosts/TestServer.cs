using System.Text;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Storage;
using Kommune.Workflow.Storage.Tests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Hosts;

/// <summary>One running server with data of its own, shared by the tests of a class.</summary>
public abstract class TestServer(bool demo, bool postgres = false) : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("kommune-workflow-");
    private PostgresCluster? cluster;
    private string? database;

    public virtual async ValueTask InitializeAsync()
    {
        if (postgres)
        {
            Assert.SkipUnless(PostgresCluster.IsInstalled, "PostgreSQL is not installed; ./check installs it where it may.");
            cluster = await PostgresCluster.SharedAsync();
            database = await cluster.CreateDatabaseAsync();
        }

        _ = Server;
    }

    /// <summary>A browser in which nobody has signed in.</summary>
    public Browser Open() => new(this);

    /// <summary>A browser in which this person has signed in.</summary>
    public async Task<Browser> SignInAsync(string userName, string password = "demo")
    {
        var browser = Open();
        var answer = await browser.PostAsync("/api/session", new { userName, password });
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>Deploys files as one deployment.</summary>
    public async Task DeployAsync(params (string Name, string Content)[] files)
    {
        var outcome = await Engine.DeployAsync(
            TenantScope.Default,
            [.. files.Select(f => new DeploymentResource(f.Name, Encoding.UTF8.GetBytes(f.Content)))],
            Actor.Engine);
        Assert.True(outcome.Accepted, string.Join('\n', outcome.Findings));
    }

    public string DataFolder => Path.Combine(data.FullName, "data");

    public WorkflowEngine Engine => Services.GetRequiredService<WorkflowEngine>();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (cluster is not null)
        {
            await cluster.DropDatabaseAsync(database!);
        }

        data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        var workflows = data.CreateSubdirectory("workflows");
        builder.UseSetting("demo", demo ? "true" : "false");
        builder.UseSetting("data", DataFolder);
        builder.UseSetting("workflows", workflows.FullName);
        if (cluster is not null)
        {
            builder.UseSetting("postgres", cluster.ConnectionString(database!));
        }
    }
}

/// <summary>A server with the demo accounts.</summary>
public sealed class DemoServer() : TestServer(demo: true);

/// <summary>A new installation without demo accounts.</summary>
public sealed class FreshServer() : TestServer(demo: false);
