using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>
/// Reads types: <c>number</c>, <c>list&lt;T&gt;</c>, <c>context&lt;a: T&gt;</c>, <c>function&lt;T&gt; -&gt; R</c>, item
/// definitions.
/// </summary>
internal sealed class TypeParser(TokenReader reader, ParseContext context)
{
    private int _depth;

    public FeelType Type()
    {
        if (++_depth > SyntaxLimits.NestingDepthMax)
        {
            throw reader.TooMuch("types nested in each other", SyntaxLimits.NestingDepthMax);
        }

        var type = reader.Peek().IsSymbol("<") ? Generic() : Named();
        _depth--;
        return type;
    }

    private FeelType Generic()
    {
        var name = reader.Current;
        switch (name.Text)
        {
            case "list":
                return new ListType(OneArgument());
            case "range":
                return new RangeType(OneArgument());
            case "context":
                reader.Take();
                return new ContextType(Arguments(Entry));
            case "function":
                reader.Take();
                var parameters = Arguments(Type);
                reader.ExpectSymbol("->");
                return new FunctionType(parameters, Type());
            default:
                throw reader.Unexpected("list, range, context or function before '<'");
        }
    }

    private FeelType Named()
    {
        if (!reader.TryTakeKnown(context.TypeNames, out var name))
        {
            if (reader.Current.Kind is not (TokenKind.Name or TokenKind.QuotedName))
            {
                throw reader.Unexpected("a type");
            }

            name = reader.Current.Text;
            if (context.FindType(name) is null)
            {
                throw reader.Unexpected("a known type");
            }

            reader.Take();
        }

        return context.FindType(name)!;
    }

    private FeelType OneArgument()
    {
        reader.Take();
        reader.ExpectSymbol("<");
        var type = Type();
        reader.ExpectSymbol(">");
        return type;
    }

    private (string Name, FeelType Type) Entry()
    {
        var name = reader.TakeDeclaredName(static token => token.IsSymbol(":"));
        reader.ExpectSymbol(":");
        return (name, Type());
    }

    private ImmutableArray<T> Arguments<T>(Func<T> read)
    {
        reader.ExpectSymbol("<");
        var arguments = ImmutableArray.CreateBuilder<T>();
        while (!reader.TakeSymbol(">"))
        {
            if (arguments.Count > 0)
            {
                reader.ExpectSymbol(",");
            }

            arguments.Add(read());
        }

        return arguments.DrainToImmutable();
    }
}
