using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Server.Imports;
using Kommune.Workflow.Server.Live;
using Kommune.Workflow.Server.Orchestration;
using Kommune.Workflow.Server.Plugins;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Scenarios;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

if (args is ["verify-history", .. var settings])
{
    return await VerifyHistory.RunAsync(settings, Console.Out);
}

if (args is ["test", .. var folders])
{
    return TestCommand.Run(folders, Console.Out);
}

if (args is ["simulate", .. var what])
{
    return await SimulateCommand.RunAsync(what, Console.Out);
}

if (args is ["import", .. var imported])
{
    return await ImportCommand.RunAsync(imported, Console.Out);
}

var arguments = ServerOptions.Normalize(args);
var builder = WebApplication.CreateBuilder(arguments);
var options = ServerOptions.Read(builder.Configuration);
builder.AddServer(options);
builder.Services.AddOrchestration();

var app = builder.Build();

// From the outside in: every answer passes these in reverse.
app.UseSecurityHeaders();
app.UseResponseCompression();
app.UseProblemAnswers();
app.UsePluginPages();
app.UseWebFiles(options);
app.UseRouting();
app.UseRateLimiter();
app.Use(async (context, next) =>
{
    if (!context.Request.Path.StartsWithSegments("/health"))
    {
        await app.Services.GetRequiredService<Opening>().WaitAsync(context.RequestAborted);
    }

    await next(context);
});
app.UseAuthentication();
app.UseCaller();
app.UseAuthorization();
app.UseAntiforgeryCheck();

app.MapOfficeApi(options.Limits);
app.MapPluginEndpoints();
app.MapOrchestration(options);
app.MapHub<LiveHub>("/hubs/live");
app.MapOpenApi().AllowAnonymous();
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
app.MapHealthChecks("/health/ready").AllowAnonymous();

await app.RunAsync();
return 0;

/// <summary>The program; public so that tests can start it.</summary>
public partial class Program;
