using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Plugins;

/// <summary>Settings of plugins in the database, their secrets encrypted.</summary>
internal sealed class PluginSettingsStore(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider time)
    : IPluginSettings
{
    private readonly IDataProtector protector = protection.CreateProtector("plugin-settings");

    public async Task<IReadOnlyDictionary<string, (string Revision, JsonObject Values)>> ReadAllAsync(
        CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await Rows(scope).AsNoTracking().ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.PluginId, row => (Revision(row), Values(row)), StringComparer.Ordinal);
    }

    /// <summary>The stored values of one plugin, secrets in clear text; empty without any.</summary>
    public async Task<JsonObject> ReadAsync(string pluginId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var row = await Rows(scope).AsNoTracking().SingleOrDefaultAsync(r => r.PluginId == pluginId, cancellationToken);
        return row is null ? [] : Values(row);
    }

    /// <summary>Stores values, with the secrets among them encrypted.</summary>
    public async Task WriteAsync(
        string pluginId, Settings contract, JsonObject values, string by, CancellationToken cancellationToken)
    {
        var secret = contract.Fields.Where(field => field.Secret).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var open = Select(values, name => !secret.Contains(name));
        var closed = Select(values, secret.Contains);
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        var row = await database.PluginSettings.SingleOrDefaultAsync(r => r.PluginId == pluginId, cancellationToken);
        if (row is null)
        {
            row = new PluginSettingsRow { PluginId = pluginId };
            database.PluginSettings.Add(row);
        }

        row.Values = open.ToJsonString();
        row.Secrets = closed.Count == 0 ? "" : protector.Protect(closed.ToJsonString());
        (row.ChangedAt, row.ChangedBy) = (time.GetUtcNow(), by);
        await database.SaveChangesAsync(cancellationToken);
    }

    public ISecrets SecretsOf(string pluginId) => new Secrets(protection.CreateProtector("plugin-secrets", pluginId));

    private static JsonObject Select(JsonObject values, Func<string, bool> wanted) =>
        new(values.Where(v => wanted(v.Key)).Select(v => KeyValuePair.Create(v.Key, v.Value?.DeepClone())));

    private static DbSet<PluginSettingsRow> Rows(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<WorkflowDbContext>().PluginSettings;

    private static string Revision(PluginSettingsRow row) =>
        row.ChangedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private JsonObject Values(PluginSettingsRow row)
    {
        var values = (JsonObject)JsonNode.Parse(row.Values)!;
        if (row.Secrets.Length > 0)
        {
            foreach (var (name, value) in (JsonObject)JsonNode.Parse(protector.Unprotect(row.Secrets))!)
            {
                values[name] = value?.DeepClone();
            }
        }

        return values;
    }

    private sealed class Secrets(IDataProtector protector) : ISecrets
    {
        public string Protect(string text) => protector.Protect(text);

        public string? Reveal(string stored)
        {
            try
            {
                return protector.Unprotect(stored);
            }
            catch (CryptographicException)
            {
                return null;
            }
        }
    }
}
