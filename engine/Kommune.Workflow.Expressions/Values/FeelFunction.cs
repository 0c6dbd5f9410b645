namespace Kommune.Workflow.Expressions;

/// <summary>A function: built in, written in an expression, or a business knowledge model.</summary>
public sealed class FeelFunction : FeelValue
{
    internal FeelFunction(string name) => Name = name;

    /// <summary>The name the function is known by, or <c>function</c> for one written in place.</summary>
    public string Name { get; }

    public override string TypeName => "function";

    /// <summary>Null: a function cannot be stored.</summary>
    public override FeelValue ToJsonValue() => FeelNull.Instance;

    /// <summary>A function equals itself only.</summary>
    public override bool Equals(FeelValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override string ToString() => $"function {Name}";
}
