using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>A compiled DMN file (DMN 1.1 to 1.5); immutable, safe to share between threads.</summary>
public sealed class DmnModel
{
    internal DmnModel(
        string id,
        string name,
        string ns,
        ImmutableArray<DmnDecision> decisions,
        ImmutableArray<DmnDecision> decisionServices,
        ImmutableArray<DmnFinding> findings)
    {
        Id = id;
        Name = name;
        Namespace = ns;
        Decisions = decisions;
        DecisionServices = decisionServices;
        Findings = findings;
    }

    /// <summary>The id of the <c>definitions</c> element.</summary>
    public string Id { get; }

    public string Name { get; }

    /// <summary>The namespace other models import this one by.</summary>
    public string Namespace { get; }

    public ImmutableArray<DmnDecision> Decisions { get; }

    /// <summary>The decision services; each evaluates to its output decision, or to a context of several.</summary>
    public ImmutableArray<DmnDecision> DecisionServices { get; }

    /// <summary>What is wrong with the model; a decision with a finding evaluates to null. Empty for a model fit for use.</summary>
    public ImmutableArray<DmnFinding> Findings { get; }

    internal DrgScope Scope { get; init; } = DrgScope.Empty;

    /// <summary>Reads and compiles a DMN file.</summary>
    /// <param name="stream">The XML; at most <see cref="DmnXml.CharactersMax"/> characters, no document type definition.</param>
    /// <param name="imports">Models the file may import, found by their namespace.</param>
    /// <exception cref="DmnFormatException">The stream is not a DMN file. Faults within one become <see cref="Findings"/>.</exception>
    public static DmnModel Compile(Stream stream, IEnumerable<DmnModel>? imports = null) =>
        new ModelCompiler(DmnXml.Read(stream), imports ?? []).Compile();

    /// <summary>Finds a decision by its id.</summary>
    public DmnDecision? FindDecision(string id) => Decisions.FirstOrDefault(decision => decision.Id == id);
}

/// <summary>A decision, or a decision service, that can be evaluated.</summary>
public sealed class DmnDecision
{
    private readonly DrgElement _element;

    internal DmnDecision(DrgElement element) => _element = element;

    /// <summary>The id that <c>zeebe:calledDecision</c> names.</summary>
    public string Id => _element.Id;

    public string Name => _element.Name;

    /// <summary>Evaluates with input data from the environment's variables of the same names.</summary>
    /// <exception cref="FeelFailureException">A limit of the environment was reached, or an assertion does not hold.</exception>
    public FeelValue Evaluate(FeelEnvironment environment) =>
        Evaluate(environment, new Evaluation(environment, collectsWarnings: false));

    /// <summary>Evaluates and tells why a result is null where an operation was not defined.</summary>
    /// <exception cref="FeelFailureException">A limit of the environment was reached, or an assertion does not hold.</exception>
    public FeelEvaluation EvaluateWithWarnings(FeelEnvironment environment)
    {
        var evaluation = new Evaluation(environment, collectsWarnings: true);
        var value = Evaluate(environment, evaluation);
        return new FeelEvaluation(value, evaluation.Warnings);
    }

    private FeelValue Evaluate(FeelEnvironment environment, Evaluation evaluation) =>
        evaluation.Result(new DecisionRun(environment).Evaluate(_element, evaluation));
}

/// <summary>A fault in a DMN file.</summary>
/// <param name="ElementId">The id of the faulty element or of the nearest one around it.</param>
/// <param name="Message">What is wrong: "Expected …, but found …".</param>
/// <param name="Line">The line in the file, from 1.</param>
public sealed record DmnFinding(string ElementId, string Message, int Line);

/// <summary>A stream is not a DMN file.</summary>
public sealed class DmnFormatException(string message, Exception? inner = null) : FormatException(message, inner);
