using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>What an expression sees at an element instance: its own variables, then those of the scopes around it.</summary>
internal sealed class VariableScope(Turn turn) : FeelEnvironment
{
    /// <summary>The name under which every expression sees the case's number, where no variable has it.</summary>
    public const string CaseNumberName = "aktenzeichen";

    private ulong draws;

    /// <summary>The element instance where evaluation stands.</summary>
    public int At { get; set; }

    /// <summary>Values that hide all others during one evaluation, such as a gateway's counts.</summary>
    public FeelContext? Extra { get; set; }

    public override DateTimeOffset Now => turn.Now;

    public override FeelLimits Limits => turn.Limits.Expressions;

    public override string CaseKey => turn.State.Key.ToString();

    public override ulong DrawSeed() => unchecked(
        ((ulong)turn.State.Key.Value * 0x9E3779B97F4A7C15UL) + ((ulong)turn.State.NextNumber << 20) + (ulong)turn.Now.Ticks + ++draws);

    public override bool TryGetVariable(string name, [MaybeNullWhen(false)] out FeelValue value)
    {
        if (Extra is not null && Extra.TryGet(name, out value))
        {
            return true;
        }

        for (var instance = turn.State.Find(At); instance is not null; instance = turn.State.Find(instance.Scope))
        {
            if (instance.Variables.TryGet(name, out value) || LoopVariables.TryGet(turn, instance, name, out value))
            {
                return true;
            }
        }

        value = name == CaseNumberName && turn.State.CaseNumber is { } number ? FeelString.Of(number) : null;
        return value is not null;
    }

    public override void SetVariable(string name, FeelValue value)
    {
        if (ValueLimits.Problem(value, turn.Limits) is { } problem)
        {
            throw new FeelScriptException($"Variable „{name}“: {problem}");
        }

        Mapping.Propagate(turn, At, name, value);
    }
}
