using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kommune.Workflow.Expressions;

/// <summary>Cuts a text into tokens.</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] LongSymbols = ["..", "**", "<=", ">=", "!=", "->"];

    private int _at;

    public static List<Token> Read(string text)
    {
        var lexer = new Lexer(FeelString.WellFormed(text));
        var tokens = new List<Token>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != TokenKind.End);

        return tokens;
    }

    private Token Next()
    {
        var isSpaced = SkipSpace();
        var start = _at;
        if (_at == text.Length)
        {
            return new Token(TokenKind.End, "", start, isSpaced);
        }

        var c = text[_at];
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
        {
            return new Token(TokenKind.Number, Number(), start, isSpaced);
        }

        if (NameCharacterLength(isFirst: true) > 0)
        {
            return new Token(TokenKind.Name, Name(), start, isSpaced);
        }

        switch (c)
        {
            case '"':
                return new Token(TokenKind.Text, Quoted(), start, isSpaced);
            case '@' when Peek(1) == '"':
                _at++;
                return new Token(TokenKind.Temporal, Quoted(), start, isSpaced);
            case '`':
                return new Token(TokenKind.QuotedName, BackQuoted(), start, isSpaced);
            default:
                return new Token(TokenKind.Symbol, Symbol(), start, isSpaced);
        }
    }

    private bool SkipSpace()
    {
        var start = _at;
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]) || text[_at] is '\uFEFF' or '\u180E' or '\u200B')
            {
                _at++;
            }
            else if (text[_at] == '/' && Peek(1) == '/')
            {
                var end = text.AsSpan(_at).IndexOfAny('\n', '\r');
                _at = end < 0 ? text.Length : _at + end;
            }
            else if (text[_at] == '/' && Peek(1) == '*')
            {
                var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                _at = end < 0 ? throw Error("Expected the end of the comment ('*/'), but found the end.", _at) : end + 2;
            }
            else
            {
                break;
            }
        }

        return _at > start;
    }

    private string Number()
    {
        var start = _at;
        SkipDigits();
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            SkipDigits();
        }

        var digitsAt = Peek(1) is '+' or '-' ? 2 : 1;
        if (Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(digitsAt)))
        {
            _at += digitsAt;
            SkipDigits();
        }

        return text[start.._at];
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0)))
        {
            _at++;
        }
    }

    private string Name()
    {
        var start = _at;
        _at += NameCharacterLength(isFirst: true);
        for (var length = NameCharacterLength(isFirst: false); length > 0; length = NameCharacterLength(isFirst: false))
        {
            _at += length;
        }

        return text[start.._at];
    }

    private int NameCharacterLength(bool isFirst)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(_at), out var rune, out var length) != OperationStatus.Done)
        {
            return 0;
        }

        if (Rune.IsLetter(rune) || rune.Value is '_' or '?')
        {
            return length;
        }

        var category = Rune.GetUnicodeCategory(rune);
        var isNamePart = Rune.IsDigit(rune)
            || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.ConnectorPunctuation;
        var isPictograph = rune.Value > 0x2000 && category is UnicodeCategory.OtherSymbol or UnicodeCategory.LetterNumber;
        return isPictograph || (isNamePart && !isFirst) ? length : 0;
    }

    private string Quoted()
    {
        var start = _at++;
        var content = new StringBuilder();
        while (_at < text.Length)
        {
            var c = text[_at++];
            if (c == '"')
            {
                return FeelString.WellFormed(content.ToString());
            }

            if (c == '\\' && _at < text.Length)
            {
                Escape(content);
            }
            else
            {
                content.Append(c);
            }
        }

        throw Error("Expected the end of the text ('\"'), but found the end.", start);
    }

    private void Escape(StringBuilder content)
    {
        var c = text[_at++];
        switch (c)
        {
            case 'n':
                content.Append('\n');
                break;
            case 'r':
                content.Append('\r');
                break;
            case 't':
                content.Append('\t');
                break;
            case '"' or '\'' or '\\':
                content.Append(c);
                break;
            case 'u' when TryHex(4, out var unit):
                content.Append((char)unit);
                break;
            case 'U' when TryHex(6, out var point):
                content.Append(
                    Rune.IsValid(point)
                        ? char.ConvertFromUtf32(point)
                        : throw Error("Expected a character of Unicode after '\\U', but found none.", _at));
                break;
            default:
                // Not an escape of FEEL: patterns such as "\d" keep their backslash.
                content.Append('\\').Append(c);
                break;
        }
    }

    private bool TryHex(int length, out int value)
    {
        value = 0;
        if (_at + length > text.Length
            || !int.TryParse(text.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        _at += length;
        return true;
    }

    private string BackQuoted()
    {
        var end = text.IndexOf('`', _at + 1);
        if (end < 0)
        {
            throw Error("Expected the end of the name ('`'), but found the end.", _at);
        }

        var name = text[(_at + 1)..end];
        _at = end + 1;
        return name;
    }

    private string Symbol()
    {
        foreach (var symbol in LongSymbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return symbol;
            }
        }

        return text[_at++].ToString();
    }

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private FeelSyntaxException Error(string message, int position) => TextPosition.Error(text, position, message);
}
