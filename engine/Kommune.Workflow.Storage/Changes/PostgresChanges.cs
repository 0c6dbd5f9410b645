using System.Text;
using System.Text.Json;
using Kommune.Workflow.Runtime;
using Npgsql;

namespace Kommune.Workflow.Storage;

/// <summary>Tells nodes on the same PostgreSQL what changed, with its LISTEN and NOTIFY.</summary>
internal sealed class PostgresChanges(StorageOptions options) : IChangeChannel
{
    private const string ChannelName = "kommune_workflow_changes";

    /// <summary>Bytes of one notification; PostgreSQL takes less than 8,000.</summary>
    private const int PayloadBytesMax = 7_000;

    // Every listener hears its own notifications, too: this tells them apart.
    private readonly string node = Guid.NewGuid().ToString("N");

    public async Task SendAsync(IReadOnlyCollection<EngineChange> changes, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var payload in Payloads(changes))
        {
            await using var command = new NpgsqlCommand("select pg_notify($1, $2)", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = ChannelName });
            command.Parameters.Add(new NpgsqlParameter { Value = payload });
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task ListenAsync(Action<IReadOnlyList<EngineChange>> heard, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        connection.Notification += (_, notification) =>
        {
            if (!notification.Payload.StartsWith(node, StringComparison.Ordinal))
            {
                heard(JsonSerializer.Deserialize<List<EngineChange>>(notification.Payload.AsSpan(node.Length))!);
            }
        };
        await using (var listen = new NpgsqlCommand($"listen {ChannelName}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            await connection.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private IEnumerable<string> Payloads(IReadOnlyCollection<EngineChange> changes)
    {
        var payload = new StringBuilder();
        var bytes = 0;
        foreach (var change in changes)
        {
            var json = JsonSerializer.Serialize(change);
            var added = Encoding.UTF8.GetByteCount(json) + 1;
            if (bytes > 0 && bytes + added > PayloadBytesMax)
            {
                yield return payload.Append(']').ToString();
                bytes = 0;
            }

            payload = bytes == 0 ? new StringBuilder(node).Append('[') : payload.Append(',');
            payload.Append(json);
            bytes += added;
        }

        if (bytes > 0)
        {
            yield return payload.Append(']').ToString();
        }
    }

    // A listener's connection is its own: it stays open, and a dead peer is noticed.
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(options.PostgresConnectionString) { KeepAlive = 30 }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
