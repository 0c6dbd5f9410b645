namespace Kommune.Workflow.Expressions;

/// <summary>A value of the expression language FEEL (DMN 1.5, clause 10.3.2); immutable and safe to share.</summary>
/// <remarks>
/// <see cref="Equals(FeelValue)"/> is structural identity for stores and tests; FEEL's own <c>=</c> knows null as third
/// answer and lives in the evaluator.
/// </remarks>
public abstract class FeelValue : IEquatable<FeelValue>
{
    private protected FeelValue()
    {
    }

    /// <summary>The FEEL name of this value's type, e.g. <c>number</c> or <c>days and time duration</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>Whether this is FEEL's <c>null</c>.</summary>
    public bool IsNull => this is FeelNull;

    /// <summary>How deep lists and contexts nest in this value; 0 for all others.</summary>
    internal virtual int Depth => 0;

    /// <summary>
    /// Turns the value into JSON kinds only (null, boolean, number, string, list, context): temporal values
    /// become their ISO 8601 text, ranges their FEEL text, functions null. Returns the same instance when there is nothing to turn.
    /// </summary>
    public virtual FeelValue ToJsonValue() => this;

    public abstract bool Equals(FeelValue? other);

    public sealed override bool Equals(object? obj) => Equals(obj as FeelValue);

    public abstract override int GetHashCode();
}

/// <summary>FEEL's <c>null</c>: no value, or the outcome of an operation that is not defined.</summary>
public sealed class FeelNull : FeelValue
{
    private FeelNull()
    {
    }

    public static FeelNull Instance { get; } = new();

    public override string TypeName => "null";

    public override bool Equals(FeelValue? other) => other is FeelNull;

    public override int GetHashCode() => 0;

    public override string ToString() => "null";
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class FeelBoolean : FeelValue
{
    private FeelBoolean(bool value) => Value = value;

    public static FeelBoolean True { get; } = new(true);

    public static FeelBoolean False { get; } = new(false);

    public bool Value { get; }

    public override string TypeName => "boolean";

    public static FeelBoolean Of(bool value) => value ? True : False;

    /// <summary>True, false, or <see cref="FeelNull"/> for an unknown truth value.</summary>
    internal static FeelValue Of(bool? value) => value is { } known ? Of(known) : FeelNull.Instance;

    public override bool Equals(FeelValue? other) => other is FeelBoolean b && b.Value == Value;

    public override int GetHashCode() => Value ? 1 : 2;

    public override string ToString() => Value ? "true" : "false";
}
