using System.Diagnostics.CodeAnalysis;

namespace Kommune.Workflow.Expressions;

/// <summary>One evaluation of a decision with all it requires; each element is evaluated once.</summary>
internal sealed class DecisionRun(FeelEnvironment inputs)
{
    private readonly Dictionary<DrgElement, FeelValue> _values = [];
    private readonly HashSet<DrgElement> _underway = [];

    public FeelEnvironment Inputs => inputs;

    public void Set(DrgElement element, FeelValue value) => _values[element] = value;

    /// <summary>What an element gives its caller: a service its outputs, any other its value.</summary>
    public FeelValue Evaluate(DrgElement element, Evaluation evaluation) =>
        element is DecisionService service ? service.Invoke(this, evaluation) : ValueOf(element, evaluation);

    public FeelValue ValueOf(DrgElement element, Evaluation evaluation)
    {
        if (_values.TryGetValue(element, out var known))
        {
            return known;
        }

        if (!_underway.Add(element))
        {
            return evaluation.Null($"'{element.Name}' requires itself");
        }

        evaluation.EnterCall();
        var names = new RequiredNames(this, element.Requirements, evaluation);
        var value = element.Evaluate(this, evaluation.In(names));
        evaluation.LeaveCall();
        _underway.Remove(element);
        return _values[element] = value;
    }

    /// <summary>The names an element's logic sees: its requirements, and behind them the caller's variables.</summary>
    private sealed class RequiredNames(DecisionRun run, DrgScope scope, Evaluation evaluation) : FeelEnvironment
    {
        public override DateTimeOffset Now => run.Inputs.Now;

        public override TimeZoneInfo TimeZone => run.Inputs.TimeZone;

        public override FeelLimits Limits => run.Inputs.Limits;

        public override bool TryGetVariable(string name, [MaybeNullWhen(false)] out FeelValue value)
        {
            if (scope.Elements.TryGetValue(name, out var element))
            {
                value = run.ValueOf(element, evaluation);
                return true;
            }

            if (scope.Imports.TryGetValue(name, out var imported))
            {
                value = FeelContext.From(imported.Select(entry =>
                    KeyValuePair.Create(entry.Key, run.ValueOf(entry.Value, evaluation))));
                return true;
            }

            return run.Inputs.TryGetVariable(name, out value);
        }
    }
}
