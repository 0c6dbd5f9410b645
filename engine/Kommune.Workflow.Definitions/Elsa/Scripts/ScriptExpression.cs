using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Acornima.Ast;
using Jint;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>JavaScript of a definition, checked when it is compiled and run inside the step.</summary>
internal static partial class ScriptExpression
{
    /// <summary>Longest script, in characters.</summary>
    public const int ScriptLengthMax = 64 * 1024;

    private static readonly ScriptPreparationOptions Preparation = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = new ScriptParsingOptions { AllowReturnOutsideFunction = true },
    };

    // What .NET types and host access a script of Elsa may name, and what is refused for it.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["DateTime"] = "den .NET-Typ DateTime (verwenden Sie Date)",
        ["DateTimeOffset"] = "den .NET-Typ DateTimeOffset (verwenden Sie Date)",
        ["TimeSpan"] = "den .NET-Typ TimeSpan (verwenden Sie Texte wie \"01:30:00\")",
        ["Guid"] = "den .NET-Typ Guid (verwenden Sie newGuid())",
        ["Random"] = "den .NET-Typ Random (verwenden Sie Math.random())",
        ["LogPersistenceMode"] = "den .NET-Typ LogPersistenceMode",
        ["System"] = "Namensräume von .NET",
        ["importNamespace"] = "Namensräume von .NET",
        ["clr"] = ".NET-Objekte",
        ["getConfig"] = "die Konfiguration des Servers",
        ["streamToBytes"] = "Datenströme",
        ["streamToBase64"] = "Datenströme",
        ["fetch"] = "das Netz",
        ["require"] = "Module",
    };

    /// <summary>Compiles a script; false with the reason when it is none, or asks for what is not given to it (German).</summary>
    public static bool TryCompile(
        string script,
        ElsaNames names,
        string? typeName,
        bool choosesOutcomes,
        [NotNullWhen(true)] out FeelExpression? expression,
        [NotNullWhen(false)] out string? problem)
    {
        expression = null;
        if (script.Length > ScriptLengthMax)
        {
            problem = $"Das Skript ist länger als {ScriptLengthMax} Zeichen.";
            return false;
        }

        Prepared<Script> prepared;
        try
        {
            prepared = Engine.PrepareScript(script, options: Preparation);
        }
        catch (Exception e) when (e is ScriptPreparationException or Acornima.ParseErrorException or InsufficientExecutionStackException)
        {
            problem = $"Das JavaScript ist fehlerhaft: {e.Message}";
            return false;
        }

        var globals = prepared.ReferencedGlobals!.ToHashSet(StringComparer.Ordinal);
        if (globals.Select(Refused.GetValueOrDefault).FirstOrDefault(refused => refused is not null) is { } refusal)
        {
            problem = $"Das JavaScript verlangt {refusal}; das steht Ausdrücken hier nicht zur Verfügung.";
            return false;
        }

        if (!choosesOutcomes && globals.Overlaps(["setOutcome", "setOutcomes"]))
        {
            problem = "setOutcome und setOutcomes gibt es nur in der Aktivität RunJavaScript.";
            return false;
        }

        var copied = globals.Contains("variables") ? Copied(script, names) : [];
        expression = FeelExpression.Foreign(
            script,
            names.Variables.Where(name => globals.Contains($"get{ElsaNames.Pascal(name)}") || copied.Contains(name)),
            environment =>
            {
                using var run = new ScriptRun(environment, names, globals, copied);
                return ElsaTypes.Convert(run.Evaluate(prepared), typeName);
            });
        problem = null;
        return true;
    }

    // Only variables that the text names are copied into the object "variables", and back.
    private static string[] Copied(string script, ElsaNames names)
    {
        var named = NamedVariable().Matches(script).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        return [.. names.Variables.Where(named.Contains)];
    }

    [GeneratedRegex(@"\bvariables\s*(?:\?\.|\.|\[\s*[""'])\s*(?<name>[\p{L}_$][\p{L}\p{N}_$]*)", RegexOptions.CultureInvariant)]
    private static partial Regex NamedVariable();
}
