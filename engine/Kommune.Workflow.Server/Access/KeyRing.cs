using System.Xml.Linq;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Access;

/// <summary>Keeps the keys that protect sessions in the database, so that every node understands the others' cookies.</summary>
internal sealed class KeyRing(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        return [.. database.KeyRing.AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    // The framework asks synchronously, once in months.
    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        database.Add(new KeyRingRow { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        database.SaveChangesAsync().GetAwaiter().GetResult();
    }
}
