using System.Globalization;
using System.Security.Cryptography;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Plugins;

/// <summary>Files of cases for plugins.</summary>
internal sealed class CaseFileStore(
    IServiceScopeFactory scopes, KeySource keys, EngineClock clock, ServerOptions options) : ICaseFileStore
{
    public ICaseFiles For(string pluginId) => new PluginFiles(pluginId, scopes, keys, clock, options.Limits.AttachmentBytesMax);

    private sealed class PluginFiles(
        string pluginId, IServiceScopeFactory scopes, KeySource keys, EngineClock clock, long bytesMax) : ICaseFiles
    {
        public async Task<string> AddAsync(long caseKey, CaseFile file, string idempotencyKey, CancellationToken cancellationToken)
        {
            if (file.Content.Length > bytesMax)
            {
                throw new PluginException(string.Create(
                    CultureInfo.InvariantCulture, $"Eine Datei darf höchstens {bytesMax / 1024 / 1024} MB groß sein."));
            }

            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
            if (!await database.Instances.AnyAsync(instance => instance.Key == caseKey, cancellationToken))
            {
                throw new PluginException("Den Vorgang gibt es nicht.");
            }

            var once = $"{pluginId}:{idempotencyKey}";
            if (await FindAsync(database, caseKey, once, cancellationToken) is { } earlier)
            {
                return earlier;
            }

            var content = file.Content.ToArray();
            var row = new AttachmentRow
            {
                Key = (await keys.NextAsync(cancellationToken)).Value,
                InstanceKey = caseKey,
                AuthorUserId = $"plugin:{pluginId}",
                IdempotencyKey = once,
                At = clock.GetUtcNow(),
                FileName = Path.GetFileName(file.Name),
                ContentType = file.ContentType,
                SizeBytes = content.Length,
                Sha256 = SHA256.HashData(content),
                Content = new AttachmentContentRow { Bytes = content },
            };
            database.Attachments.Add(row);
            await database.SaveOnceAsync(cancellationToken);
            return (await FindAsync(database, caseKey, once, cancellationToken))!;
        }

        public async Task<CaseFile?> ReadAsync(long caseKey, string fileKey, CancellationToken cancellationToken)
        {
            if (!long.TryParse(fileKey, CultureInfo.InvariantCulture, out var key))
            {
                return null;
            }

            await using var scope = scopes.CreateAsyncScope();
            var row = await scope.ServiceProvider.GetRequiredService<WorkflowDbContext>().Attachments.AsNoTracking()
                .Include(a => a.Content)
                .SingleOrDefaultAsync(a => a.Key == key && a.InstanceKey == caseKey, cancellationToken);
            return row is null ? null : new CaseFile(row.FileName, row.ContentType, row.Content!.Bytes);
        }

        private static async Task<string?> FindAsync(
            WorkflowDbContext database, long caseKey, string once, CancellationToken cancellationToken)
        {
            var key = await database.Attachments.Where(a => a.InstanceKey == caseKey && a.IdempotencyKey == once)
                .Select(a => (long?)a.Key).FirstOrDefaultAsync(cancellationToken);
            return key?.ToString(CultureInfo.InvariantCulture);
        }
    }
}
