namespace Kommune.Workflow.Expressions;

/// <summary>Elements of the requirements graph by name; those of imported models under the import's name.</summary>
internal sealed class DrgScope
{
    public static DrgScope Empty { get; } = new();

    public Dictionary<string, DrgElement> Elements { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Dictionary<string, DrgElement>> Imports { get; } = new(StringComparer.Ordinal);

    /// <summary>The elements of a model by id.</summary>
    public Dictionary<string, DrgElement> ById { get; } = new(StringComparer.Ordinal);

    /// <summary>The types of a model by name.</summary>
    public Dictionary<string, FeelType> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of entries of the model's types.</summary>
    public HashSet<string> EntryNames { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => Elements.Keys.Concat(Imports.Keys);
}
