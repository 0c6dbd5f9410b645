using System.Security.Cryptography;
using Kommune.Workflow.Server.Hosting;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Sessions;

/// <summary>The one-time link with which the first administrator of a new installation is created.</summary>
/// <remarks>
/// Its code lives in memory only: each start without any account makes a new one, and the first account ends it.
/// </remarks>
internal sealed class SetupLink(ServerOptions options)
{
    private readonly string code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private int used;

    /// <summary>The link to print at start.</summary>
    public string Address => $"{options.Urls.Split(';')[0].TrimEnd('/')}/einrichtung#{code}";

    public async Task<bool> IsNeededAsync(WorkflowDbContext database, CancellationToken cancellation) =>
        !options.Demo && Volatile.Read(ref used) == 0 && !await database.Users.AnyAsync(cancellation);

    /// <summary>Whether the code is right and unused; it is used up by this call.</summary>
    public bool TryUse(string given) =>
        CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(given), System.Text.Encoding.UTF8.GetBytes(code))
        && Interlocked.Exchange(ref used, 1) == 0;

    /// <summary>Makes the code valid again after the account could not be created.</summary>
    public void GiveBack() => Volatile.Write(ref used, 0);
}
