namespace Kommune.Workflow.Storage;

/// <summary>A row of one municipality; every query filters by it.</summary>
public interface ITenantOwned
{
    string TenantId { get; set; }
}

/// <summary>The municipality that a scope (a request, a background run) works for.</summary>
public sealed class TenantScope
{
    /// <summary>The tenant of an installation for one municipality.</summary>
    public const string Default = "<default>";

    public string TenantId { get; set; } = Default;
}
