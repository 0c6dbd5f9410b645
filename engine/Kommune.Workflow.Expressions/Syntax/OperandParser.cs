using System.Collections.Immutable;
using System.Globalization;

namespace Kommune.Workflow.Expressions;

/// <summary>
/// Reads what stands between operators: names, literals, structures and loops, with the paths, filters and calls after them.
/// </summary>
internal sealed class OperandParser(Parser parser, TokenReader reader, ParseContext context, TypeParser types)
{
    // A name cannot stand where one of these does, unless it is part of a known longer name.
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "and", "or", "in", "between", "instance", "then", "else", "return", "satisfies",
    };

    public Node Operand()
    {
        var callee = Callee();
        var node = callee.Node;
        var builtIn = callee.BuiltIn;
        for (var count = 1; ; count++)
        {
            parser.RequireChain(count);
            if (reader.TakeSymbol("."))
            {
                node = new PathNode(node, MemberName());
            }
            else if (reader.Current.IsSymbol("(") && node is not LiteralNode { Value: not FeelFunction })
            {
                node = Call(node, builtIn);
            }
            else if (reader.Current.IsSymbol("[") && CanStartExpression(reader.Peek()))
            {
                reader.Take();
                context.Push("item", isFilter: true);
                node = new FilterNode(node, parser.Expression());
                context.Pop();
                reader.ExpectSymbol("]");
            }
            else
            {
                return node;
            }

            builtIn = null;
        }
    }

    private string MemberName()
    {
        if (reader.TryTakeKnown(context.Names, out var name))
        {
            return name;
        }

        return reader.Current.Kind is TokenKind.Name or TokenKind.QuotedName
            ? reader.Take().Text
            : throw reader.Unexpected("a name after '.'");
    }

    private CallNode Call(Node callee, FeelFunction? builtIn)
    {
        reader.ExpectSymbol("(");
        var names = ImmutableArray.CreateBuilder<string>();
        var arguments = ImmutableArray.CreateBuilder<Node>();
        while (!reader.TakeSymbol(")"))
        {
            if (arguments.Count > 0)
            {
                reader.ExpectSymbol(",");
            }

            var isNamed = arguments.Count == names.Count && reader.StandsBeforeColon();
            if (names.Count > 0 && !isNamed)
            {
                throw reader.Unexpected("a parameter's name and ':', as the first argument has");
            }

            if (isNamed && arguments.Count == names.Count)
            {
                names.Add(reader.TakeDeclaredName(static token => token.IsSymbol(":")));
                reader.ExpectSymbol(":");
            }

            arguments.Add(parser.Expression());
        }

        return new CallNode(callee, builtIn, names.DrainToImmutable(), arguments.DrainToImmutable());
    }

    private (Node Node, FeelFunction? BuiltIn) Callee()
    {
        if (reader.TryTakeKnown(context.Names, out var known))
        {
            return Named(known);
        }

        var token = reader.Current;
        switch (token.Kind)
        {
            case TokenKind.QuotedName:
                reader.Take();
                return Named(token.Text);
            case TokenKind.Name when !Keywords.Contains(token.Text):
                return Special(token) is { } special ? (special, null) : Named(reader.Take().Text);
            default:
                return (Primary(token), null);
        }
    }

    private (Node Node, FeelFunction? BuiltIn) Named(string name)
    {
        var isCallee = reader.Current.IsSymbol("(");
        return (context.Resolve(name, isCallee), isCallee ? BuiltInFunctions.Find(name) : null);
    }

    /// <summary>Literals and expressions that begin with a word.</summary>
    private Node? Special(Token word)
    {
        switch (word.Text)
        {
            case "true" or "false":
                reader.Take();
                return new LiteralNode(FeelBoolean.Of(word.Text == "true"), BuiltInTypes.Boolean);
            case "null":
                reader.Take();
                return LiteralNode.Null;
            case "if":
                return If();
            case "for":
                return For();
            case "some" or "every":
                return Quantified();
            case "function" when reader.Peek().IsSymbol("("):
                return Function();
            default:
                return null;
        }
    }

    private Node Primary(Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.Number:
                reader.Take();
                return Number(token);
            case TokenKind.Text:
                reader.Take();
                return new LiteralNode(FeelString.Of(token.Text), BuiltInTypes.Text);
            case TokenKind.Temporal:
                reader.Take();
                return TemporalText.TryParse(token.Text, out var value, out var type)
                    ? new LiteralNode(value, type)
                    : new InvalidTemporalNode(token.Text);
            case TokenKind.Symbol when token.Text is "(" or "[" or "]" or "{":
                reader.Take();
                return token.Text switch
                {
                    "(" => Parenthesis(),
                    "[" => List(),
                    "]" => RangeAfterStart(parser.Additive(), startIncluded: false),
                    _ => Context(),
                };
            default:
                throw reader.Unexpected("an expression");
        }
    }

    private LiteralNode Number(Token token) =>
        decimal.TryParse(
            token.Text,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value)
            ? new LiteralNode(FeelNumber.Of(value), BuiltInTypes.Number)
            : throw reader.Unexpected($"a number within ±{decimal.MaxValue} instead of '{token.Text}'");

    private Node Parenthesis()
    {
        if (parser.TakeComparison() is { } op)
        {
            var endpoint = parser.Additive();
            reader.ExpectSymbol(")");
            return UnaryRange(op, endpoint);
        }

        var node = parser.Expression();
        if (reader.Current.IsSymbol(".."))
        {
            return RangeAfterStart(node, startIncluded: false);
        }

        reader.ExpectSymbol(")");
        return node;
    }

    private static RangeNode UnaryRange(ComparisonOperator op, Node endpoint) => op switch
    {
        ComparisonOperator.Less => new RangeNode(null, false, endpoint, false, FeelRangeForm.UpTo),
        ComparisonOperator.LessOrEqual => new RangeNode(null, false, endpoint, true, FeelRangeForm.UpTo),
        ComparisonOperator.Greater => new RangeNode(endpoint, false, null, false, FeelRangeForm.From),
        ComparisonOperator.GreaterOrEqual => new RangeNode(endpoint, true, null, false, FeelRangeForm.From),
        ComparisonOperator.Equal => new RangeNode(endpoint, true, endpoint, true, FeelRangeForm.Equal),
        _ => new RangeNode(endpoint, false, endpoint, false, FeelRangeForm.NotEqual),
    };

    /// <summary>Reads on after the start of a range, from its two points to its closing bracket.</summary>
    public RangeNode RangeAfterStart(Node start, bool startIncluded)
    {
        reader.ExpectSymbol("..");
        var end = parser.Additive();
        var endIncluded = reader.TakeSymbol("]");
        if (!endIncluded && !reader.TakeSymbol(")") && !reader.TakeSymbol("["))
        {
            throw reader.Unexpected("']', ')' or '[' at the end of the range");
        }

        return new RangeNode(start, startIncluded, end, endIncluded, FeelRangeForm.Interval);
    }

    private Node List()
    {
        if (reader.TakeSymbol("]"))
        {
            return new ListNode([]);
        }

        var items = ImmutableArray.CreateBuilder<Node>();
        items.Add(parser.Expression());
        if (reader.Current.IsSymbol(".."))
        {
            return RangeAfterStart(items[0], startIncluded: true);
        }

        while (reader.TakeSymbol(","))
        {
            items.Add(parser.Expression());
        }

        reader.ExpectSymbol("]");
        return new ListNode(items.DrainToImmutable());
    }

    private ContextNode Context()
    {
        var entries = ImmutableArray.CreateBuilder<ContextEntry>();
        while (!reader.TakeSymbol("}"))
        {
            if (entries.Count > 0)
            {
                reader.ExpectSymbol(",");
            }

            var name = reader.Current.Kind == TokenKind.Text
                ? reader.Take().Text
                : reader.TakeDeclaredName(static token => token.IsSymbol(":"));
            reader.ExpectSymbol(":");

            var seesItself = reader.Current.IsWord("function") && reader.Peek().IsSymbol("(");
            if (seesItself)
            {
                context.Push(name);
            }

            entries.Add(new ContextEntry(name, parser.Expression(), seesItself));
            if (!seesItself)
            {
                context.Push(name);
            }
        }

        context.Pop(entries.Count);
        return new ContextNode(entries.DrainToImmutable());
    }

    private IfNode If()
    {
        reader.Take();
        var condition = parser.Expression();
        reader.ExpectWord("then");
        var then = parser.Expression();
        reader.ExpectWord("else");
        return new IfNode(condition, then, parser.Expression());
    }

    private ForNode For()
    {
        reader.Take();
        var partial = context.Push("partial");
        var sources = IterationSources();
        reader.ExpectWord("return");
        var result = parser.Expression();
        context.Pop(sources.Length + 1);
        return new ForNode(sources, result, partial.IsRead);
    }

    private QuantifiedNode Quantified()
    {
        var isEvery = reader.Take().Text == "every";
        var sources = IterationSources();
        reader.ExpectWord("satisfies");
        var condition = parser.Expression();
        context.Pop(sources.Length);
        return new QuantifiedNode(isEvery, sources, condition);
    }

    private ImmutableArray<IterationSource> IterationSources()
    {
        var sources = ImmutableArray.CreateBuilder<IterationSource>();
        do
        {
            var name = reader.TakeDeclaredName(static token => token.IsWord("in"));
            reader.ExpectWord("in");
            var from = parser.Expression();
            var to = reader.TakeSymbol("..") ? parser.Expression() : null;
            sources.Add(new IterationSource(from, to));
            context.Push(name);
        }
        while (reader.TakeSymbol(","));

        return sources.DrainToImmutable();
    }

    private FunctionNode Function()
    {
        reader.Take();
        reader.ExpectSymbol("(");
        var parameters = ImmutableArray.CreateBuilder<(string, FeelType)>();
        while (!reader.TakeSymbol(")"))
        {
            if (parameters.Count > 0)
            {
                reader.ExpectSymbol(",");
            }

            var name = reader.TakeDeclaredName(static token => token.IsSymbol(":") || token.IsSymbol(","));
            parameters.Add((name, reader.TakeSymbol(":") ? types.Type() : FeelType.Any));
            context.Push(name);
        }

        Node body;
        if (reader.TakeWord("external"))
        {
            parser.Expression();
            body = new ExternalBodyNode();
        }
        else
        {
            body = parser.Expression();
        }

        context.Pop(parameters.Count);
        return new FunctionNode(parameters.DrainToImmutable(), body);
    }

    // After the end of a range such as [1..10[ something else follows than after the start of a filter.
    private static bool CanStartExpression(Token token) => token.Kind switch
    {
        TokenKind.End => false,
        TokenKind.Symbol => token.Text is "(" or "[" or "{" or "-",
        TokenKind.Name => !Keywords.Contains(token.Text),
        _ => true,
    };
}
