namespace Kommune.Workflow.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Number,
    Text,
    Temporal,
    QuotedName,
    Symbol,
}

/// <summary>One lexical piece of an expression.</summary>
/// <param name="Kind">What it is; keywords are names, since names may hold keywords.</param>
/// <param name="Text">The name, number or symbol as written; the content of a text, temporal literal or quoted name.</param>
/// <param name="Position">Where it starts in the text.</param>
/// <param name="IsSpaced">Whether white space or a comment stands before it.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, bool IsSpaced)
{
    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => FeelText.Quote(Text),
        TokenKind.Temporal => "@" + FeelText.Quote(Text),
        _ => $"'{Text}'",
    };
}
