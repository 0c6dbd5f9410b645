using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>One parameter of a function.</summary>
/// <param name="Name">The name for named arguments.</param>
/// <param name="Type">The declared type.</param>
/// <param name="Take">The argument as the body gets it, or null when it does not fit.</param>
internal sealed record FunctionParameter(string Name, FeelType Type, Func<FeelValue, FeelValue?> Take)
{
    /// <summary>May be left out, or be null.</summary>
    public bool IsOptional { get; init; }

    /// <summary>A parameter of a declared type; its argument is converted as DMN says, and null fits every type.</summary>
    public static FunctionParameter Of(string name, FeelType type) => new(name, type, type.Coerce);
}

/// <summary>One way to call a function.</summary>
internal sealed class FunctionOverload(
    ImmutableArray<FunctionParameter> parameters,
    FeelType result,
    Func<Evaluation, FeelValue[], FeelValue> body)
{
    private readonly int _required = parameters.Count(parameter => !parameter.IsOptional);

    /// <summary>Takes any number of arguments, each like the one parameter, and gets them as a list.</summary>
    public bool IsVariadic { get; init; }

    public Func<Evaluation, FeelValue[], FeelValue> Body => body;

    public FunctionType Type { get; } = new([.. parameters.Select(parameter => parameter.Type)], result);

    public bool TryBind(ReadOnlySpan<FeelValue> arguments, out FeelValue[] bound)
    {
        bound = [];
        if (IsVariadic)
        {
            bound = [FeelList.Of(arguments)];
            return arguments.Length > 0;
        }

        if (arguments.Length < _required || arguments.Length > parameters.Length)
        {
            return false;
        }

        bound = new FeelValue[parameters.Length];
        for (var i = 0; i < bound.Length; i++)
        {
            if (!TryTake(parameters[i], i < arguments.Length ? arguments[i] : null, out bound[i]))
            {
                return false;
            }
        }

        return true;
    }

    public bool TryBindNamed(ImmutableArray<string> names, ReadOnlySpan<FeelValue> arguments, out FeelValue[] bound)
    {
        bound = new FeelValue[parameters.Length];
        var used = 0;
        for (var i = 0; i < bound.Length; i++)
        {
            var at = names.IndexOf(parameters[i].Name);
            used += at >= 0 ? 1 : 0;
            if ((at < 0 && !parameters[i].IsOptional) || !TryTake(parameters[i], at < 0 ? null : arguments[at], out bound[i]))
            {
                return false;
            }
        }

        return !IsVariadic && used == names.Length;
    }

    private static bool TryTake(FunctionParameter parameter, FeelValue? argument, out FeelValue taken)
    {
        taken = FeelNull.Instance;
        if (argument is null or FeelNull && parameter.IsOptional)
        {
            return true;
        }

        if (argument is not null && parameter.Take(argument) is { } fitting)
        {
            taken = fitting;
            return true;
        }

        return false;
    }
}
