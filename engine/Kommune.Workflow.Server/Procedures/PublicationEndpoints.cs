using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.People;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Publishing a draft, alone or with a second person, and withdrawing a version.</summary>
internal static class PublicationEndpoints
{
    public const int CommentLengthMax = 2_000;

    public sealed record PublicationRequest([property: JsonRequired] long Revision, [property: JsonRequired] string Comment);

    public sealed record Published(int Version, MigrationHint Migration);

    /// <summary>Running cases on older versions: they stay there until they are migrated.</summary>
    /// <param name="RunningCases">How many, of all processes.</param>
    /// <param name="Processes">The processes that have some.</param>
    public sealed record MigrationHint(int RunningCases, IReadOnlyList<ProcessOnOlderVersions> Processes);

    /// <param name="ProcessId">The process.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="RunningCases">Its running cases on older versions.</param>
    public sealed record ProcessOnOlderVersions(string ProcessId, string Name, int RunningCases);

    public sealed record ApprovalAsked(ApprovalRef Approval);

    public sealed record ApprovalRef(string Id);

    public sealed record ProcedureRef(string Id, string Name);

    /// <param name="Id">Its key.</param>
    /// <param name="Procedure">What is to be published.</param>
    /// <param name="Revision">The draft's revision; after another save the request is void.</param>
    /// <param name="Comment">What the requester wrote.</param>
    /// <param name="RequestedBy">Who asks.</param>
    /// <param name="RequestedAt">When.</param>
    /// <param name="Decide">Whether the caller may decide; never the requester.</param>
    public sealed record ApprovalItem(
        string Id,
        ProcedureRef Procedure,
        long Revision,
        string Comment,
        Person RequestedBy,
        DateTimeOffset RequestedAt,
        Permission Decide);

    public sealed record DecisionRequest([property: JsonRequired] bool Approve, string? Comment);

    /// <param name="Published">What was published; null when it was refused.</param>
    public sealed record Decided(Published? Published);

    public sealed record WithdrawalRequest([property: JsonRequired] string Comment);

    public static void MapPublications(this IEndpointRouteBuilder api)
    {
        api.MapPost("/procedures/{id}/publication", Publish).WithName("publishProcedure")
            .WithSummary("Publishes the draft as the next version, or asks a second person where the procedure wants one.")
            .Produces<Published>().Produces<ApprovalAsked>(202)
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/publication-approvals", List).WithName("listPublicationApprovals")
            .WithSummary("Publications that wait for a second person, oldest first.").Produces<IReadOnlyList<ApprovalItem>>();
        api.MapPost("/publication-approvals/{id}/decision", Decide).WithName("decidePublication")
            .WithSummary("Approves, and so publishes, or refuses; never the requester.")
            .Produces<Decided>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/procedures/{id}/versions/{version:int}/withdrawal", Withdraw).WithName("withdrawVersion")
            .WithSummary("Lets a version start no new cases; the one before it does again. Running cases go on.")
            .Produces<ProcedureEndpoints.ProcedureDetail>()
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> Publish(
        string id,
        PublicationRequest request,
        Caller caller,
        ProcedureAccess access,
        Drafts drafts,
        ProcedurePublishing publishing,
        PublicationApprovals approvals,
        CancellationToken cancellation)
    {
        var row = await access.ToPublishAsync(id, caller, cancellation);
        var comment = RequireComment(request.Comment, "Bitte schreiben Sie in einem Satz, was sich ändert.");
        var draft = await drafts.ReadAsync(id, cancellation);
        await drafts.RequireRevisionAsync(draft.Row, request.Revision, cancellation);
        if (row.Approval == ApprovalRule.SecondPerson)
        {
            await publishing.RequireReadyAsync(id, draft, cancellation);
            var key = await approvals.AskAsync(draft, comment, caller, cancellation);
            return Results.Accepted("/api/publication-approvals", new ApprovalAsked(new ApprovalRef(ClusterKey.Text(key))));
        }

        var version = await publishing.PublishAsync(id, draft, comment, caller.UserId, null, cancellation);
        return Results.Ok(await PublishedAsync(id, version, publishing, cancellation));
    }

    private static async Task<IReadOnlyList<ApprovalItem>> List(
        Caller caller,
        WorkflowDbContext database,
        PublicationApprovals approvals,
        ProcedureAccess access,
        PeopleDirectory directory,
        CancellationToken cancellation)
    {
        var open = await approvals.OpenAsync(cancellation);
        var ids = open.Select(a => a.ProcedureId).ToList();
        var procedures = await database.Procedures.AsNoTracking().Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, cancellation);
        await directory.LoadAsync(open.Select(a => a.RequestedBy), cancellation);
        var items = new List<ApprovalItem>();
        foreach (var row in open)
        {
            var procedure = procedures[row.ProcedureId];
            var rights = await access.RightsAsync(procedure, caller, cancellation);
            if (rights.View.Allowed)
            {
                items.Add(new ApprovalItem(
                    ClusterKey.Text(row.Key),
                    new ProcedureRef(procedure.Id, procedure.Name),
                    row.Revision,
                    row.Comment,
                    directory.Person(row.RequestedBy)!,
                    row.RequestedAt,
                    row.RequestedBy == caller.UserId ? Permission.Denied(PublicationApprovals.FourEyesText) : rights.Publish));
            }
        }

        return items;
    }

