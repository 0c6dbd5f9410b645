using System.Diagnostics.CodeAnalysis;

namespace Kommune.Workflow.Expressions;

/// <summary>What an expression sees of the world: variables, the moment, the time zone, its limits.</summary>
public abstract class FeelEnvironment
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>The moment <c>now()</c> and <c>today()</c> tell; constant during one evaluation.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>The time zone of <c>now()</c> and <c>today()</c>; Europe/Berlin unless overridden.</summary>
    public virtual TimeZoneInfo TimeZone => Berlin;

    public virtual FeelLimits Limits => FeelLimits.Default;

    /// <summary>What numbers drawn at random begin with: another one at each call, the same ones again in a replay.</summary>
    public virtual ulong DrawSeed() => 0;

    /// <summary>The key of the case the evaluation belongs to; empty outside of one.</summary>
    public virtual string CaseKey => "";

    /// <summary>Finds a variable by its name, words separated by single spaces.</summary>
    public abstract bool TryGetVariable(string name, [MaybeNullWhen(false)] out FeelValue value);

    /// <summary>Sets a variable where it is visible; for languages whose expressions may, inside a step.</summary>
    /// <exception cref="FeelScriptException">There is nothing to set here.</exception>
    public virtual void SetVariable(string name, FeelValue value) =>
        throw new FeelScriptException($"Die Variable „{name}“ kann hier nicht gesetzt werden.");
}

/// <summary>An environment over a given set of variables and a given moment.</summary>
public sealed class FeelScope : FeelEnvironment
{
    private readonly FeelContext _variables;
    private readonly FeelLimits _limits;

    /// <param name="variables">The variables; none when null.</param>
    /// <param name="now">The moment; 1970-01-01T00:00:00Z when null.</param>
    /// <param name="limits">The limits; the defaults when null.</param>
    public FeelScope(
        IEnumerable<KeyValuePair<string, FeelValue>>? variables = null, DateTimeOffset? now = null, FeelLimits? limits = null)
        : this(variables is null ? FeelContext.Empty : FeelContext.From(variables), now, limits)
    {
    }

    public FeelScope(FeelContext variables, DateTimeOffset? now = null, FeelLimits? limits = null)
    {
        _variables = variables;
        _limits = limits ?? FeelLimits.Default;
        Now = now ?? DateTimeOffset.UnixEpoch;
    }

    public override DateTimeOffset Now { get; }

    public override FeelLimits Limits => _limits;

    public override bool TryGetVariable(string name, [MaybeNullWhen(false)] out FeelValue value) =>
        _variables.TryGet(name, out value);
}
