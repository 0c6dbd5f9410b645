using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>An instance in memory, as of its last commit.</summary>
internal sealed class InstanceRun(string tenantId, InstanceState state, LoadedDefinition definition, long rootKey)
{
    public string TenantId => tenantId;

    public InstanceState State => state;

    public long RootKey => rootKey;

    /// <summary>Words for lists that a new instance is stored with.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public LoadedDefinition Definition { get; set; } = definition;

    /// <summary>Entries in the journal.</summary>
    public int EntryCount { get; set; }

    public byte[] Hash { get; set; } = JournalChain.Root;

    /// <summary>The entry the last snapshot was written after.</summary>
    public int SnapshotCount { get; set; }
}

/// <summary>Loads an instance, decides a command, commits it and starts what follows.</summary>
internal sealed class InstanceExecutor(
    IInstanceStore store,
    DefinitionLibrary definitions,
    DecisionLibrary decisions,
    CommitFollowUp followUp,
    EngineClock clock,
    RuntimeOptions options)
{
    /// <summary>Takes the first step of an instance. It needs no grain: before the commit nobody else knows its key.</summary>
    /// <param name="definition">What it is an instance of.</param>
    /// <param name="request">The start.</param>
    /// <param name="rootKey">The instance at the top of the calls.</param>
    /// <param name="tags">Words for lists.</param>
    public async ValueTask<InstanceReply> StartAsync(
        LoadedDefinition definition, InstanceRequest request, long rootKey, IReadOnlyList<string> tags)
    {
        var run = new InstanceRun(request.TenantId, new InstanceState(), definition, rootKey) { Tags = tags };
        return await StepAsync(run, request)
            ?? throw new InvalidOperationException("Expected a new key to have one writer, but another one was faster.");
    }

    /// <summary>Loads a stored instance; null when there is none.</summary>
    public async ValueTask<InstanceRun?> LoadAsync(InstanceKey key)
    {
        var stored = await store.LoadAsync(key, CancellationToken.None);
        if (stored is null)
        {
            return null;
        }

        var state = stored.Snapshot is null ? new InstanceState() : Journal.DecodeSnapshot(stored.Snapshot);
        foreach (var bytes in stored.Entries)
        {
            foreach (var e in Journal.DecodeEntry(bytes).Events)
            {
                state.Apply(e);
            }
        }

        var definition = await definitions.FindAsync(state.DefinitionKey)
            ?? throw new InvalidOperationException($"Expected definition {state.DefinitionKey} to be stored, but it is not.");
        return new InstanceRun(stored.TenantId, state, definition, stored.RootKey)
        {
            EntryCount = stored.JournalCount,
            Hash = stored.JournalHash,
            SnapshotCount = stored.SnapshotCount,
        };
    }

    /// <summary>The answer to a command whose id was decided before, or null.</summary>
    public async ValueTask<InstanceReply?> FindEarlierAsync(InstanceRequest request)
    {
        if (request.CommandId is null
            || await store.FindCommandAsync(request.TenantId, request.CommandId, CancellationToken.None) is not { } decided)
        {
            return null;
        }

        if (decided.Rejection is { } rejection)
        {
            return InstanceReply.Rejected(rejection);
        }

        var instance = InstanceKey.Of(decided.Position, out var entry);
        var found = await store.ReadJournalAsync(instance, entry - 1, 1, CancellationToken.None);
        return new InstanceReply(null, found is [var stored] ? Journal.DecodeEntry(stored.Bytes).Events : [], decided.Position);
    }

    /// <summary>The answer of refusal; kept as the result of the command's id where the request wants that.</summary>
    public async ValueTask<InstanceReply> RejectAsync(InstanceRequest request, Rejection rejection)
    {
        if (request is { RemembersRejection: true, CommandId: { } id })
        {
            await store.RememberAsync(request.TenantId, id, rejection, clock.GetUtcNow());
        }

        return InstanceReply.Rejected(rejection);
    }

    /// <summary>Decides a command on a run and makes it durable.</summary>
    /// <returns>The answer; null on a conflict with another writer. Then, or on an exception, the run is to be thrown away.</returns>
    public async ValueTask<InstanceReply?> StepAsync(InstanceRun run, InstanceRequest request)
    {
        var firstNew = run.State.NextNumber;
        var now = clock.GetUtcNow();
        var (result, target) = await DecideAsync(run, request.Command, request.Actor, now);
        if (result.Rejection is { } rejection)
        {
            return await RejectAsync(request, rejection);
        }

        var definition = run.State.DefinitionKey == run.Definition.Key ? run.Definition : target!;
        var commit = Describe(run, request, result, definition, firstNew, now);
        switch (await store.CommitAsync(commit))
        {
            case CommitResult.Conflict:
                return null;
            case CommitResult.Duplicate:
                return await FindEarlierAsync(request);
        }

        run.Definition = definition;
        run.EntryCount++;
        run.Hash = commit.Hash;
        run.SnapshotCount = commit.Snapshot is null ? run.SnapshotCount : run.EntryCount;
        followUp.Committed(commit);
        return new InstanceReply(null, result.Events);
    }

    /// <summary>Decides a command on a run, which is changed by it, and commits nothing.</summary>
    public async ValueTask<StepResult> DecideAsync(InstanceRun run, Command command, Actor actor) =>
        (await DecideAsync(run, command, actor, clock.GetUtcNow())).Result;

    private async ValueTask<(StepResult Result, LoadedDefinition? Target)> DecideAsync(
        InstanceRun run, Command command, Actor actor, DateTimeOffset now)
    {
        var target = command is MigrateInstance migrate ? await FindTargetAsync(run, migrate) : null;
        var context = new StepContext(
            now,
            actor,
            await decisions.ForAsync(run.Definition),
            key => key == target?.Key ? target.Graph : null,
            options.Limits);
        return (Interpreter.Step(run.Definition.Graph, run.State, command, context), target);
    }

    private InstanceCommit Describe(
        InstanceRun run,
        InstanceRequest request,
        StepResult result,
        LoadedDefinition definition,
        int firstNew,
        DateTimeOffset now)
    {
        var entry = new JournalEntry(now, request.Actor, request.Command, result.Events);
        var bytes = Journal.Encode(entry);
        var number = run.EntryCount + 1;
        var ended = run.State.Status is not InstanceStatus.Active;

        // Entries are replayed on one graph: after a migration the snapshot carries the state over.
        var snapshotDue = !ReferenceEquals(definition, run.Definition)
            || (!ended && number - run.SnapshotCount >= options.EntriesPerSnapshot);
        return new InstanceCommit
        {
            TenantId = run.TenantId,
            State = run.State,
            Definition = definition,
            Entry = entry,
            EntryBytes = bytes,
            Hash = JournalChain.Next(run.Hash, run.State.Key.Inner(number), bytes),
            EarlierEntries = run.EntryCount,
            FirstNewNumber = firstNew,
            RootKey = run.RootKey,
            Effects = result.Effects,
            CommandId = request.CommandId,
            Tags = run.Tags,
            ExpiresAt = ended ? (definition.Graph.Settings.Retention ?? options.DefaultRetention).After(now) : null,
            Snapshot = snapshotDue ? Journal.EncodeSnapshot(run.State) : null,
        };
    }

    private async ValueTask<LoadedDefinition?> FindTargetAsync(InstanceRun run, MigrateInstance migrate)
    {
        var target = await definitions.FindAsync(migrate.TargetDefinitionKey);
        return target?.TenantId == run.TenantId ? target : null;
    }
}
