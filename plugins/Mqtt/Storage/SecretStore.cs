using System.Collections.Frozen;
using System.Text.Json;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Storage;

/// <summary>What a source's account at a foreign broker needs beyond its name. Certificates as PEM; null: none.</summary>
public sealed record SourceSecrets(string? Password = null, string? Certificate = null, string? Authority = null);

/// <summary>An account at the broker inside, without its password.</summary>
/// <param name="Name">User name.</param>
/// <param name="ChangedAt">When its password was set.</param>
/// <param name="ChangedBy">By whom.</param>
public sealed record BrokerAccount(string Name, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>Passwords and certificates as they stand now. Immutable.</summary>
/// <param name="Accounts">Passwords by account at the broker inside.</param>
/// <param name="Sources">Secrets by source.</param>
/// <param name="Known">The accounts, without their passwords.</param>
internal sealed record SecretSet(
    IReadOnlyDictionary<string, string> Accounts, IReadOnlyDictionary<string, SourceSecrets> Sources, IReadOnlyList<BrokerAccount> Known)
{
    public static readonly SecretSet Empty = new(FrozenDictionary<string, string>.Empty, FrozenDictionary<string, SourceSecrets>.Empty, []);
}

/// <summary>Keeps passwords and certificates, encrypted. They are written and used, and never shown again.</summary>
internal sealed class SecretStore(ITables tables, ISecrets secrets, TimeProvider clock)
{
    private const string AccountKind = "account";
    private const string SourceKind = "source";

    private volatile SecretSet current = SecretSet.Empty;
    private string accountsStamp = "";
    private string sourcesStamp = "";

    /// <summary>What was read last; its parts are other objects only when something in them changed.</summary>
    public SecretSet Current => current;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var rows = await tables.ReadAsync(
            async (connection, _) =>
            {
                await using var sql = new Sql(
                    connection, "SELECT kind, id, body, changed_at, changed_by FROM mqtt_secrets ORDER BY kind, id", 0);
                return await sql.ListAsync(
                    row => (
                        Kind: row.GetString(0), Id: row.GetString(1), Body: row.GetString(2), At: row.GetInt64(3), By: row.GetString(4)))
                    .ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        string Stamp(string kind) => string.Join('\n', rows.Where(row => row.Kind == kind).Select(row => $"{row.Id}/{row.Body}"));
        var (accountsFound, sourcesFound) = (Stamp(AccountKind), Stamp(SourceKind));
        var next = current;
        if (accountsFound != accountsStamp)
        {
            var accounts = rows.Where(row => row.Kind == AccountKind).ToList();
            next = next with
            {
                Accounts = accounts.Select(row => (row.Id, Password: secrets.Reveal(row.Body)))
                    .Where(account => account.Password is not null)
                    .ToFrozenDictionary(account => account.Id, account => account.Password!, StringComparer.Ordinal),
                Known = accounts.ConvertAll(row => new BrokerAccount(row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.By)),
            };
        }

        if (sourcesFound != sourcesStamp)
        {
            next = next with
            {
                Sources = rows.Where(row => row.Kind == SourceKind)
                    .ToFrozenDictionary(row => row.Id, row => Read(row.Body), StringComparer.Ordinal),
            };
        }

        (current, accountsStamp, sourcesStamp) = (next, accountsFound, sourcesFound);
    }

    public Task SetAccountAsync(string name, string password, string by, CancellationToken cancellationToken) =>
        WriteAsync(AccountKind, name, password, by, cancellationToken);

    public Task RemoveAccountAsync(string name, string by, CancellationToken cancellationToken) =>
        WriteAsync(AccountKind, name, null, by, cancellationToken);

    public Task SetSourceAsync(string id, SourceSecrets? given, string by, CancellationToken cancellationToken) => WriteAsync(
        SourceKind,
        id,
        given is null || given == new SourceSecrets() ? null : JsonSerializer.Serialize(given, Fields.Json),
        by,
        cancellationToken);

    private SourceSecrets Read(string body) => secrets.Reveal(body) is { } text
        ? JsonSerializer.Deserialize<SourceSecrets>(text, Fields.Json)!
        : new SourceSecrets();

    private async Task WriteAsync(string kind, string id, string? secret, string by, CancellationToken cancellationToken)
    {
        // Before the transaction: the first secret makes a key, which is written to the same database.
        var body = secret is null ? null : secrets.Protect(secret);
        await tables.WriteAsync(
            async (transaction, _) =>
            {
                if (body is null)
                {
                    await using var remove = new Sql(
                        transaction.Connection!, "DELETE FROM mqtt_secrets WHERE kind = @0 AND id = @1", 2, transaction);
                    return await remove.RunAsync(kind, id).ConfigureAwait(false);
                }

                await using var sql = new Sql(
                    transaction.Connection!,
                    """
                    INSERT INTO mqtt_secrets (kind, id, body, changed_at, changed_by) VALUES (@0, @1, @2, @3, @4)
                    ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at,
                        changed_by = excluded.changed_by
                    """,
                    5,
                    transaction);
                return await sql.RunAsync(kind, id, body, clock.GetUtcNow().ToUnixTimeMilliseconds(), by)
                    .ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        await LoadAsync(cancellationToken).ConfigureAwait(false);
    }
}
