using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Server.Tasks;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;
using InstanceStatus = Kommune.Workflow.Execution.InstanceStatus;

namespace Kommune.Workflow.Server.Cases;

/// <summary>Searching cases, reading the record of one, and changing one by hand.</summary>
internal static class CaseEndpoints
{
    /// <summary>Variables asked for in one search.</summary>
    public const int VariablesMax = 5;

    public sealed record CancelRequest(string? Reason);

    public sealed record RepairVariablesRequest(string? ScopeKey, [property: JsonRequired] JsonObject Variables);

    public static void MapCases(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cases", Search).WithName("searchCases").WithSummary("Cases the caller may see, newest first.")
            .Produces<Page<CaseItem>>();
        api.MapGet("/cases/{key}/history", History).WithName("readHistory").WithSummary("The record of a case, newest first.")
            .Produces<Page<HistoryEntry>>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/cases/{key}/cancel", Cancel).WithName("cancelCase").WithSummary("Ends a case before its end.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPut("/cases/{key}/variables", SetVariables).WithName("setCaseVariables").WithSummary("Repairs variables by hand.")
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Page<CaseItem>> Search(
        string? q,
        string? process,
        [AllowedValues("active", "incident", "completed", "canceled")] string? state,
        string[]? variable,
        string? after,
        int? limit,
        Caller caller,
        CaseAccess access,
        CaseItems items,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        var rows = await access.VisibleAsync(caller, cancellation);
        rows = WithText(WithState(rows, state), q, database);
        if (process is { Length: > 0 })
        {
            rows = rows.Where(i => i.ProcessId == process);
        }

        foreach (var wanted in (variable ?? []).Take(VariablesMax))
        {
            rows = WithVariable(rows, wanted, database);
        }

        if (after is not null)
        {
            var place = ClusterKey.Parse(after, "after");
            rows = rows.Where(i => i.Key < place);
        }

        var size = InboxEndpoints.Limit(limit);
        var found = await rows.OrderByDescending(i => i.Key).Take(size + 1).ToListAsync(cancellation);
        var page = found.Take(size).ToList();
        return new Page<CaseItem>(
            await items.ItemsAsync(page, cancellation), found.Count > size ? ClusterKey.Text(page[^1].Key) : null);
    }

    private static IQueryable<InstanceRow> WithState(IQueryable<InstanceRow> rows, string? state) => state switch
    {
        null or "" => rows,
        "active" => rows.Where(i => i.Status == InstanceStatus.Active),
        "incident" => rows.Where(i => i.Status == InstanceStatus.Active && i.IncidentCount > 0),
        "completed" => rows.Where(i => i.Status == InstanceStatus.Completed),
        "canceled" => rows.Where(i => i.Status == InstanceStatus.Terminated),
        _ => throw Problem.Invalid($"Expected a known state, but found '{state}'.", "Diesen Zustand gibt es nicht."),
    };

    /// <summary>In number, title, or a text variable of the case.</summary>
    internal static IQueryable<InstanceRow> WithText(IQueryable<InstanceRow> rows, string? q, WorkflowDbContext database)
    {
        if (string.IsNullOrWhiteSpace(q))
        {
            return rows;
        }

        var sought = FoldedText.Of(q.Trim());
        return rows.Where(i => i.SearchText.Contains(sought)
            || database.Variables.Any(v => v.ScopeKey == i.Key && v.SearchText!.Contains(sought)));
    }

    /// <summary><c>name=value</c>, exact: the value as JSON, or else as a text.</summary>
    private static IQueryable<InstanceRow> WithVariable(IQueryable<InstanceRow> rows, string wanted, WorkflowDbContext database)
    {
        var equals = wanted.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw Problem.Invalid($"Expected name=value, but found '{wanted}'.", "Schreiben Sie die Suche als name=wert.");
        }

        var name = wanted[..equals];
        var hashes = VariableValues.Of(wanted[(equals + 1)..]).Select(VariableHash.Of).ToList();
        return rows.Where(i => database.Variables.Any(v =>
            v.InstanceKey == i.Key && v.Name == name && hashes.Contains(v.ValueHash)));
    }

    private static async Task<Page<HistoryEntry>> History(
        string key,
        string? after,
        int? limit,
        Caller caller,
        CaseAccess access,
        CaseHistory history,
        WorkflowDbContext database,
        CancellationToken cancellation)
    {
        var row = await access.FindAsync(key, caller, cancellation);
        var versions = await database.Definitions.Where(d => d.ProcessId == row.ProcessId)
            .ToDictionaryAsync(d => d.Key, d => d.Version, cancellation);
        var place = after is null ? long.MaxValue : ClusterKey.Parse(after, "after");
        var size = InboxEndpoints.Limit(limit);
        var lines = (await history.ReadAsync(row.Key, versions, cancellation)).Reverse()
            .Where(line => long.Parse(line.Seq, CultureInfo.InvariantCulture) < place).Take(size + 1).ToList();
        var page = lines.Take(size).ToList();
        return new Page<HistoryEntry>(page, lines.Count > size ? page[^1].Seq : null);
    }

    private static async Task<IResult> Cancel(
        string key, CancelRequest request, Caller caller, HttpContext context, CaseAccess access, CaseCommands commands)
    {
        caller.Require(Permissions.Operations);
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            throw Problem.Unprocessable("reason", "Bitte geben Sie einen Grund an.");
        }

        var row = await access.FindAsync(key, caller, context.RequestAborted);
        await commands.SendAsync(context, row.Key, _ => new CancelInstance(request.Reason.Trim()), caller.Actor);
        return Results.NoContent();
    }

    private static async Task<IResult> SetVariables(
        string key, RepairVariablesRequest request, Caller caller, HttpContext context, CaseAccess access, CaseCommands commands)
    {
        caller.Require(Permissions.Operations);
        var row = await access.FindAsync(key, caller, context.RequestAborted);
        var scope = request.ScopeKey is null ? row.Key : ClusterKey.Parse(request.ScopeKey, "scopeKey");
        if (InstanceKey.Of(scope, out _).Value != row.Key)
        {
            throw Problem.Invalid("Expected a scope of this case, but it belongs to another.");
        }

        var variables = VariableReading.ToContext(request.Variables)!;
        await commands.SendAsync(context, scope, local => new SetVariables(local, variables, Local: true), caller.Actor);
        return Results.NoContent();
    }
}

/// <summary>What somebody may mean by a value typed into a search field.</summary>
internal static class VariableValues
{
    /// <summary>The typed text as JSON (a number, true, a quoted text) and as a text.</summary>
    public static IEnumerable<string> Of(string typed)
    {
        JsonNode? parsed = null;
        try
        {
            parsed = JsonNode.Parse(typed);
        }
        catch (System.Text.Json.JsonException)
        {
            // Then it is meant as a text only.
        }

        if (parsed is not null)
        {
            yield return Expressions.FeelJson.ToJson(Expressions.FeelJson.Parse(typed));
        }

        yield return Expressions.FeelJson.ToJson(Expressions.FeelJson.Parse(JsonValue.Create(typed).ToJsonString()));
    }
}
