using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>A variable a definition declares.</summary>
internal sealed record ElsaVariable(string Id, string Name, string? TypeName, bool IsArray, ElsaNode? Value)
{
    /// <summary>The type, with the mark of an array.</summary>
    public string? FullType => IsArray && TypeName?.EndsWith("[]", StringComparison.Ordinal) != true ? $"{TypeName}[]" : TypeName;
}

/// <summary>What a definition says about itself that its expressions may ask for.</summary>
internal sealed record ElsaWorkflow(string DefinitionId, string VersionId, int Version)
{
    /// <summary>Custom properties of the workflow.</summary>
    public ElsaNode? Settings { get; init; }

    public required IReadOnlyList<ElsaVariable> Inputs { get; init; }

    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Names of inputs that a variable of the workflow hides: they are kept under <see cref="ElsaNames.Input"/>.</summary>
    public required IReadOnlySet<string> HiddenInputs { get; init; }

    /// <summary>Ids of activities by their names and ids.</summary>
    public required IReadOnlyDictionary<string, string> Activities { get; init; }

    /// <summary>Whether expressions ask for outputs of activities, so that those are kept.</summary>
    public bool KeepsOutputs { get; init; }
}

/// <summary>What an expression sees at one place of a definition, and under which names the case keeps it.</summary>
internal sealed class ElsaNames(ElsaWorkflow workflow, ElsaNames? outer, IReadOnlyList<ElsaVariable> variables)
{
    /// <summary>A context of start values that variables of the same name hide.</summary>
    public const string Input = "$input";

    /// <summary>A context of the workflow's outputs.</summary>
    public const string Output = "$output";

    /// <summary>A context of the activities' outputs by activity id.</summary>
    public const string ActivityOutputs = "$outputs";

    /// <summary>What the last activity gave.</summary>
    public const string LastResult = "$last";

    /// <summary>The outcomes chosen by a script, or those a workflow ended with.</summary>
    public const string Outcomes = "$outcomes";

    public const string CorrelationId = "$correlationId";

    public const string InstanceName = "$name";

    public ElsaWorkflow Workflow => workflow;

    /// <summary>Names of all variables in sight, inner ones first.</summary>
    public IEnumerable<string> Variables =>
        variables.Select(variable => variable.Name).Concat(outer?.Variables ?? []).Distinct(StringComparer.Ordinal);

    public ElsaNames With(IReadOnlyList<ElsaVariable> more) => more.Count == 0 ? this : new ElsaNames(workflow, this, more);

    /// <summary>The variable meant by an id, or by a name; null when none is in sight.</summary>
    public ElsaVariable? Find(string? idOrName) => Find(idOrName, byName: false) ?? Find(idOrName, byName: true);

    /// <summary>Whether an inner variable of the same name hides this one.</summary>
    public bool Hides(ElsaVariable variable) => Find(variable.Name, byName: true) is { } found && found != variable;

    private ElsaVariable? Find(string? text, bool byName) =>
        variables.FirstOrDefault(variable => (byName ? variable.Name : variable.Id) == text) ?? outer?.Find(text, byName);

    /// <summary>A variable's value; null when it has none.</summary>
    public static FeelValue Read(FeelEnvironment environment, string name) =>
        environment.TryGetVariable(name, out var value) ? value.ToJsonValue() : FeelNull.Instance;

    /// <summary>The value of an entry of a context variable.</summary>
    public static FeelValue Read(FeelEnvironment environment, string name, string entry) =>
        Read(environment, name) is FeelContext context ? context[entry] : FeelNull.Instance;

    /// <summary>A start value.</summary>
    public FeelValue ReadInput(FeelEnvironment environment, string name) =>
        workflow.HiddenInputs.Contains(name) ? Read(environment, Input, name) : Read(environment, name);

    /// <summary>What an activity gave, by its id or name; without an output's name its only one.</summary>
    public FeelValue ReadOutput(FeelEnvironment environment, string activity, string? output)
    {
        var id = workflow.Activities.GetValueOrDefault(activity) ?? activity;
        return Read(environment, ActivityOutputs, id) is not FeelContext outputs ? FeelNull.Instance
            : output is null ? (outputs.Count > 0 ? outputs.Values[0] : FeelNull.Instance)
            : outputs[output];
    }

    public static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    public static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
