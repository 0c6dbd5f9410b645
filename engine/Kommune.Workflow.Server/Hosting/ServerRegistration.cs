using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.CaseMigrations;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Ideas;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Insight;
using Kommune.Workflow.Server.Live;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Plugins;
using Kommune.Workflow.Server.Procedures;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Sessions;
using Kommune.Workflow.Server.Simulations;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>Everything the server is put together from.</summary>
internal static class ServerRegistration
{
    public static void AddServer(this WebApplicationBuilder builder, ServerOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddStorage(builder.Configuration.Bound<StorageOptions>("Storage") with
        {
            DataDirectory = options.DataFolder,
            PostgresConnectionString = options.PostgresConnection,
        });
        services.AddRuntime(builder.Configuration.Bound<RuntimeOptions>("Engine") with
        {
            ClusterConnectionString = options.PostgresConnection,
            AdvertisedAddress = options.ClusterAddress,
        });
        services.AddOffice();
        services.AddProcedures();
        services.AddIdeas(builder.Configuration);
        services.AddPlugins(options);
        builder.AddWeb(options);
    }

    // Limits are set by their names, such as Engine:EffectAttemptsMax.
    private static T Bound<T>(this ConfigurationManager settings, string section)
        where T : new() => settings.GetSection(section).Get<T>() ?? new T();

    /// <summary>What endpoints ask for.</summary>
    private static void AddOffice(this IServiceCollection services)
    {
        services.AddSingleton<ProcedureDeployment>();
        services.AddSingleton<FormCatalogue>();
        services.AddSingleton<SetupLink>();
        services.AddSingleton<Opening>();
        services.AddHostedService(provider => provider.GetRequiredService<Opening>());
        services.AddHostedService<LiveForwarding>();
        services.AddScoped<ProcessCatalogue>();
        services.AddScoped<PeopleDirectory>();
        services.AddScoped<SessionReading>();
        services.AddScoped<VariableReading>();
        services.AddScoped<TaskReading>();
        services.AddScoped<TaskSubmission>();
        services.AddScoped<TaskWork>();
        services.AddScoped<AssigneeReading>();
        services.AddScoped<InboxReading>();
        services.AddScoped<CaseAccess>();
        services.AddScoped<CaseCommands>();
        services.AddScoped<CaseRows>();
        services.AddScoped<CaseItems>();
        services.AddScoped<CaseRecord>();
        services.AddScoped<CaseHistory>();
        services.AddScoped<CaseReading>();
        services.AddScoped<CaseMigrationPreviewing>();
        services.AddScoped<InsightReading>();
        services.AddSingleton<SimulationDesk>();
        services.AddScoped<SimulationSubjects>();
        services.AddScoped<SimulationAssumptions>();
        services.AddSingleton<CaseMigrationRun>();
        services.AddHostedService(provider => provider.GetRequiredService<CaseMigrationRun>());
    }

    private static void AddWeb(this WebApplicationBuilder builder, ServerOptions options)
    {
        var services = builder.Services;
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.BodyBytesMax;
        });
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning)
            .AddFilter("Quartz", LogLevel.Warning)
            .AddFilter("Microsoft.EntityFrameworkCore.Query", LogLevel.Error) // A count up to a limit needs no order.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // The keys lie where the database does.
        builder.AddSessions(options);
        builder.AddTelemetry();
        services.AddHttpContextAccessor();
        services.AddAntiforgeryCheck();
        services.AddRateLimits(options.Limits);
        services.AddSignalR();
        services.AddOpenApi(ApiDescription.Configure);
        services.AddResponseCompression(compression => compression.EnableForHttps = false); // Secrets and input share answers.
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.AddDataProtection().SetApplicationName("kommune-workflow");

        // It would read the keys before their table is there; the first request does, after the opening.
        services.Remove(services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
        services.AddOptions<KeyManagementOptions>()
            .Configure<IServiceScopeFactory>((keys, scopes) => keys.XmlRepository = new KeyRing(scopes));
        services.AddHealthChecks()
            .AddCheck<Opening>("Anwendung")
            .AddCheck<DatabaseCheck>("Datenbank");
    }
}
