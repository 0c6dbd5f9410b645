using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Turns the texts of a document into compiled FEEL, with a finding where that fails.</summary>
internal sealed partial class ExpressionReader
{
    private const string SyntaxRule = "kommune.feel-syntax";

    /// <summary>So many names one expression can mean; a document with more of them names its data alike.</summary>
    private const int NamesPerExpressionMax = 200;

    private const string DialectRule = "kommune.expression-not-feel";

    private readonly FindingList findings;
    private readonly bool documentIsFeel;
    /// <summary>Names with blanks or signs in them, which FEEL must be told, by their first word.</summary>
    private readonly ILookup<string, string> knownNames;

    public ExpressionReader(BpmnDocument document, FindingList findings)
    {
        this.findings = findings;
        documentIsFeel = IsFeel(document.Definitions.Attr("expressionLanguage"));
        knownNames = document.All([.. BpmnKinds.Variables, "dataInput", "dataOutput", "inputDataItem", "outputDataItem"])
            .Select(VariableName).Where(name => !PlainName().IsMatch(name)).Distinct(StringComparer.Ordinal)
            .ToLookup(name => Word().Match(name).Value, StringComparer.Ordinal);
    }

    /// <summary>The variable that a data object, property, data input or output stands for.</summary>
    public static string VariableName(XElement data) =>
        data.Attr("name") is { Length: > 0 } name && !string.IsNullOrWhiteSpace(name) ? name.Trim() : data.Id() ?? string.Empty;

    /// <summary>FEEL without the leading <c>=</c>.</summary>
    public FeelExpression? Feel(XElement at, string text)
    {
        if (FeelExpression.TryCompile(text, out var expression, out var error, NamesIn(text)))
        {
            return expression;
        }

        findings.Error(SyntaxRule, at,
            $"Der Ausdruck „{text}“ ist kein gültiges FEEL (Zeile {error.Line}, Spalte {error.Column}): "
            + $"{error.Message}");
        return null;
    }

    /// <summary>A text that must be an expression: it starts with <c>=</c>.</summary>
    public FeelExpression? Required(XElement at, string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith('='))
        {
            return Feel(at, trimmed[1..]);
        }

        findings.Error(DialectRule, at,
            $"„{trimmed}“ ist kein FEEL-Ausdruck: Ausdrücke beginnen mit „=“, zum Beispiel „=betrag > 1000“.");
        return null;
    }

    /// <summary>A fixed text, or an expression when it starts with <c>=</c>; null when absent or empty.</summary>
    public TextValue? Text(XElement at, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var trimmed = text.Trim();
        if (!trimmed.StartsWith('='))
        {
            return TextValue.Fixed(trimmed);
        }

        return Feel(at, trimmed[1..]) is { } expression ? TextValue.Computed(expression) : null;
    }

    /// <summary>An expression, or a fixed text taken as a FEEL string.</summary>
    public FeelExpression? ValueOf(XElement at, string text) =>
        text.TrimStart().StartsWith('=') ? Required(at, text) : Feel(at, Quote(text));

    /// <summary>A standard BPMN expression element; numbers, truth values and quoted texts need no <c>=</c>.</summary>
    public FeelExpression? Formal(XElement expression)
    {
        var text = expression.Value.Trim();
        if (expression.Attr("language") is { Length: > 0 } language && !IsFeel(language))
        {
            findings.Error(DialectRule, expression,
                $"Die Ausdruckssprache „{language}“ wird nicht unterstützt. Schreiben Sie den Ausdruck in FEEL, "
                + "mit „=“ am Anfang.");
            return null;
        }

        var isLiteral = Literal().IsMatch(text);
        var isFeel = isLiteral || documentIsFeel || IsFeel(expression.Attr("language"));
        return isFeel && !text.StartsWith('=') ? Feel(expression, text) : Required(expression, text);
    }

    /// <summary>The value of a variable, whatever characters its name has.</summary>
    public FeelExpression? Variable(XElement at, string name) => Feel(at, name);

    private static bool IsFeel(string? language) =>
        language is not null
        && (language.Equals("feel", StringComparison.OrdinalIgnoreCase)
            || (language.StartsWith("http://www.omg.org/spec/", StringComparison.Ordinal)
                && language.Contains("FEEL", StringComparison.OrdinalIgnoreCase))
            || (language.StartsWith("https://www.omg.org/spec/", StringComparison.Ordinal)
                && language.Contains("FEEL", StringComparison.OrdinalIgnoreCase)));

    private static string Quote(string text) =>
        string.Concat("\"", text.Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal), "\"");

    private IEnumerable<string> NamesIn(string text) =>
        Word().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal)
            .SelectMany(word => knownNames[word]).Take(NamesPerExpressionMax);

    [GeneratedRegex(@"^[\p{L}_]\w*$")]
    private static partial Regex PlainName();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex("""^(true|false|-?[0-9]+(\.[0-9]+)?|"[^"\\]*")$""")]
    private static partial Regex Literal();
}
