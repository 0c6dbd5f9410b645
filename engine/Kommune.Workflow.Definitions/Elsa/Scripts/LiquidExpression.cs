using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DotLiquid;
using DotLiquid.Exceptions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Liquid templates of a definition, filled inside the step.</summary>
internal static partial class LiquidExpression
{
    private const int TemplateLengthMax = 64 * 1024;
    private const int TextLengthMax = 1_000_000;
    private const int IterationsMax = 10_000;

    /// <summary>Compiles a template; false with the reason (German). A blank one gives null.</summary>
    public static bool TryCompile(
        string template,
        ElsaNames names,
        string? typeName,
        [NotNullWhen(true)] out FeelExpression? expression,
        [NotNullWhen(false)] out string? problem)
    {
        expression = null;
        problem = template.Length > TemplateLengthMax ? $"Die Vorlage ist länger als {TemplateLengthMax} Zeichen."
            : ClockOfTheHost().IsMatch(template) ? "Die Vorlage fragt nach der Uhr des Servers; verwenden Sie JavaScript (new Date())."
            : template.Contains("Configuration.", StringComparison.Ordinal)
                ? "Die Konfiguration des Servers steht Vorlagen nicht zur Verfügung."
            : null;
        if (problem is not null)
        {
            return false;
        }

        try
        {
            var parsed = Template.Parse(template);
            parsed.MakeThreadSafe();
            expression = FeelExpression.Foreign(
                template,
                names.Variables.Where(name => template.Contains(name, StringComparison.Ordinal)),
                environment => string.IsNullOrWhiteSpace(template)
                    ? FeelNull.Instance
                    : ElsaTypes.Convert(FeelString.Of(Render(parsed, environment, names)), typeName));
            return true;
        }
        catch (LiquidException e)
        {
            problem = $"Die Vorlage ist fehlerhaft: {e.Message}";
            return false;
        }
    }

    private static string Render(Template template, FeelEnvironment environment, ElsaNames names)
    {
        try
        {
            using var writer = new LimitedWriter();
            template.Render(writer, new RenderParameters(CultureInfo.InvariantCulture)
            {
                LocalVariables = Values(environment, names),
                Filters = [typeof(ElsaFilters)],
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                MaxIterations = IterationsMax,
            });
            return writer.ToString();
        }
        catch (Exception e) when (e is LiquidException or RenderException or System.ArgumentException or FormatException)
        {
            throw new FeelScriptException($"Die Vorlage lässt sich nicht ausfüllen: {e.Message}");
        }
    }

    private static Hash Values(FeelEnvironment environment, ElsaNames names)
    {
        var inputs = names.Workflow.Inputs.Select(input => input.Name);
        return Hash.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Variables"] = Hash.FromDictionary(names.Variables.ToDictionary(
                name => name, name => Plain(ElsaNames.Read(environment, name)), StringComparer.Ordinal)),
            ["Input"] = Hash.FromDictionary(inputs.Distinct(StringComparer.Ordinal).ToDictionary(
                name => name, name => Plain(names.ReadInput(environment, name)), StringComparer.Ordinal)),
            ["CorrelationId"] = Plain(ElsaNames.Read(environment, ElsaNames.CorrelationId)),
            ["WorkflowDefinitionId"] = names.Workflow.DefinitionId,
            ["WorkflowDefinitionVersionId"] = names.Workflow.VersionId,
            ["WorkflowDefinitionVersion"] = names.Workflow.Version,
            ["WorkflowInstanceId"] = environment.CaseKey,
        });
    }

    private static object? Plain(FeelValue value) => value switch
    {
        FeelNull => null,
        FeelBoolean flag => flag.Value,
        FeelNumber number => number.Value,
        FeelString text => text.Value,
        FeelContext context => Hash.FromDictionary(context.Entries.ToDictionary(entry => entry.Key, entry => Plain(entry.Value))),
        FeelList list => list.Items.Select(Plain).ToList(),
        _ => value.ToString(),
    };

    [GeneratedRegex(@"[""'](now|today)[""']\s*\|\s*date", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ClockOfTheHost();

    private sealed class LimitedWriter() : StringWriter(new StringBuilder(), CultureInfo.InvariantCulture)
    {
        public override void Write(char value)
        {
            base.Write(value);
            Check();
        }

        public override void Write(string? value)
        {
            base.Write(value);
            Check();
        }

        private void Check()
        {
            if (GetStringBuilder().Length > TextLengthMax)
            {
                throw new FeelScriptException($"Der Text einer Vorlage wäre länger als {TextLengthMax} Zeichen.");
            }
        }
    }
}

/// <summary>Filters that Elsa adds to Liquid.</summary>
internal static class ElsaFilters
{
    public static string Json(object? input) => System.Text.Json.JsonSerializer.Serialize(input);

    public static string Base64(string? input) => Convert.ToBase64String(Encoding.UTF8.GetBytes(input ?? ""));

    public static IEnumerable<string> Keys(object? input) => input is IDictionary<string, object> entries ? entries.Keys : [];
}
