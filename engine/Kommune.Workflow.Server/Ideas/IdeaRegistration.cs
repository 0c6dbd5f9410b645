using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Notices;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>The Ideenspeicher, the Chronik, and how people are told.</summary>
internal static class IdeaRegistration
{
    public static void AddIdeas(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(settings.GetSection(MailSettings.Section).Get<MailSettings>() ?? new MailSettings());
        services.AddSingleton<IMails, MailOutlet>();
        services.AddSingleton<SimilarCases>();
        services.AddScoped<IdeaReading>();
        services.AddSingleton<IJobWorker, NoticeWorker>();
        services.AddSingleton<IJobWorker, ChronicleWorker>();
        services.AddSingleton<IJobWorker, FindCasesWorker>();
        services.AddSingleton<IJobWorker, SimilarCasesWorker>();
    }
}
