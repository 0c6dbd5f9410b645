using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kommune.Workflow.Plugins.Mqtt.Storage;

/// <summary>A statement prepared once and run with many values; parameters are <c>@0</c>, <c>@1</c>, …</summary>
internal sealed class Sql : IAsyncDisposable
{
    private readonly DbCommand command;

    [SuppressMessage("Security", "CA2100", Justification = "Every text is a constant of this plugin.")]
    public Sql(DbConnection connection, string text, int parameters, DbTransaction? transaction = null)
    {
        command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@{i}");
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>The transaction of the next runs.</summary>
    public void Use(DbTransaction transaction) => command.Transaction = transaction;

    public Task<int> RunAsync(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    public Task<object?> ScalarAsync(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteScalarAsync(CancellationToken.None);
    }

    public async Task<List<T>> ListAsync<T>(Func<DbDataReader, T> read, params object?[] values)
    {
        Bind(values);
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
