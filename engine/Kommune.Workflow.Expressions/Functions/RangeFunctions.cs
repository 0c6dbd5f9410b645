using static Kommune.Workflow.Expressions.BuiltInFunctions;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>How points and ranges lie to each other (DMN 1.5, table 78; after Allen's interval algebra).</summary>
internal static class RangeFunctions
{
    public static IEnumerable<FeelFunction> All =>
    [
        Define(
            "before",
            Relation(Before, "point1", "point2"),
            Relation(Before, "point", "range"),
            Relation(Before, "range", "point"),
            Ranges(Before)),
        Define(
            "after",
            Relation(After, "point1", "point2"),
            Relation(After, "point", "range"),
            Relation(After, "range", "point"),
            Ranges(After)),
        Define("meets", Ranges(Meets)),
        Define("met by", Ranges((a, b) => Meets(b, a))),
        Define("overlaps", Ranges(Overlaps)),
        Define("overlaps before", Ranges(OverlapsBefore)),
        Define("overlaps after", Ranges((a, b) => OverlapsBefore(b, a))),
        Define("finishes", Relation(Finishes, "point", "range"), Ranges(Finishes)),
        Define("finished by", Relation((a, b) => Finishes(b, a), "range", "point"), Ranges((a, b) => Finishes(b, a))),
        Define("includes", Relation(Includes, "range", "point"), Ranges(Includes)),
        Define("during", Relation((a, b) => Includes(b, a), "point", "range"), Ranges((a, b) => Includes(b, a))),
        Define("starts", Relation(Starts, "point", "range"), Ranges(Starts)),
        Define("started by", Relation((a, b) => Starts(b, a), "range", "point"), Ranges((a, b) => Starts(b, a))),
        Define("coincides", Relation(Coincides, "point1", "point2"), Ranges(Coincides)),
    ];

    private delegate bool? Relate(Span a, Span b);

    private static FunctionOverload Ranges(Relate relate) => Relation(relate, "range1", "range2");

    private static FunctionOverload Relation(Relate relate, string first, string second) => new(
        [Parameter(first), Parameter(second)],
        Types.Boolean,
        (evaluation, arguments) => relate(Span.Of(arguments[0]), Span.Of(arguments[1])) is { } holds
            ? FeelBoolean.Of(holds)
            : evaluation.Null($"{arguments[0]} and {arguments[1]} cannot be compared"));

    private static FunctionParameter Parameter(string name)
    {
        var isRange = name.StartsWith("range", StringComparison.Ordinal);
        return new FunctionParameter(
            name,
            FeelType.Any,
            value => value is FeelList { Count: 1 } single ? Fitting(single[0], isRange) : Fitting(value, isRange));
    }

    private static FeelValue? Fitting(FeelValue value, bool isRange) =>
        value is FeelNull || value is FeelRange != isRange ? null : value;

    private static bool? Before(Span a, Span b) =>
        a.End.CompareTo(b.Start) is { } order ? order < 0 || (order == 0 && !(a.EndIncluded && b.StartIncluded)) : null;

    private static bool? After(Span a, Span b) => Before(b, a);

    private static bool? Meets(Span a, Span b) =>
        a.End.CompareTo(b.Start) is { } order ? order == 0 && a.EndIncluded && b.StartIncluded : null;

    private static bool? Overlaps(Span a, Span b) => Logic.And(!Before(a, b), !Before(b, a));

    private static bool? OverlapsBefore(Span a, Span b) =>
        Logic.And(Logic.And(StartsBefore(a, b), EndsNotAfter(a, b)), Overlaps(a, b));

    private static bool? Finishes(Span a, Span b) =>
        Logic.And(SameEnd(a, b), a.IsPoint ? b.EndIncluded : StartsNotBefore(a, b));

    private static bool? Starts(Span a, Span b) =>
        Logic.And(SameStart(a, b), a.IsPoint ? b.StartIncluded : EndsNotAfter(a, b));

    private static bool? Includes(Span a, Span b) => Logic.And(StartsNotBefore(b, a), EndsNotAfter(b, a));

    private static bool? Coincides(Span a, Span b) => Logic.And(SameStart(a, b), SameEnd(a, b));

    private static bool? SameStart(Span a, Span b) =>
        a.Start.CompareTo(b.Start) is { } order ? order == 0 && a.StartIncluded == b.StartIncluded : null;

    private static bool? SameEnd(Span a, Span b) =>
        a.End.CompareTo(b.End) is { } order ? order == 0 && a.EndIncluded == b.EndIncluded : null;

    private static bool? StartsBefore(Span a, Span b) =>
        a.Start.CompareTo(b.Start) is { } order ? order < 0 || (order == 0 && a.StartIncluded && !b.StartIncluded) : null;

    private static bool? StartsNotBefore(Span a, Span b) => !StartsBefore(a, b);

    private static bool? EndsNotAfter(Span a, Span b) =>
        a.End.CompareTo(b.End) is { } order ? order < 0 || (order == 0 && (!a.EndIncluded || b.EndIncluded)) : null;

    /// <summary>One end of a range; without a value it lies beyond all values on its side.</summary>
    private readonly record struct Bound(FeelValue Value, int Infinity)
    {
        public int? CompareTo(Bound other) =>
            Infinity != 0 || other.Infinity != 0 ? Infinity.CompareTo(other.Infinity) : Comparison.Compare(Value, other.Value);
    }

    /// <summary>A range, or a point as the range that holds it alone.</summary>
    private sealed record Span(Bound Start, bool StartIncluded, Bound End, bool EndIncluded, bool IsPoint)
    {
        public static Span Of(FeelValue value) =>
            value is FeelRange range
                ? new Span(
                    new Bound(range.Start, range.Start is FeelNull ? -1 : 0),
                    range.StartIncluded,
                    new Bound(range.End, range.End is FeelNull ? 1 : 0),
                    range.EndIncluded,
                    IsPoint: false)
                : new Span(new Bound(value, 0), true, new Bound(value, 0), true, IsPoint: true);
    }
}
