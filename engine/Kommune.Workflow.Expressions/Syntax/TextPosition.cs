namespace Kommune.Workflow.Expressions;

/// <summary>Positions in a text as people count them.</summary>
internal static class TextPosition
{
    public static FeelSyntaxException Error(string text, int position, string message)
    {
        var before = text.AsSpan(0, Math.Min(position, text.Length));
        var line = before.Count('\n') + 1;
        return new FeelSyntaxException(new FeelSyntaxError(message, line, before.Length - before.LastIndexOf('\n')));
    }
}
