using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Kommune.Workflow.Storage;

/// <summary>A statement that both databases understand, with <c>$1</c>, <c>$2</c>, … as parameters.</summary>
/// <param name="text">The statement.</param>
/// <param name="types">
/// One letter a parameter: <c>l</c> 64-bit, <c>i</c> 32-bit, <c>s</c> 16-bit, <c>b</c> truth, <c>t</c> text, <c>x</c> bytes.
/// </param>
internal sealed class SqlText(string text, string types)
{
    public string Text => text;

    /// <summary>Adds parameters without values, in order.</summary>
    public void AddParameters(DbCommand command)
    {
        for (var i = 0; i < types.Length; i++)
        {
            command.Parameters.Add(command is SqliteCommand
                ? new SqliteParameter { ParameterName = FormattableString.Invariant($"${i + 1}") }
                : new NpgsqlParameter { NpgsqlDbType = NpgsqlTypeOf(i) });
        }
    }

    public NpgsqlCommand NpgsqlCommand(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        new(text, connection, transaction);

    public NpgsqlParameter NpgsqlParameter(int index, object? value) =>
        new() { NpgsqlDbType = NpgsqlTypeOf(index), Value = value ?? DBNull.Value };

    private NpgsqlDbType NpgsqlTypeOf(int index) => types[index] switch
    {
        'l' => NpgsqlDbType.Bigint,
        'i' => NpgsqlDbType.Integer,
        's' => NpgsqlDbType.Smallint,
        'b' => NpgsqlDbType.Boolean,
        't' => NpgsqlDbType.Text,
        'x' => NpgsqlDbType.Bytea,
        var other => throw new InvalidOperationException($"Expected a known parameter type, but got '{other}'."),
    };
}

/// <summary>A statement with its values.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Values">Values in the parameters' order; null for none.</param>
/// <param name="WithoutRow">What it means when no row was touched; null: nothing.</param>
internal readonly record struct SqlStatement(SqlText Sql, object?[] Values, Runtime.CommitResult? WithoutRow = null);
