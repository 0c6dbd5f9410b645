using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Evaluates expressions at an element instance; what goes wrong comes back as a text for an incident (German).</summary>
internal static class Evaluation
{
    /// <summary>The expression's value; FEEL's null where it is not defined.</summary>
    public static bool TryValue(
        Turn turn,
        int at,
        FeelExpression expression,
        [NotNullWhen(true)] out FeelValue? value,
        [NotNullWhen(false)] out string? problem)
    {
        turn.Variables.At = at;
        try
        {
            value = expression.Evaluate(turn.Variables);
            problem = ValueLimits.Problem(value, turn.Limits) is { } tooMuch ? $"Ausdruck „{expression.Text}“: {tooMuch}" : null;
            return problem is null;
        }
        catch (FeelLimitException limit)
        {
            value = null;
            problem = $"Der Ausdruck „{expression.Text}“ überschreitet eine Grenze ({limit.LimitName}): {limit.Message}";
            return false;
        }
        catch (FeelAssertionException assertion)
        {
            value = null;
            problem = $"Der Ausdruck „{expression.Text}“ stellt fest: {assertion.Message}";
            return false;
        }
        catch (FeelScriptException failure)
        {
            value = null;
            problem = $"Der Ausdruck „{expression.Text}“ ist gescheitert: {failure.Message}";
            return false;
        }
    }

    /// <summary>A truth value; anything but true or false is a problem.</summary>
    public static bool TryCondition(
        Turn turn, int at, FeelExpression expression, out bool holds, [NotNullWhen(false)] out string? problem)
    {
        holds = false;
        if (!TryValue(turn, at, expression, out var value, out problem))
        {
            return false;
        }

        if (value is not FeelBoolean boolean)
        {
            problem = $"Die Bedingung „{expression.Text}“ muss wahr oder falsch ergeben, ergab aber {Describe(value)}.";
            return false;
        }

        holds = boolean.Value;
        return true;
    }

    /// <summary>The value of a fixed or computed text; null when there is none.</summary>
    public static bool TryValue(
        Turn turn, int at, TextValue? text, [NotNullWhen(true)] out FeelValue? value, [NotNullWhen(false)] out string? problem)
    {
        if (text?.Expression is { } expression)
        {
            return TryValue(turn, at, expression, out value, out problem);
        }

        value = text?.Text is { } fixedText ? FeelString.Of(fixedText) : FeelNull.Instance;
        problem = null;
        return true;
    }

    /// <summary>A text, or null where the value is absent or null; numbers count as their digits.</summary>
    public static bool TryText(
        Turn turn, int at, TextValue? source, out string? text, [NotNullWhen(false)] out string? problem)
    {
        text = source?.Text;
        problem = null;
        return source?.Expression is not { } expression
            || (TryValue(turn, at, expression, out var value, out problem) && TryText(expression, value, out text, out problem));
    }

    /// <summary>A text that has to be there.</summary>
    public static bool TryRequiredText(
        Turn turn, int at, TextValue? source, string what, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem)
    {
        if (TryText(turn, at, source, out text, out problem) && string.IsNullOrEmpty(text))
        {
            problem = $"{what} ist leer ({source?.Expression?.Text ?? "kein Wert angegeben"}).";
        }

        return problem is null && text is not null;
    }

    /// <summary>A text out of an evaluated value.</summary>
    public static bool TryText(
        FeelExpression expression, FeelValue value, out string? text, [NotNullWhen(false)] out string? problem)
    {
        text = value switch
        {
            FeelString s => s.Value,
            FeelNumber number => number.ToString(),
            _ => null,
        };
        problem = text is null && !value.IsNull
            ? $"Der Ausdruck „{expression.Text}“ muss einen Text ergeben, ergab aber {Describe(value)}."
            : null;
        return problem is null;
    }

    public static string Describe(FeelValue value)
    {
        var text = value.ToString()!;
        return text.Length <= 200 ? text : text[..200] + "…";
    }
}
