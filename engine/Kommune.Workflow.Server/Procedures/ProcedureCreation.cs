using System.Globalization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Adds procedures. The caller saves.</summary>
internal sealed class ProcedureCreation(
    WorkflowDbContext database, ProcedureAccess access, ProcedureRecord record, EngineClock clock)
{
    private const int SuffixMax = 1_000;

    /// <summary>Adds a procedure, or ends the request: 409 when the id is taken, 422 also without the right to edit there.</summary>
    public async Task<ProcedureRow> AddAsync(
        string id, string name, string? folder, ProcedureAct act, Caller caller, CancellationToken cancellation)
    {
        RequireName(name);
        if (!ProcedureNames.IsId(id))
        {
            throw Problem.Unprocessable("id", ProcedureNames.IdRule);
        }

        var found = await FolderAsync(folder, null, caller, cancellation);
        if (found is null && !caller.May(Permissions.Deploy))
        {
            throw Problem.Unprocessable("folder", "Bitte wählen Sie einen Ordner, in dem Sie Verfahren bearbeiten dürfen.");
        }

        if (await database.Procedures.AnyAsync(p => p.Id == id, cancellation))
        {
            throw Problem.Conflict($"Expected a new id, but '{id}' is taken.", $"Ein Verfahren mit der Kennung „{id}“ gibt es schon.");
        }

        var row = new ProcedureRow
        {
            TenantId = database.TenantId,
            Id = id,
            Name = name,
            FolderKey = found?.Key,
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = caller.UserId,
        };
        database.Procedures.Add(row);
        await record.AddAsync(id, act, caller, cancellation);
        return row;
    }

    /// <summary>An id made of the name that no procedure has.</summary>
    public async Task<string> FreeIdAsync(string name, CancellationToken cancellation)
    {
        var id = ProcedureNames.IdOf(name);
        var taken = (await database.Procedures.Where(p => p.Id.StartsWith(id)).Select(p => p.Id).ToListAsync(cancellation)).ToHashSet();
        return Enumerable.Range(1, SuffixMax)
            .Select(n => n == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{n}"))
            .FirstOrDefault(candidate => !taken.Contains(candidate))
            ?? throw Problem.Unprocessable("name", "Verfahren mit diesem Namen gibt es schon sehr viele. Bitte wählen Sie einen anderen.");
    }

    /// <summary>The folder of a request: one in which the caller may edit, or the one it lies in already.</summary>
    public async Task<ProcedureFolderRow?> FolderAsync(string? id, long? current, Caller caller, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(id))
        {
            return current is null || caller.May(Permissions.Deploy)
                ? null
                : throw Problem.Unprocessable("folder", "Ohne Ordner dürften Sie dieses Verfahren nicht mehr bearbeiten.");
        }

        var folder = await access.FolderAsync(ClusterKey.Parse(id, "folder"), cancellation)
            ?? throw Problem.Unprocessable("folder", "Diesen Ordner gibt es nicht (mehr).");
        return folder.Key == current || ProcedureAccess.Rights(folder, caller).Edit.Allowed
            ? folder
            : throw Problem.Unprocessable("folder", $"Im Ordner „{folder.Name}“ dürfen Sie keine Verfahren bearbeiten.");
    }

    public static void RequireName(string name)
    {
        if (name.Length is < 1 or > ProcedureNames.NameLengthMax)
        {
            throw Problem.Unprocessable("name", ProcedureNames.NameRule);
        }
    }
}
