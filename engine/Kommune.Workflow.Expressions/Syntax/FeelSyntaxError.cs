namespace Kommune.Workflow.Expressions;

/// <summary>Where and why a text is not FEEL; line and column count from 1.</summary>
public sealed record FeelSyntaxError(string Message, int Line, int Column)
{
    public override string ToString() => $"{Message} (line {Line}, column {Column})";
}

/// <summary>A text is not FEEL.</summary>
public sealed class FeelSyntaxException : FormatException
{
    public FeelSyntaxException(FeelSyntaxError error)
        : base(error.ToString()) => Error = error;

    public FeelSyntaxError Error { get; }

    public int Line => Error.Line;

    public int Column => Error.Column;
}
