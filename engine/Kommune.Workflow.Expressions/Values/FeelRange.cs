namespace Kommune.Workflow.Expressions;

/// <summary>How a range was written; FEEL tells <c>(&lt;10)</c> and <c>(null..10)</c> apart.</summary>
public enum FeelRangeForm
{
    /// <summary>Two end points, e.g. <c>[1..10)</c>.</summary>
    Interval,

    /// <summary><c>(&lt;10)</c>, <c>(&lt;=10)</c>: no start.</summary>
    UpTo,

    /// <summary><c>(&gt;10)</c>, <c>(&gt;=10)</c>: no end.</summary>
    From,

    /// <summary><c>(=10)</c></summary>
    Equal,

    /// <summary><c>(!=10)</c></summary>
    NotEqual,
}

/// <summary>A range of comparable values; an open side has <see cref="FeelNull"/> as its end point.</summary>
public sealed class FeelRange : FeelValue
{
    public FeelRange(
        FeelValue start, bool startIncluded, FeelValue end, bool endIncluded, FeelRangeForm form = FeelRangeForm.Interval)
    {
        Start = start;
        StartIncluded = startIncluded;
        End = end;
        EndIncluded = endIncluded;
        Form = form;
    }

    public FeelValue Start { get; }

    public bool StartIncluded { get; }

    public FeelValue End { get; }

    public bool EndIncluded { get; }

    public FeelRangeForm Form { get; }

    public override string TypeName => "range";

    public override FeelValue ToJsonValue() => FeelString.Of(ToString());

    public override bool Equals(FeelValue? other) =>
        other is FeelRange r && r.Form == Form && r.StartIncluded == StartIncluded && r.EndIncluded == EndIncluded
        && r.Start.Equals(Start) && r.End.Equals(End);

    public override int GetHashCode() => HashCode.Combine(Start, StartIncluded, End, EndIncluded, Form);

    /// <summary>The FEEL literal, e.g. <c>[1..10)</c> or <c>(&lt;10)</c>.</summary>
    public override string ToString() => Form switch
    {
        FeelRangeForm.UpTo => $"({(EndIncluded ? "<=" : "<")}{FeelText.Display(End)})",
        FeelRangeForm.From => $"({(StartIncluded ? ">=" : ">")}{FeelText.Display(Start)})",
        FeelRangeForm.Equal => $"(={FeelText.Display(Start)})",
        FeelRangeForm.NotEqual => $"(!={FeelText.Display(Start)})",
        _ => $"{(StartIncluded ? '[' : '(')}{FeelText.Display(Start)}..{FeelText.Display(End)}{(EndIncluded ? ']' : ')')}",
    };
}
