using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Server.Forms;

/// <summary>Recursive descent over the text of one <see cref="FormExpression"/>.</summary>
internal sealed class FormExpressionParser(string text)
{
    private const int DepthMax = 64;

    private static readonly string[] Symbols =
        ["==", "<>", "!=", "<=", ">=", "&&", "||", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", "!"];

    private static readonly Dictionary<string, string> Comparisons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["="] = "=", ["=="] = "=", ["equal"] = "=",
        ["<>"] = "<>", ["!="] = "<>", ["notequal"] = "<>",
        ["<"] = "<", ["less"] = "<", ["<="] = "<=", ["lessorequal"] = "<=",
        [">"] = ">", ["greater"] = ">", [">="] = ">=", ["greaterorequal"] = ">=",
        ["contains"] = "contains", ["contain"] = "contains", ["*="] = "contains",
        ["notcontains"] = "notcontains", ["notcontain"] = "notcontains",
        ["anyof"] = "anyof", ["allof"] = "allof", ["noneof"] = "noneof",
    };

    private int position;
    private int depth;

    public FormExpression.Node Parse()
    {
        var node = Or();
        SkipSpace();
        return position == text.Length ? node : throw Unexpected();
    }

    private FormExpression.Node Or()
    {
        if (++depth > DepthMax)
        {
            throw new FormatException($"Der Ausdruck ist tiefer als {DepthMax} Ebenen geschachtelt.");
        }

        var left = And();
        while (TakeWord("or") || TakeSymbol("||"))
        {
            left = new FormExpression.Binary("or", left, And());
        }

        depth--;
        return left;
    }

    private FormExpression.Node And()
    {
        var left = Comparison();
        while (TakeWord("and") || TakeSymbol("&&"))
        {
            left = new FormExpression.Binary("and", left, Comparison());
        }

        return left;
    }

    private FormExpression.Node Comparison()
    {
        if (TakeWord("not") || TakeSymbol("!"))
        {
            return new FormExpression.Not(Comparison());
        }

        var left = Sum();
        if (TakeWord("empty"))
        {
            return new FormExpression.Empty(left, Negated: false);
        }

        if (TakeWord("notempty"))
        {
            return new FormExpression.Empty(left, Negated: true);
        }

        return TakeComparison() is { } comparison ? new FormExpression.Binary(comparison, left, Sum()) : left;
    }

    private FormExpression.Node Sum()
    {
        var left = Product();
        while (TakeAny("+", "-") is { } sign)
        {
            left = new FormExpression.Binary(sign, left, Product());
        }

        return left;
    }

    private FormExpression.Node Product()
    {
        var left = Operand();
        while (TakeAny("*", "/", "%") is { } sign)
        {
            left = new FormExpression.Binary(sign, left, Operand());
        }

        return left;
    }

    private FormExpression.Node Operand()
    {
        SkipSpace();
        if (position == text.Length)
        {
            throw Unexpected();
        }

        var c = text[position];
        if (TakeSymbol("("))
        {
            var inner = Or();
            Expect(")");
            return inner;
        }

        if (TakeSymbol("["))
        {
            return new FormExpression.List(Items("]"));
        }

        return c switch
        {
            '{' => new FormExpression.Name(Quoted('}').Trim()),
            '\'' or '"' => new FormExpression.Constant(Quoted(c)),
            _ when char.IsAsciiDigit(c) || c == '-' => Number(),
            _ => WordOrFunction(),
        };
    }

    private FormExpression.Node WordOrFunction()
    {
        var word = TakeWordText() ?? throw Unexpected();
        if (TakeSymbol("("))
        {
            var arguments = Items(")");
            return word == "iif" && arguments.Count == 3
                ? new FormExpression.Conditional(arguments[0], arguments[1], arguments[2])
                : throw new FormatException($"Die Funktion „{word}“ wird in Formularausdrücken nicht unterstützt.");
        }

        return new FormExpression.Constant(word switch
        {
            "true" => true,
            "false" => false,
            "undefined" or "null" => null,
            _ => word,
        });
    }

    private List<FormExpression.Node> Items(string close)
    {
        var items = new List<FormExpression.Node>();
        if (TakeSymbol(close))
        {
            return items;
        }

        do
        {
            items.Add(Or());
        }
        while (TakeSymbol(","));

        Expect(close);
        return items;
    }

    private FormExpression.Constant Number()
    {
        var start = position++;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.'))
        {
            position++;
        }

        return decimal.TryParse(text.AsSpan(start, position - start), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? new FormExpression.Constant(number)
            : throw Unexpected();
    }

    /// <summary>The text up to <paramref name="close"/>; a backslash takes the next character as it is.</summary>
    private string Quoted(char close)
    {
        var content = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            var c = text[position];
            if (c == close)
            {
                position++;
                return content.ToString();
            }

            if (c == '\\' && position + 1 < text.Length)
            {
                c = text[++position];
            }

            content.Append(c);
        }

        throw new FormatException($"Im Ausdruck fehlt das schließende Zeichen {close}.");
    }

    private string? TakeComparison()
    {
        SkipSpace();
        foreach (var symbol in Symbols)
        {
            if (Comparisons.TryGetValue(symbol, out var comparison) && TakeSymbol(symbol))
            {
                return comparison;
            }
        }

        var before = position;
        if (TakeWordText() is { } word && Comparisons.TryGetValue(word, out var named))
        {
            return named;
        }

        position = before;
        return null;
    }

    private string? TakeAny(params ReadOnlySpan<string> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (TakeSymbol(symbol))
            {
                return symbol;
            }
        }

        return null;
    }

    private bool TakeSymbol(string symbol)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, position, symbol, 0, symbol.Length) != 0)
        {
            return false;
        }

        position += symbol.Length;
        return true;
    }

    private bool TakeWord(string word)
    {
        var before = position;
        if (string.Equals(TakeWordText(), word, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        position = before;
        return false;
    }

    private string? TakeWordText()
    {
        SkipSpace();
        var start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] == '_'))
        {
            position++;
        }

        return position > start ? text[start..position] : null;
    }

    private void Expect(string symbol)
    {
        if (!TakeSymbol(symbol))
        {
            throw Unexpected();
        }
    }

    private void SkipSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }

    private FormatException Unexpected() => new(position < text.Length
        ? $"Im Ausdruck ist „{text[position]}“ an Stelle {position + 1} nicht zu verstehen."
        : "Der Ausdruck ist unvollständig.");
}
