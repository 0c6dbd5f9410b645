namespace Kommune.Workflow.Sdk;

/// <summary>The file <c>plugin.json</c> beside the plugin's assembly.</summary>
/// <example>
/// <code>
/// {
///   "id": "gruss", "name": "Gruß", "version": "1.0.0", "sdk": "[0.1,0.2)", "assembly": "Gruss.dll",
///   "permissions": ["network"], "licence": "EUPL-1.2", "description": "Grüßt Menschen."
/// }
/// </code>
/// </example>
public sealed record PluginManifest
{
    /// <summary>2 to 30 lower-case letters, digits and hyphens, beginning with a letter; unique in an installation.</summary>
    public required string Id { get; init; }

    /// <summary>The German name.</summary>
    public required string Name { get; init; }

    /// <summary>The plugin's version, such as <c>1.2.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Versions of the Sdk it works with: <c>[0.1,0.2)</c> is 0.1 and above, below 0.2.</summary>
    public required string Sdk { get; init; }

    /// <summary>The file name of its assembly.</summary>
    public required string Assembly { get; init; }

    /// <summary>The licence, as an SPDX expression.</summary>
    public required string Licence { get; init; }

    /// <summary>One or two German sentences; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>What it does beyond activities; see <see cref="PluginPermissions"/>.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];
}

/// <summary>What a manifest can declare. The builder refuses a contribution whose permission is not declared.</summary>
/// <remarks>
/// <see cref="Network"/> and <see cref="Files"/> inform the operator; the program cannot enforce them, because a plugin runs inside it.
/// </remarks>
public static class PluginPermissions
{
    /// <summary>Starts and resumes processes.</summary>
    public const string Processes = "processes";

    /// <summary>Has tables of its own.</summary>
    public const string Tables = "tables";

    /// <summary>Answers HTTP requests and has pages.</summary>
    public const string Web = "web";

    /// <summary>Works in the background.</summary>
    public const string Background = "background";

    /// <summary>Adds functions and document formats.</summary>
    public const string Language = "language";

    /// <summary>Reads and adds files of cases.</summary>
    public const string CaseFiles = "caseFiles";

    /// <summary>Sends mails.</summary>
    public const string Mail = "mail";

    /// <summary>Talks to other systems (for information).</summary>
    public const string Network = "network";

    /// <summary>Reads and writes files of the machine (for information).</summary>
    public const string Files = "files";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Processes, Tables, Web, Background, Language, CaseFiles, Mail, Network, Files];
}
