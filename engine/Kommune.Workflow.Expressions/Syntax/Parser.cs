using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>
/// Reads a text into nodes (DMN 1.5, clause 10.3.1.2); names are resolved on the way, since they decide how to go on.
/// </summary>
internal sealed class Parser
{
    private readonly TokenReader _reader;
    private readonly ParseContext _context;
    private readonly TypeParser _types;
    private readonly OperandParser _operands;
    private int _depth;

    private Parser(string text, ParseContext context)
    {
        _context = context;
        _reader = new TokenReader(text);
        _types = new TypeParser(_reader, context);
        _operands = new OperandParser(this, _reader, context, _types);
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

    /// <summary>Reads any expression.</summary>
    public Node Expression()
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

    public ComparisonOperator? TakeComparison()
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
            return new ExpressionTestNode(_operands.RangeAfterStart(first, startIncluded: false), input.IsRead);
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

    /// <summary>Reads an expression that stops before a comparison, such as the end of a range.</summary>
    public Node Additive() => Operators(Multiplicative, static symbol => symbol switch
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
        var node = _operands.Operand();
        while (_reader.Current.IsWord("instance") && _reader.Peek().IsWord("of"))
        {
            _reader.Take();
            _reader.Take();
            node = new InstanceOfNode(node, _types.Type());
        }

        return node;
    }

    private static bool IsComparison(Token token) =>
        token.Kind == TokenKind.Symbol && token.Text is "=" or "!=" or "<" or "<=" or ">" or ">=";

    public void RequireChain(int count)
    {
        if (count > SyntaxLimits.ChainLengthMax)
        {
            throw _reader.TooMuch("operators of one rank in a row", SyntaxLimits.ChainLengthMax);
        }
    }
}
