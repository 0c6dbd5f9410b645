using Kommune.Workflow.Server.Administration;
using Kommune.Workflow.Server.CaseMigrations;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Ideas;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Insight;
using Kommune.Workflow.Server.Notifications;
using Kommune.Workflow.Server.Operations;
using Kommune.Workflow.Server.Plugins;
using Kommune.Workflow.Server.Procedures;
using Kommune.Workflow.Server.Processes;
using Kommune.Workflow.Server.Search;
using Kommune.Workflow.Server.Sessions;
using Kommune.Workflow.Server.Simulations;
using Kommune.Workflow.Server.Substitutions;
using Kommune.Workflow.Server.Tasks;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>The resources of the web application, all under <c>/api</c>.</summary>
internal static class OfficeApi
{
    public static void MapOfficeApi(this WebApplication app, ServerLimits limits)
    {
        var api = app.MapGroup("/api").ProducesProblem(401);
        api.MapSession();
        api.MapSetup();
        api.MapAccount();
        api.MapInbox();
        api.MapSavedViews();
        api.MapReadTask();
        api.MapWorkOnTask();
        api.MapBulkTasks();
        api.MapTaskDrafts();
        api.MapCases();
        api.MapReadCase();
        api.MapReplayCase();
        api.MapComments();
        api.MapAttachments(limits);
        api.MapProcesses();
        api.MapProcedures();
        api.MapProcedureDrafts();
        api.MapProcedureScenarios();
        api.MapExpressions();
        api.MapPublications();
        api.MapProcedureTransfer();
        api.MapProcedureFolders();
        api.MapProcedureRecord();
        api.MapCaseMigrations();
        api.MapSimulations();
        api.MapInsight();
        api.MapOperations();
        api.MapIncidents();
        api.MapOfficeJobs();
        api.MapEffects();
        api.MapIdeas();
        api.MapChronicle();
        api.MapSubstitutions();
        api.MapNotifications();
        api.MapSearch();
        api.MapUsers();
        api.MapGroups();
        api.MapApiKeys();
        api.MapPlugins();
        api.MapActivities();
    }
}
