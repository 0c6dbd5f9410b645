using System.Text.Json;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Runtime;

namespace Kommune.Workflow.Storage;

/// <summary>Statements on an instance and its journal.</summary>
internal static class InstanceSql
{
    private static readonly SqlText InsertText = new(
        """
        insert into instances (key, tenant_id, process_id, definition_key, version, status, incident_count, title, case_number,
            tags, started_by, started_at, ended_at, expires_at, parent_key, root_key, journal_count, journal_hash, search_text)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17, $18)
        """,
        "lttlisittttlllllxt");

    private static readonly SqlText UpdateText = new(
        """
        update instances set process_id = $3, definition_key = $4, version = $5, status = $6, incident_count = $7, title = $8,
            ended_at = $9, expires_at = $10, journal_count = $11, journal_hash = $12, search_text = $13
        where key = $1 and journal_count = $2
        """,
        "litlisitllixt");

    private static readonly SqlText UpdateHeadText = new(
        "update instances set journal_count = $3, journal_hash = $4 where key = $1 and journal_count = $2", "liix");

    private static readonly SqlText InsertJournalText = new(
        "insert into journal (position, tenant_id, entry, hash) values ($1, $2, $3, $4)", "ltxx");

    private static readonly SqlText UpsertSnapshotText = new(
        """
        insert into snapshots (instance_key, tenant_id, journal_count, state) values ($1, $2, $3, $4)
        on conflict (instance_key) do update set journal_count = excluded.journal_count, state = excluded.state
        """,
        "ltix");

    private static readonly SqlText InsertCommandIdText = new(
        "insert into command_ids (tenant_id, command_id, position, at) values ($1, $2, $3, $4) on conflict do nothing", "ttll");

    public static SqlStatement Insert(InstanceCommit commit)
    {
        var state = commit.State;
        return new SqlStatement(
            InsertText,
            [
                state.Key.Value,
                commit.TenantId,
                commit.Definition.ProcessId,
                commit.Definition.Key,
                commit.Definition.Version,
                (short)state.Status,
                state.Incidents.Count,
                state.Title,
                state.CaseNumber,
                commit.Tags.Count == 0 ? null : JsonSerializer.Serialize(commit.Tags),
                commit.Entry.Actor.UserId,
                state.StartedAt.ToUnixTimeMilliseconds(),
                state.EndedAt?.ToUnixTimeMilliseconds(),
                commit.ExpiresAt?.ToUnixTimeMilliseconds(),
                state.Parent,
                commit.RootKey,
                commit.Hash,
                SearchText(state),
            ]);
    }

    public static SqlStatement Update(InstanceCommit commit) => new(
        UpdateText,
        [
            commit.Key.Value,
            commit.EarlierEntries,
            commit.Definition.ProcessId,
            commit.Definition.Key,
            commit.Definition.Version,
            (short)commit.State.Status,
            commit.State.Incidents.Count,
            commit.State.Title,
            commit.State.EndedAt?.ToUnixTimeMilliseconds(),
            commit.ExpiresAt?.ToUnixTimeMilliseconds(),
            commit.EarlierEntries + 1,
            commit.Hash,
            SearchText(commit.State),
        ],
        CommitResult.Conflict);

    public static SqlStatement UpdateHead(InstanceCommit commit) => new(
        UpdateHeadText, [commit.Key.Value, commit.EarlierEntries, commit.EarlierEntries + 1, commit.Hash], CommitResult.Conflict);

    public static SqlStatement InsertJournal(InstanceCommit commit) =>
        new(InsertJournalText, [commit.Position, commit.TenantId, commit.EntryBytes, commit.Hash]);

    public static SqlStatement UpsertSnapshot(InstanceCommit commit, byte[] snapshot) =>
        new(UpsertSnapshotText, [commit.Key.Value, commit.TenantId, commit.EarlierEntries + 1, snapshot]);

    public static SqlStatement InsertCommandId(InstanceCommit commit, string commandId) => new(
        InsertCommandIdText,
        [commit.TenantId, commandId, commit.Position, commit.Entry.At.ToUnixTimeMilliseconds()],
        CommitResult.Duplicate);

    private static string SearchText(InstanceState state) => FoldedText.Of(state.CaseNumber, state.Title);
}

/// <summary>Statements on effects that are not done yet.</summary>
internal static class OutboxSql
{
    private static readonly SqlText InsertText = new(
        """
        insert into outbox (position, ordinal, tenant_id, effect, created_at, attempts, next_at) values ($1, $2, $3, $4, $5, 0, $5)
        """,
        "litxl");

    private static readonly SqlText DeleteText = new("delete from outbox where position = $1 and ordinal = $2", "li");

    private static readonly SqlText FailText = new(
        "update outbox set attempts = $3, next_at = $4, problem = $5 where position = $1 and ordinal = $2", "liilt");

    public static SqlStatement Insert(PendingEffect effect) => new(
        InsertText,
        [effect.Position, effect.Ordinal, effect.TenantId, Journal.EncodeEffect(effect.Effect), effect.At.ToUnixTimeMilliseconds()]);

    public static SqlStatement Delete(PendingEffect effect) => new(DeleteText, [effect.Position, effect.Ordinal]);

    public static SqlStatement Fail(PendingEffect effect, DateTimeOffset? nextAt, string problem) => new(
        FailText, [effect.Position, effect.Ordinal, effect.Attempts + 1, nextAt?.ToUnixTimeMilliseconds(), problem]);
}
