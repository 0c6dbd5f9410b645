using Kommune.Workflow.Runtime;
using Npgsql;

namespace Kommune.Workflow.Storage;

/// <summary>Writes units to PostgreSQL: all statements of a transaction travel together, so a group costs two round trips.</summary>
internal sealed class PostgresUnitWriter(NpgsqlDataSource source) : IUnitWriter
{
    public async ValueTask<bool> TryWriteAsync(IReadOnlyList<CommitUnit> units)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        foreach (var result in await WriteAsync(connection, transaction, units).ConfigureAwait(false))
        {
            if (result != CommitResult.Committed)
            {
                return false;
            }
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return true;
    }

    public async ValueTask<CommitResult> WriteAloneAsync(CommitUnit unit)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        foreach (var statement in unit.Statements)
        {
            // One by one: after a fence that touched nothing, the statements behind it would break on rows of the faster writer.
            await using var command = statement.Sql.NpgsqlCommand(connection, transaction);
            for (var i = 0; i < statement.Values.Length; i++)
            {
                command.Parameters.Add(statement.Sql.NpgsqlParameter(i, statement.Values[i]));
            }

            if (await command.ExecuteNonQueryAsync().ConfigureAwait(false) == 0 && statement.WithoutRow is { } failure)
            {
                return failure;
            }
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return CommitResult.Committed;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async ValueTask<CommitResult[]> WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<CommitUnit> units)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var unit in units)
        {
            foreach (var statement in unit.Statements)
            {
                var command = new NpgsqlBatchCommand(statement.Sql.Text);
                for (var i = 0; i < statement.Values.Length; i++)
                {
                    command.Parameters.Add(statement.Sql.NpgsqlParameter(i, statement.Values[i]));
                }

                batch.BatchCommands.Add(command);
            }
        }

        await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
        var results = new CommitResult[units.Count];
        var next = 0;
        for (var i = 0; i < units.Count; i++)
        {
            foreach (var statement in units[i].Statements)
            {
                var touched = batch.BatchCommands[next++].RecordsAffected;
                if (touched == 0 && statement.WithoutRow is { } failure && results[i] == CommitResult.Committed)
                {
                    results[i] = failure;
                }
            }
        }

        return results;
    }
}
