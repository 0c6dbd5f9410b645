using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Devices;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Storage;

/// <summary>One version of something people set up.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Body">The JSON; null: removed.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="ChangedBy">The account.</param>
public sealed record DocumentVersion(int Version, JsonNode? Body, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>Keeps what people set up, every version of it.</summary>
public sealed class CatalogueStore(ITables tables, TimeProvider clock)
{
    /// <summary>The kinds of document, as addresses and table name them.</summary>
    public const string Sources = "sources";
    public const string Types = "types";
    public const string Codecs = "codecs";
    public const string Devices = "devices";
    public const string Rules = "rules";

    /// <summary>Read apart from the others (<see cref="MapAsync"/>): it is large.</summary>
    public const string Maps = "maps";

    private const string Latest = """
        SELECT kind, body FROM mqtt_documents d
        WHERE body IS NOT NULL AND kind <> 'maps'
        AND version = (SELECT MAX(version) FROM mqtt_documents m WHERE m.kind = d.kind AND m.id = d.id)
        ORDER BY kind, id
        """;

    private volatile Catalogue current = Catalogue.Empty;
    private long versions = -1;

    /// <summary>What was read last.</summary>
    public Catalogue Current => current;

    /// <summary>Reads everything, if anything was saved since: also by another node.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var saved = await tables.ReadAsync(
            async (connection, _) =>
            {
                // Versions are added and never removed: their number changes with every change.
                await using var sql = new Sql(connection, "SELECT COUNT(*) FROM mqtt_documents", 0);
                return Convert.ToInt64(await sql.ScalarAsync().ConfigureAwait(false), CultureInfo.InvariantCulture);
            },
            cancellationToken).ConfigureAwait(false);
        if (saved == Volatile.Read(ref versions))
        {
            return;
        }

        var rows = await tables.ReadAsync(
            async (connection, _) =>
            {
                await using var sql = new Sql(connection, Latest, 0);
                return await sql.ListAsync(reader => (Kind: reader.GetString(0), Body: reader.GetString(1))).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        IEnumerable<T> Of<T>(string kind) => rows.Where(row => row.Kind == kind).Select(row => Parse<T>(row.Body));
        current = new Catalogue(
            Of<Source>(Sources), Of<DeviceType>(Types), Of<CodecScript>(Codecs), Of<Device>(Devices), Of<DeviceRule>(Rules));
        Volatile.Write(ref versions, saved);
    }

    /// <summary>Saves new versions in one transaction and reads everything anew.</summary>
    /// <param name="documents">Kind, id and content; content null: removed.</param>
    /// <param name="by">The account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SaveAsync(
        IReadOnlyList<(string Kind, string Id, object? Content)> documents, string by, CancellationToken cancellationToken)
    {
        await tables.WriteAsync(
            async (transaction, _) =>
            {
                await using var sql = new Sql(
                    transaction.Connection!,
                    """
                    INSERT INTO mqtt_documents (kind, id, version, body, changed_at, changed_by)
                    SELECT @0, @1, COALESCE(MAX(version), 0) + 1, @2, @3, @4 FROM mqtt_documents WHERE kind = @0 AND id = @1
                    """,
                    5,
                    transaction);
                foreach (var (kind, id, content) in documents)
                {
                    var body = content is null ? null : JsonSerializer.Serialize(content, content.GetType(), Fields.Json);
                    await sql.RunAsync(kind, id, body, clock.GetUtcNow().ToUnixTimeMilliseconds(), by).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
        await LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The map as it was stored last, JSON; null when there is none.</summary>
    public Task<string?> MapAsync(CancellationToken cancellationToken) => tables.ReadAsync(
        async (connection, _) =>
        {
            await using var sql = new Sql(
                connection, "SELECT body FROM mqtt_documents WHERE kind = @0 AND id = @1 ORDER BY version DESC LIMIT 1", 2);
            return await sql.ScalarAsync(Maps, TownMap.Id).ConfigureAwait(false) as string;
        },
        cancellationToken);

    /// <summary>All versions of one document, newest first.</summary>
    public Task<List<DocumentVersion>> VersionsAsync(string kind, string id, CancellationToken cancellationToken) => tables.ReadAsync(
        async (connection, _) =>
        {
            await using var sql = new Sql(
                connection,
                "SELECT version, body, changed_at, changed_by FROM mqtt_documents WHERE kind = @0 AND id = @1 ORDER BY version DESC",
                2);
            return await sql.ListAsync(
                reader => new DocumentVersion(
                    reader.GetInt32(0),
                    reader.IsDBNull(1) ? null : JsonNode.Parse(reader.GetString(1)),
                    DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)),
                    reader.GetString(3)),
                kind,
                id).ConfigureAwait(false);
        },
        cancellationToken);

    private static T Parse<T>(string body) => JsonSerializer.Deserialize<T>(body, Fields.Json)!;
}
