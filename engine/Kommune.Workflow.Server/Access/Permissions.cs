using System.ComponentModel.DataAnnotations;
namespace Kommune.Workflow.Server.Access;

/// <summary>What hangs on groups and API keys. Working on tasks needs none: candidates and assignees may.</summary>
public static class Permissions
{
    /// <summary>See every case; repair, cancel, modify and migrate cases; incidents, jobs and health.</summary>
    public const string Operations = "operations";

    /// <summary>Accounts, groups, API keys, substitutions of others.</summary>
    public const string Administration = "administration";

    /// <summary>Deploy procedures, forms and decisions.</summary>
    public const string Deploy = "deploy";

    /// <summary>Share saved views of the inbox with groups.</summary>
    public const string ShareViews = "shareViews";

    /// <summary>Work as a program: jobs, messages, signals.</summary>
    public const string Integration = "integration";

    public static readonly IReadOnlyList<string> All = [Operations, Administration, Deploy, ShareViews, Integration];
}

/// <summary>Each entry of the list is one of <see cref="Permissions.All"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PermissionNamesAttribute() : AllowedValuesAttribute([.. Permissions.All]);