    private static async Task<Decided> Decide(
        string id,
        DecisionRequest request,
        Caller caller,
        ProcedureAccess access,
        ProcedurePublishing publishing,
        PublicationApprovals approvals,
        CancellationToken cancellation)
    {
        var asked = await approvals.FindAsync(ClusterKey.Parse(id, "the approval"), cancellation);
        await access.ToPublishAsync(asked.ProcedureId, caller, cancellation);
        if (!request.Approve)
        {
            var reason = RequireComment(request.Comment, "Bitte schreiben Sie, was noch fehlt.");
            await approvals.RefuseAsync(asked, reason, caller, cancellation);
            return new Decided(null);
        }

        if (request.Comment?.Length > CommentLengthMax)
        {
            throw Problem.Unprocessable("comment", TooLong);
        }

        var version = await approvals.ApproveAsync(asked, request.Comment, caller, cancellation);
        return new Decided(await PublishedAsync(asked.ProcedureId, version, publishing, cancellation));
    }

    private static async Task<ProcedureEndpoints.ProcedureDetail> Withdraw(
        string id,
        int version,
        WithdrawalRequest request,
        Caller caller,
        WorkflowDbContext database,
        ProcedureAccess access,
        WorkflowEngine engine,
        ProcedureReading reading,
        CancellationToken cancellation)
    {
        var row = await access.ToPublishAsync(id, caller, cancellation);
        var comment = RequireComment(request.Comment, "Bitte schreiben Sie, warum Sie die Version zurückziehen.");
        if (await engine.WithdrawAsync(database.TenantId, id, version, comment, caller.Actor, cancellation) is { } rejection)
        {
            throw Problem.From(rejection);
        }

        return await reading.DetailAsync(row, caller, cancellation);
    }

    private static async Task<Published> PublishedAsync(
        string id, int version, ProcedurePublishing publishing, CancellationToken cancellation)
    {
        var processes = await publishing.OnOlderVersionsAsync(id, version, cancellation);
        return new Published(version, new MigrationHint(processes.Sum(process => process.RunningCases), processes));
    }

    private const string TooLong = "Der Kommentar hat höchstens 2000 Zeichen.";

    private static string RequireComment(string? comment, string missing) => comment?.Trim() switch
    {
        null or "" => throw Problem.Unprocessable("comment", missing),
        { Length: > CommentLengthMax } => throw Problem.Unprocessable("comment", TooLong),
        var text => text,
    };
}
