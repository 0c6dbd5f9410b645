namespace Kommune.Workflow.Expressions;

/// <summary>What the text around an expression has already said: names, types, local values.</summary>
internal sealed class ParseContext
{
    private readonly Func<string, FeelType?> _findType;

    /// <param name="variables">Names the environment is known to have: they win over built-in functions.</param>
    /// <param name="names">Other names that may stand in the text, such as those of context entries.</param>
    /// <param name="typeNames">Names of types besides FEEL's own.</param>
    /// <param name="findType">Finds those types.</param>
    public ParseContext(
        IEnumerable<string>? variables = null,
        KnownNames? names = null,
        KnownNames? typeNames = null,
        Func<string, FeelType?>? findType = null)
    {
        Variables = new HashSet<string>((variables ?? []).Select(NameText.Normalize), StringComparer.Ordinal);
        Names = new KnownNames(Variables, names ?? BuiltInNames);
        TypeNames = typeNames ?? BuiltInTypeNames;
        _findType = findType ?? (static _ => null);
    }

    public static KnownNames BuiltInNames { get; } = new([.. BuiltInFunctions.Names, .. TemporalProperties.NamesWithSpaces]);

    public static KnownNames BuiltInTypeNames { get; } = new(BuiltInTypes.Names);

    /// <summary>Names the environment is known to have: they win over built-in functions.</summary>
    public IReadOnlySet<string> Variables { get; }

    public KnownNames Names { get; }

    public KnownNames TypeNames { get; }

    /// <summary>Collects the names taken from the environment.</summary>
    public HashSet<string> FreeVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>The innermost local in sight; whoever gives up reading a text sets it back.</summary>
    public LocalName? Locals { get; set; }

    public FeelType? FindType(string name) => _findType(name) ?? BuiltInTypes.Find(name);

    public LocalName Push(string name, bool isFilter = false)
    {
        Names.Add(name);
        return Locals = new LocalName(name, isFilter, Locals);
    }

    public void Pop(int count = 1)
    {
        for (; count > 0; count--)
        {
            Locals = Locals!.Outer;
        }
    }

    /// <summary>The node that reads a name from where it is declared: innermost local first, then the environment.</summary>
    public Node Resolve(string name, bool isCallee)
    {
        var filters = new List<int>();
        var hops = 0;
        for (var local = Locals; local is not null; local = local.Outer, hops++)
        {
            if (local.IsFilter)
            {
                filters.Add(hops);
            }

            if (local.Name == name)
            {
                local.IsRead = true;
                return InFilters(name, filters, new LocalNode(hops));
            }
        }

        var builtIn = BuiltInFunctions.Find(name);
        if (builtIn is not null && isCallee && !Variables.Contains(name))
        {
            return new LiteralNode(builtIn, FeelType.Unknown);
        }

        FreeVariables.Add(name);
        return InFilters(name, filters, new VariableNode(name, builtIn));
    }

    private static Node InFilters(string name, List<int> filters, Node otherwise) =>
        filters.Count == 0 ? otherwise : new ItemEntryNode(name, [.. filters], otherwise);
}
