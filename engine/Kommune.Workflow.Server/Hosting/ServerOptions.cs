using System.Globalization;
using Kommune.Workflow.Server.Access;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>What the command line and the settings say about this server.</summary>
public sealed record ServerOptions
{
    /// <summary>Where it listens without <c>--urls</c>.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Accounts to try it out, HTTP Basic and the engine's clock through the API (<c>--demo</c>).</summary>
    public bool Demo { get; init; }

    /// <summary>Addresses to listen at, separated by semicolons (<c>--urls</c>).</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>The folder of the database, keys and files (<c>--data</c>); an absolute path.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder of the procedures deployed at start (<c>--workflows</c>); null: none.</summary>
    public string? WorkflowsFolder { get; init; }

    /// <summary>The folder with one folder a plugin (<c>--plugins</c>); null: none.</summary>
    public string? PluginsFolder { get; init; }

    /// <summary>The folder of the built web application; null: not built, only the API is served.</summary>
    public string? WebFolder { get; init; }

    /// <summary>Npgsql's connection string (<c>--postgres</c>, <c>ConnectionStrings:Workflow</c>); null: SQLite.</summary>
    public string? PostgresConnection { get; init; }

    /// <summary>The IP address at which the other nodes reach this one (<c>Cluster:Address</c>); null: the machine's own.</summary>
    public string? ClusterAddress { get; init; }

    /// <summary>Name of the municipality, shown in the page's head (<c>Municipality</c>).</summary>
    public string Municipality { get; init; } = "Musterstadt";

    /// <summary>Signing in at an identity provider.</summary>
    public OpenIdConnectSettings OpenIdConnect { get; init; } = new();

    public ServerLimits Limits { get; init; } = new();

    public static ServerOptions Read(IConfiguration settings)
    {
        var demo = settings.GetValue("demo", false);
        return new ServerOptions
        {
            Demo = demo,
            Urls = settings["urls"] ?? DefaultUrls,
            DataFolder = Path.GetFullPath(settings["data"] ?? "data"),
            WorkflowsFolder = Folder(settings["workflows"]) ?? FindUpwards("workflows"),
            PluginsFolder = Folder(settings["plugins"]) ?? BesideProgram("plugins"),
            WebFolder = Folder(settings["web"]) ?? FindUpwards(Path.Combine("designer", "dist")),
            PostgresConnection = settings["postgres"] ?? settings.GetConnectionString("Workflow"),
            ClusterAddress = settings["Cluster:Address"],
            Municipality = settings["Municipality"] ?? (demo ? "Musterstadt (Demo)" : "Musterstadt"),
            OpenIdConnect = OpenIdConnectSettings.Read(settings),
            Limits = ServerLimits.Read(settings),
        };
    }

    /// <summary>The command line with switches given a value, as the configuration wants them.</summary>
    public static string[] Normalize(IEnumerable<string> arguments) =>
        [.. arguments.Select(argument => argument == "--demo" ? "--demo=true" : argument)];

    private static string? BesideProgram(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, name);
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? Folder(string? path) => path is null
        ? null
        : Directory.Exists(path)
            ? Path.GetFullPath(path)
            : throw new DirectoryNotFoundException(string.Create(CultureInfo.InvariantCulture, $"Den Ordner {path} gibt es nicht."));

    /// <summary>A folder of the repository or installation, seen from the program or the working directory upwards.</summary>
    private static string? FindUpwards(string name)
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, Directory.GetCurrentDirectory()])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, name);
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
