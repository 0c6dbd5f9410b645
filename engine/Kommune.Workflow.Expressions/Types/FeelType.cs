using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>A type of FEEL (DMN 1.5, clause 10.3.2.9): what values it holds and what it may stand for.</summary>
internal abstract class FeelType
{
    public static FeelType Any { get; } = new AnyType("Any");

    /// <summary>What is not known before evaluation; it may turn out as anything.</summary>
    public static FeelType Unknown { get; } = new AnyType("unknown");

    public static FeelType Null { get; } = new PrimitiveType("Null", static value => value is FeelNull);

    /// <summary>Whether a value is of this type; null counts as a value of every part of a structure.</summary>
    /// <param name="value">The value, not null itself.</param>
    /// <param name="withConstraints">Whether allowed values of item definitions count, too.</param>
    public abstract bool Holds(FeelValue value, bool withConstraints);

    /// <summary>Whether every value of this type may stand where <paramref name="other"/> is expected.</summary>
    public abstract bool ConformsTo(FeelType other);

    /// <summary>The type behind names and constraints.</summary>
    public virtual FeelType Resolved => this;

    /// <summary>
    /// The value as this type takes it: itself, the item of a list of one, a list of the value, or midnight of a date;
    /// null when none of them is of this type.
    /// </summary>
    public FeelValue? Coerce(FeelValue value)
    {
        if (value is FeelNull || HoldsOrNull(value))
        {
            return value;
        }

        if (value is FeelList { Count: 1 } single && HoldsOrNull(single[0]))
        {
            return single[0];
        }

        if (value is FeelDate date && FeelDateTimes.MidnightUtc(date) is var midnight && HoldsOrNull(midnight))
        {
            return midnight;
        }

        var list = value is FeelList ? null : FeelList.Of(value);
        return list is not null && Resolved is ListType && HoldsOrNull(list) ? list : null;
    }

    protected bool HoldsOrNull(FeelValue value) => value is FeelNull || Holds(value, withConstraints: true);

    private sealed class AnyType(string name) : FeelType
    {
        public override bool Holds(FeelValue value, bool withConstraints) => true;

        public override bool ConformsTo(FeelType other) => this == Unknown || other.Resolved == this;

        public override string ToString() => name;
    }
}

/// <summary>A type without parts, e.g. <c>number</c>.</summary>
internal sealed class PrimitiveType(string name, Func<FeelValue, bool> holds) : FeelType
{
    public override bool Holds(FeelValue value, bool withConstraints) => holds(value);

    public override bool ConformsTo(FeelType other) => other.Resolved == this || other.Resolved == Any;

    public override string ToString() => name;
}

/// <summary><c>list&lt;T&gt;</c></summary>
internal sealed class ListType(FeelType item) : FeelType
{
    public FeelType Item { get; } = item;

    public override bool Holds(FeelValue value, bool withConstraints) =>
        value is FeelList list && list.All(element => element is FeelNull || Item.Holds(element, withConstraints));

    public override bool ConformsTo(FeelType other) =>
        other.Resolved == Any || (other.Resolved is ListType list && Item.ConformsTo(list.Item));

    public override string ToString() => $"list<{Item}>";
}

/// <summary><c>range&lt;T&gt;</c></summary>
internal sealed class RangeType(FeelType endpoint) : FeelType
{
    private FeelType Endpoint { get; } = endpoint;

    public override bool Holds(FeelValue value, bool withConstraints) =>
        value is FeelRange range
        && (range.Start is FeelNull || Endpoint.Holds(range.Start, withConstraints))
        && (range.End is FeelNull || Endpoint.Holds(range.End, withConstraints));

    public override bool ConformsTo(FeelType other) =>
        other.Resolved == Any || (other.Resolved is RangeType range && Endpoint.ConformsTo(range.Endpoint));

    public override string ToString() => $"range<{Endpoint}>";
}

/// <summary><c>context&lt;name: T, …&gt;</c>; a context may hold more entries than its type names.</summary>
internal sealed class ContextType(ImmutableArray<(string Name, FeelType Type)> entries) : FeelType
{
    public override bool Holds(FeelValue value, bool withConstraints)
    {
        if (value is not FeelContext context)
        {
            return false;
        }

        foreach (var (name, type) in entries)
        {
            if (!context.TryGet(name, out var entry) || (entry is not FeelNull && !type.Holds(entry, withConstraints)))
            {
                return false;
            }
        }

        return true;
    }

    public override bool ConformsTo(FeelType other) =>
        other.Resolved == Any
        || (other.Resolved is ContextType context
            && context.Entries.All(wanted => Find(wanted.Name) is { } own && own.ConformsTo(wanted.Type)));

    public override string ToString() => $"context<{string.Join(", ", entries.Select(e => $"{e.Name}: {e.Type}"))}>";

    private ImmutableArray<(string Name, FeelType Type)> Entries => entries;

    private FeelType? Find(string name) => entries.FirstOrDefault(entry => entry.Name == name).Type;
}

/// <summary><c>function&lt;T, …&gt; -&gt; R</c></summary>
internal sealed class FunctionType(ImmutableArray<FeelType> parameters, FeelType result) : FeelType
{
    private ImmutableArray<FeelType> Parameters => parameters;

    public FeelType Result => result;

    public override bool Holds(FeelValue value, bool withConstraints) =>
        value is FeelFunction function && function.Overloads.Any(overload => overload.Type.ConformsTo(this));

    /// <summary>A function may take more than is asked of it, and give less.</summary>
    public override bool ConformsTo(FeelType other) =>
        other.Resolved == Any
        || (other.Resolved is FunctionType wanted
            && wanted.Parameters.Length == parameters.Length
            && result.ConformsTo(wanted.Result)
            && wanted.Parameters.Zip(parameters).All(pair => pair.First.ConformsTo(pair.Second)));

    public override string ToString() => $"function<{string.Join(", ", parameters)}>->{result}";
}

/// <summary>A type known by name, found when it is first needed: item definitions may stand in any order.</summary>
internal sealed class NamedType(string name, Func<FeelType> find) : FeelType
{
    [ThreadStatic]
    private static HashSet<(FeelType, FeelType)>? underComparison;

    private readonly Lazy<FeelType> _target = new(find);

    public override FeelType Resolved => _target.Value.Resolved;

    public override bool Holds(FeelValue value, bool withConstraints) => _target.Value.Holds(value, withConstraints);

    /// <summary>Types may hold themselves: a question met again inside of itself does not speak against them.</summary>
    public override bool ConformsTo(FeelType other)
    {
        underComparison ??= [];
        if (!underComparison.Add((this, other)))
        {
            return true;
        }

        try
        {
            return _target.Value.ConformsTo(other);
        }
        finally
        {
            underComparison.Remove((this, other));
        }
    }

    public override string ToString() => name;
}

/// <summary>A type with allowed values; <c>instance of</c> looks at the type alone.</summary>
internal sealed class ConstrainedType(FeelType type, FeelUnaryTests allowed) : FeelType
{
    private static readonly FeelScope Nothing = new();

    public override FeelType Resolved => type.Resolved;

    public override bool Holds(FeelValue value, bool withConstraints) =>
        type.Holds(value, withConstraints) && (!withConstraints || allowed.Matches(value, Nothing));

    public override bool ConformsTo(FeelType other) => type.ConformsTo(other);

    public override string ToString() => type.ToString()!;
}
