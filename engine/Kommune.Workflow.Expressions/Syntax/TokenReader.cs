using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kommune.Workflow.Expressions;

/// <summary>Goes through the tokens of a text; says what was expected where something else stands.</summary>
internal sealed class TokenReader
{
    private readonly string _text;
    private readonly List<Token> _tokens;
    private int _at;

    public TokenReader(string text)
    {
        _text = text;
        _tokens = text.Length <= SyntaxLimits.TextLengthMax
            ? Lexer.Read(text)
            : throw TextPosition.Error(text, 0, $"Expected at most {SyntaxLimits.TextLengthMax} characters, but found {text.Length}.");
    }

    public Token Current => _tokens[_at];

    public Token Peek(int ahead = 1) => _tokens[Math.Min(_at + ahead, _tokens.Count - 1)];

    public Token Take() => _tokens[_at < _tokens.Count - 1 ? _at++ : _at];

    public bool TakeSymbol(string symbol)
    {
        var found = Current.IsSymbol(symbol);
        _at += found ? 1 : 0;
        return found;
    }

    public bool TakeWord(string word)
    {
        var found = Current.IsWord(word);
        _at += found ? 1 : 0;
        return found;
    }

    public void ExpectSymbol(string symbol)
    {
        if (!TakeSymbol(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    public void ExpectWord(string word)
    {
        if (!TakeWord(word))
        {
            throw Unexpected($"'{word}'");
        }
    }

    public void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw Unexpected("an operator or the end");
        }
    }

    /// <summary>Takes the longest known name of several tokens that stands here.</summary>
    public bool TryTakeKnown(KnownNames names, [NotNullWhen(true)] out string? name)
    {
        var found = names.TryMatch(_tokens, _at, out name, out var length);
        _at += found ? length : 0;
        return found;
    }

    /// <summary>
    /// Takes a name being declared: all tokens up to one that ends it, with the white space between them as one space.
    /// </summary>
    public string TakeDeclaredName(Func<Token, bool> isEnd)
    {
        if (Current.Kind == TokenKind.QuotedName)
        {
            return Take().Text;
        }

        if (Current.Kind != TokenKind.Name)
        {
            throw Unexpected("a name");
        }

        var name = new StringBuilder(Take().Text);
        while (!isEnd(Current) && IsNamePart(Current))
        {
            name.Append(Current.IsSpaced ? " " : "").Append(Take().Text);
        }

        return name.ToString();
    }

    /// <summary>Whether a name followed by a colon stands here.</summary>
    public bool StandsBeforeColon()
    {
        if (Current.Kind is not (TokenKind.Name or TokenKind.QuotedName))
        {
            return false;
        }

        var ahead = 1;
        while (IsNamePart(Peek(ahead)))
        {
            ahead++;
        }

        return Peek(ahead).IsSymbol(":");
    }

    public FeelSyntaxException Unexpected(string expected) =>
        TextPosition.Error(_text, Current.Position, $"Expected {expected}, but found {Current}.");

    public FeelSyntaxException TooMuch(string limit, int max) =>
        TextPosition.Error(_text, Current.Position, $"Expected at most {max} {limit}, but found more.");

    private static bool IsNamePart(Token token) =>
        token.Kind is TokenKind.Name or TokenKind.Number
        || (token.Kind == TokenKind.Symbol && token.Text is "+" or "-" or "*" or "/" or "'" or "." or "’" or "**" or "->");
}
