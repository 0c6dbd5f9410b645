using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>
/// Reads a text into nodes (DMN 1.5, clause 10.3.1.2); names are resolved on the way, since they decide how to go on.
/// </summary>
internal sealed class Parser
{
    // A name cannot stand where one of these does, unless it is part of a known longer name.
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "and", "or", "in", "between", "instance", "then", "else", "return", "satisfies",
    };

    private readonly TokenReader _reader;
    private readonly ParseContext _context;
    private readonly TypeParser _types;
    private int _depth;

    private Parser(string text, ParseContext context)
    {
        _context = context;
        _reader = new TokenReader(text);
        _types = new TypeParser(_reader, context);
    }

    public static Node Expression(string text, ParseContext context)
    {
        var parser = new Parser(text, context);
        var node = parser.Expression();
        parser._reader.ExpectEnd();
        return node;
    }

    /// <summary>Reads unary tests; the tested value is the innermost frame.</summary>
    public static Node UnaryTests(string text, ParseContext context)
    {
        var parser = new Parser(text, context);
        var input = context.Push("?");
        var node = parser.UnaryTests(input);
        context.Pop();
        parser._reader.ExpectEnd();
        return node;
    }

    public static FeelType Type(string text, ParseContext context)
    {
        var parser = new Parser(text, context);
        var type = parser._types.Type();
        parser._reader.ExpectEnd();
        return type;
    }

    private Node UnaryTests(LocalName input)
    {
        if (_reader.Current.IsSymbol("-") && _reader.Peek().Kind == TokenKind.End)
        {
            _reader.Take();
            return new AnyInputNode();
        }

        if (_reader.Current.IsWord("not") && _reader.Peek().IsSymbol("("))
        {
            _reader.Take();
            _reader.Take();
            var tests = Tests(input);
            _reader.ExpectSymbol(")");
            return new NegatedTestNode(tests);
        }

        return Tests(input);
    }

    private Node Tests(LocalName input)
    {
        var tests = ImmutableArray.CreateBuilder<Node>();
        do
        {
            tests.Add(Test(input, Expression));
        }
        while (_reader.TakeSymbol(","));

        return tests.Count == 1 ? tests[0] : new AnyTestNode(tests.DrainToImmutable());
    }

    private Node Test(LocalName input, Func<Node> operand)
    {
        if (TakeComparison() is { } op)
        {
            return new ComparisonTestNode(op, Additive());
        }

        input.IsRead = false;
        var expression = operand();
        return new ExpressionTestNode(expression, input.IsRead);
    }

    private Node Expression()
    {
        if (++_depth > SyntaxLimits.NestingDepthMax)
        {
            throw _reader.TooMuch("expressions nested in each other", SyntaxLimits.NestingDepthMax);
        }

        var node = Disjunction();
        _depth--;
        return node;
    }

    private Node Disjunction()
    {
        var operands = Chain("or", Conjunction);
        return operands.Length == 1 ? operands[0] : new DisjunctionNode(operands);
    }

    private Node Conjunction()
    {
        var operands = Chain("and", ComparisonExpression);
        return operands.Length == 1 ? operands[0] : new ConjunctionNode(operands);
    }

    private ImmutableArray<Node> Chain(string word, Func<Node> operand)
    {
        var operands = ImmutableArray.CreateBuilder<Node>(1);
        do
        {
            operands.Add(operand());
            RequireChain(operands.Count);
        }
        while (_reader.TakeWord(word));

        return operands.DrainToImmutable();
    }

    private Node ComparisonExpression()
    {
        var node = Additive();
        for (var count = 1; ; count++)
        {
            if (TakeComparison() is { } op)
            {
                node = new ComparisonNode(op, node, Additive());
            }
            else if (_reader.TakeWord("between"))
            {
                var low = Additive();
                _reader.ExpectWord("and");
                node = new BetweenNode(node, low, Additive());
            }
            else if (_reader.TakeWord("in"))
            {
                node = In(node);
            }
            else
            {
                return node;
            }

            RequireChain(count);
        }
    }

    private ComparisonOperator? TakeComparison()
    {
        ComparisonOperator? op = _reader.Current.Kind != TokenKind.Symbol ? null : _reader.Current.Text switch
        {
            "=" => ComparisonOperator.Equal,
            "!=" => ComparisonOperator.NotEqual,
            "<" => ComparisonOperator.Less,
            "<=" => ComparisonOperator.LessOrEqual,
            ">" => ComparisonOperator.Greater,
            ">=" => ComparisonOperator.GreaterOrEqual,
            _ => null,
        };
        if (op is not null)
        {
            _reader.Take();
        }

        return op;
    }

    private InNode In(Node value)
    {
        var input = _context.Push("?");
        var test = _reader.Current.IsSymbol("(") ? InParentheses(input) : Test(input, Additive);
        _context.Pop();
        return new InNode(value, test);
    }

    // "in (" opens a list of tests, a range, or just an expression in parentheses: what follows the first test tells.
    private Node InParentheses(LocalName input)
    {
        _reader.Take();
        if (IsComparison(_reader.Current))
        {
            return ClosedTests(input);
        }

        input.IsRead = false;
        var first = Expression();
        if (_reader.Current.IsSymbol(".."))
        {
            return new ExpressionTestNode(RangeAfterStart(first, startIncluded: false), input.IsRead);
        }

        Node test = new ExpressionTestNode(first, input.IsRead);
        if (_reader.TakeSymbol(","))
        {
            return new AnyTestNode([test, ClosedTests(input)]);
        }

        _reader.ExpectSymbol(")");
        return test;
    }

    private Node ClosedTests(LocalName input)
    {
        var tests = Tests(input);
        _reader.ExpectSymbol(")");
        return tests;
    }

    private Node Additive() => Operators(Multiplicative, static symbol => symbol switch
    {
        "+" => ArithmeticOperator.Add,
        "-" => ArithmeticOperator.Subtract,
        _ => null,
    });

    private Node Multiplicative() => Operators(Power, static symbol => symbol switch
    {
        "*" => ArithmeticOperator.Multiply,
        "/" => ArithmeticOperator.Divide,
        _ => null,
    });

    private Node Power() => Operators(Negation, static symbol => symbol == "**" ? ArithmeticOperator.Power : null);

    private Node Operators(Func<Node> operand, Func<string, ArithmeticOperator?> find)
    {
        var node = operand();
        for (var count = 1; _reader.Current.Kind == TokenKind.Symbol && find(_reader.Current.Text) is { } op; count++)
        {
            RequireChain(count);
            _reader.Take();
            node = new ArithmeticNode(op, node, operand());
        }

        return node;
    }

    private Node Negation()
    {
        var signs = 0;
        for (; _reader.TakeSymbol("-"); signs++)
        {
            RequireChain(signs);
        }

        var node = InstanceOf();
        for (; signs > 0; signs--)
        {
            node = node is LiteralNode { Value: FeelNumber number }
                ? new LiteralNode(FeelNumber.Of(-number.Value), BuiltInTypes.Number)
                : new NegationNode(node);
        }

        return node;
    }

    private Node InstanceOf()
    {
        var node = Postfix();
        while (_reader.Current.IsWord("instance") && _reader.Peek().IsWord("of"))
        {
            _reader.Take();
            _reader.Take();
            node = new InstanceOfNode(node, _types.Type());
        }

        return node;
    }

    private Node Postfix()
    {
        var callee = Callee();
        var node = callee.Node;
        var builtIn = callee.BuiltIn;
        for (var count = 1; ; count++)
        {
            RequireChain(count);
            if (_reader.TakeSymbol("."))
            {
                node = new PathNode(node, MemberName());
            }
            else if (_reader.Current.IsSymbol("(") && node is not LiteralNode { Value: not FeelFunction })
            {
                node = Call(node, builtIn);
            }
            else if (_reader.Current.IsSymbol("[") && CanStartExpression(_reader.Peek()))
            {
                _reader.Take();
                _context.Push("item", isFilter: true);
                node = new FilterNode(node, Expression());
                _context.Pop();
                _reader.ExpectSymbol("]");
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
        if (_reader.TryTakeKnown(_context.Names, out var name))
        {
            return name;
        }

        return _reader.Current.Kind is TokenKind.Name or TokenKind.QuotedName
            ? _reader.Take().Text
            : throw _reader.Unexpected("a name after '.'");
    }

    private CallNode Call(Node callee, FeelFunction? builtIn)
    {
        _reader.ExpectSymbol("(");
        var names = ImmutableArray.CreateBuilder<string>();
        var arguments = ImmutableArray.CreateBuilder<Node>();
        while (!_reader.TakeSymbol(")"))
        {
            if (arguments.Count > 0)
            {
                _reader.ExpectSymbol(",");
            }

            var isNamed = arguments.Count == names.Count && _reader.StandsBeforeColon();
            if (names.Count > 0 && !isNamed)
            {
                throw _reader.Unexpected("a parameter's name and ':', as the first argument has");
            }

            if (isNamed && arguments.Count == names.Count)
            {
                names.Add(_reader.TakeDeclaredName(static token => token.IsSymbol(":")));
                _reader.ExpectSymbol(":");
            }

            arguments.Add(Expression());
        }

        return new CallNode(callee, builtIn, names.DrainToImmutable(), arguments.DrainToImmutable());
    }

    private (Node Node, FeelFunction? BuiltIn) Callee()
    {
        if (_reader.TryTakeKnown(_context.Names, out var known))
        {
            return Named(known);
        }

        var token = _reader.Current;
        switch (token.Kind)
        {
            case TokenKind.QuotedName:
                _reader.Take();
                return Named(token.Text);
            case TokenKind.Name when !Keywords.Contains(token.Text):
                return Special(token) is { } special ? (special, null) : Named(_reader.Take().Text);
            default:
                return (Primary(token), null);
        }
    }

    private (Node Node, FeelFunction? BuiltIn) Named(string name)
    {
        var isCallee = _reader.Current.IsSymbol("(");
        return (_context.Resolve(name, isCallee), isCallee ? BuiltInFunctions.Find(name) : null);
    }

    /// <summary>Literals and expressions that begin with a word.</summary>
    private Node? Special(Token word)
    {
        switch (word.Text)
        {
            case "true" or "false":
                _reader.Take();
                return new LiteralNode(FeelBoolean.Of(word.Text == "true"), BuiltInTypes.Boolean);
            case "null":
                _reader.Take();
                return new LiteralNode(FeelNull.Instance, FeelType.Null);
            case "if":
                return If();
            case "for":
                return For();
            case "some" or "every":
                return Quantified();
            case "function" when _reader.Peek().IsSymbol("("):
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
                _reader.Take();
                return Number(token);
            case TokenKind.Text:
                _reader.Take();
                return new LiteralNode(FeelString.Of(token.Text), BuiltInTypes.Text);
            case TokenKind.Temporal:
                _reader.Take();
                return TemporalText.TryParse(token.Text, out var value, out var type)
                    ? new LiteralNode(value, type)
                    : new InvalidTemporalNode(token.Text);
            case TokenKind.Symbol when token.Text is "(" or "[" or "]" or "{":
                _reader.Take();
                return token.Text switch
                {
                    "(" => Parenthesis(),
                    "[" => List(),
                    "]" => RangeAfterStart(Additive(), startIncluded: false),
                    _ => Context(),
                };
            default:
                throw _reader.Unexpected("an expression");
        }
    }

    private LiteralNode Number(Token token) =>
        decimal.TryParse(
            token.Text,
            System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture,
            out var value)
            ? new LiteralNode(FeelNumber.Of(value), BuiltInTypes.Number)
            : throw _reader.Unexpected($"a number within ±{decimal.MaxValue} instead of '{token.Text}'");

    private Node Parenthesis()
    {
        if (TakeComparison() is { } op)
        {
            var endpoint = Additive();
            _reader.ExpectSymbol(")");
            return UnaryRange(op, endpoint);
        }

        var node = Expression();
        if (_reader.Current.IsSymbol(".."))
        {
            return RangeAfterStart(node, startIncluded: false);
        }

        _reader.ExpectSymbol(")");
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

    private RangeNode RangeAfterStart(Node start, bool startIncluded)
    {
        _reader.ExpectSymbol("..");
        var end = Additive();
        var endIncluded = _reader.TakeSymbol("]");
        if (!endIncluded && !_reader.TakeSymbol(")") && !_reader.TakeSymbol("["))
        {
            throw _reader.Unexpected("']', ')' or '[' at the end of the range");
        }

        return new RangeNode(start, startIncluded, end, endIncluded, FeelRangeForm.Interval);
    }

    private Node List()
    {
        if (_reader.TakeSymbol("]"))
        {
            return new ListNode([]);
        }

        var items = ImmutableArray.CreateBuilder<Node>();
        items.Add(Expression());
        if (_reader.Current.IsSymbol(".."))
        {
            return RangeAfterStart(items[0], startIncluded: true);
        }

        while (_reader.TakeSymbol(","))
        {
            items.Add(Expression());
        }

        _reader.ExpectSymbol("]");
        return new ListNode(items.DrainToImmutable());
    }

    private ContextNode Context()
    {
        var entries = ImmutableArray.CreateBuilder<ContextEntry>();
        while (!_reader.TakeSymbol("}"))
        {
            if (entries.Count > 0)
            {
                _reader.ExpectSymbol(",");
            }

            var name = _reader.Current.Kind == TokenKind.Text
                ? _reader.Take().Text
                : _reader.TakeDeclaredName(static token => token.IsSymbol(":"));
            _reader.ExpectSymbol(":");

            var seesItself = _reader.Current.IsWord("function") && _reader.Peek().IsSymbol("(");
            if (seesItself)
            {
                _context.Push(name);
            }

            entries.Add(new ContextEntry(name, Expression(), seesItself));
            if (!seesItself)
            {
                _context.Push(name);
            }
        }

        _context.Pop(entries.Count);
        return new ContextNode(entries.DrainToImmutable());
    }

    private IfNode If()
    {
        _reader.Take();
        var condition = Expression();
        _reader.ExpectWord("then");
        var then = Expression();
        _reader.ExpectWord("else");
        return new IfNode(condition, then, Expression());
    }

    private ForNode For()
    {
        _reader.Take();
        var partial = _context.Push("partial");
        var sources = IterationSources();
        _reader.ExpectWord("return");
        var result = Expression();
        _context.Pop(sources.Length + 1);
        return new ForNode(sources, result, partial.IsRead);
    }

    private QuantifiedNode Quantified()
    {
        var isEvery = _reader.Take().Text == "every";
        var sources = IterationSources();
        _reader.ExpectWord("satisfies");
        var condition = Expression();
        _context.Pop(sources.Length);
        return new QuantifiedNode(isEvery, sources, condition);
    }

    private ImmutableArray<IterationSource> IterationSources()
    {
        var sources = ImmutableArray.CreateBuilder<IterationSource>();
        do
        {
            var name = _reader.TakeDeclaredName(static token => token.IsWord("in"));
            _reader.ExpectWord("in");
            var from = Expression();
            var to = _reader.TakeSymbol("..") ? Expression() : null;
            sources.Add(new IterationSource(from, to));
            _context.Push(name);
        }
        while (_reader.TakeSymbol(","));

        return sources.DrainToImmutable();
    }

    private FunctionNode Function()
    {
        _reader.Take();
        _reader.ExpectSymbol("(");
        var parameters = ImmutableArray.CreateBuilder<(string, FeelType)>();
        while (!_reader.TakeSymbol(")"))
        {
            if (parameters.Count > 0)
            {
                _reader.ExpectSymbol(",");
            }

            var name = _reader.TakeDeclaredName(static token => token.IsSymbol(":") || token.IsSymbol(","));
            parameters.Add((name, _reader.TakeSymbol(":") ? _types.Type() : FeelType.Any));
            _context.Push(name);
        }

        Node body;
        if (_reader.TakeWord("external"))
        {
            Expression();
            body = new ExternalBodyNode();
        }
        else
        {
            body = Expression();
        }

        _context.Pop(parameters.Count);
        return new FunctionNode(parameters.DrainToImmutable(), body);
    }

    private static bool IsComparison(Token token) =>
        token.Kind == TokenKind.Symbol && token.Text is "=" or "!=" or "<" or "<=" or ">" or ">=";

    // After the end of a range such as [1..10[ something else follows than after the start of a filter.
    private static bool CanStartExpression(Token token) => token.Kind switch
    {
        TokenKind.End => false,
        TokenKind.Symbol => token.Text is "(" or "[" or "{" or "-",
        TokenKind.Name => !Keywords.Contains(token.Text),
        _ => true,
    };

    private void RequireChain(int count)
    {
        if (count > SyntaxLimits.ChainLengthMax)
        {
            throw _reader.TooMuch("operators of one rank in a row", SyntaxLimits.ChainLengthMax);
        }
    }
}
