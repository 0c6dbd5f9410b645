using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Four eyes at publishing: one person asks, another decides about exactly the revision that was put forward.</summary>
/// <remarks>A request is void as soon as the draft is saved again, published or discarded: its revision is another then.</remarks>
internal sealed class PublicationApprovals(
    WorkflowDbContext database,
    Drafts drafts,
    ProcedurePublishing publishing,
    ProcedureRecord record,
    KeySource keys,
    EngineClock clock)
{
    public const string FourEyesText = "Sie haben die Veröffentlichung beantragt: Freigeben muss eine andere Person.";

    /// <returns>The key of the request.</returns>
    public async Task<long> AskAsync(Draft draft, string comment, Caller caller, CancellationToken cancellation)
    {
        var procedureId = draft.Row.ProcedureId;
        if ((await OpenAsync(cancellation)).Any(a => a.ProcedureId == procedureId))
        {
            throw Problem.Conflict(
                "Expected a draft that nobody put forward, but it waits for approval.",
                "Dieser Entwurf wartet schon auf die Freigabe durch eine zweite Person.");
        }

        var row = new PublicationApprovalRow
        {
            Key = (await keys.NextAsync(cancellation)).Value,
            ProcedureId = procedureId,
            Revision = draft.Revision,
            Comment = comment,
            RequestedBy = caller.UserId,
            RequestedAt = clock.GetUtcNow(),
        };
        database.PublicationApprovals.Add(row);
        await record.AddAsync(procedureId, ProcedureAct.ApprovalRequested, caller, cancellation, comment);
        await database.SaveChangesAsync(cancellation);
        return row.Key;
    }

    /// <summary>Requests that can still be decided, oldest first.</summary>
    public Task<List<PublicationApprovalRow>> OpenAsync(CancellationToken cancellation) => database.PublicationApprovals.AsNoTracking()
        .Where(a => a.Approved == null && database.ProcedureDrafts.Any(
            d => d.ProcedureId == a.ProcedureId && d.Open && d.Revision == a.Revision))
        .OrderBy(a => a.Key).ToListAsync(cancellation);

    public async Task<PublicationApprovalRow> FindAsync(long key, CancellationToken cancellation) =>
        await database.PublicationApprovals.SingleOrDefaultAsync(a => a.Key == key, cancellation)
        ?? throw Problem.NotFound("a request for approval", key);

    /// <summary>Publishes what was put forward, in the name of who asked.</summary>
    /// <returns>The version's number.</returns>
    public async Task<int> ApproveAsync(PublicationApprovalRow asked, string? comment, Caller caller, CancellationToken cancellation)
    {
        var draft = await RequireOpenAsync(asked, caller, cancellation);
        var version = await publishing.PublishAsync(
            asked.ProcedureId, draft, asked.Comment, asked.RequestedBy, caller.UserId, cancellation);
        await DecideAsync(asked, true, comment, ProcedureAct.ApprovalGranted, caller, cancellation);
        return version;
    }

    public async Task RefuseAsync(PublicationApprovalRow asked, string comment, Caller caller, CancellationToken cancellation)
    {
        await RequireOpenAsync(asked, caller, cancellation);
        await DecideAsync(asked, false, comment, ProcedureAct.ApprovalRefused, caller, cancellation);
    }

    private async Task<Draft> RequireOpenAsync(PublicationApprovalRow asked, Caller caller, CancellationToken cancellation)
    {
        if (asked.RequestedBy == caller.UserId)
        {
            throw new ProblemException(409, "FOUR_EYES", "Expected another person than the requester to decide.", FourEyesText);
        }

        if (asked.Approved is not null)
        {
            throw Problem.Conflict("Expected an open request, but it is decided.", "Darüber ist schon entschieden.");
        }

        var draft = await drafts.ReadAsync(asked.ProcedureId, cancellation);
        return draft.Revision == asked.Revision
            ? draft
            : throw Problem.Conflict(
                "Expected the draft as it was put forward, but it was changed.",
                "Der Entwurf wurde seit dem Antrag geändert. Die Freigabe muss neu beantragt werden.");
    }

    private async Task DecideAsync(
        PublicationApprovalRow asked, bool approved, string? comment, ProcedureAct act, Caller caller, CancellationToken cancellation)
    {
        (asked.Approved, asked.DecidedBy, asked.DecidedAt) = (approved, caller.UserId, clock.GetUtcNow());
        asked.DecisionComment = comment;
        await record.AddAsync(asked.ProcedureId, act, caller, cancellation, comment);
        await database.SaveChangesAsync(cancellation);
    }
}
