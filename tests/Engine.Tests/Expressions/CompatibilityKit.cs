using System.Globalization;
using System.Xml.Linq;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Engine.Tests.Expressions;

/// <summary>Reads the cases of the DMN technology compatibility kit.</summary>
internal static class CompatibilityKit
{
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The kit's folder, or null when it is not on this machine.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>Evaluates every case of a test file; gives what went wrong, and how many results were as expected.</summary>
    public static (int Passed, List<string> Failures) Run(string testFile, IReadOnlySet<string> known)
    {
        var tests = XDocument.Load(testFile).Root!;
        var folder = Path.GetDirectoryName(testFile)!;
        var modelFile = Path.Combine(folder, Child(tests, "modelName")!.Value);
        var model = Compile(modelFile, CompileOthers(folder, modelFile));
        var passed = 0;
        var failures = new List<string>();
        foreach (var test in Children(tests, "testCase"))
        {
            var inputs = new FeelScope(Children(test, "inputNode").Select(node =>
                KeyValuePair.Create(node.Attribute("name")!.Value, Value(node))));
            foreach (var result in Children(test, "resultNode"))
            {
                var label = $"{Path.GetFileName(folder)}/{test.Attribute("id")?.Value}/{result.Attribute("name")!.Value}";
                var failure = Check(model, test, result, inputs);
                if (failure is null)
                {
                    passed++;
                }

                if (failure is null == known.Contains(label))
                {
                    failures.Add($"{label}: {failure ?? "is known to fail, but passed"}");
                }
            }
        }

        return (passed, failures);
    }

    private static string? Check(DmnModel model, XElement test, XElement result, FeelScope inputs)
    {
        var name = result.Attribute("name")!.Value;
        var service = test.Attribute("type")?.Value == "decisionService"
            ? model.DecisionServices.Single(candidate => candidate.Name == test.Attribute("invocableName")!.Value)
            : null;
        var decision = service ?? model.Decisions.FirstOrDefault(candidate => candidate.Name == name)
            ?? model.DecisionServices.First(candidate => candidate.Name == name);
        var expected = Child(result, "expected") is { } node ? Value(node) : FeelNull.Instance;
        var evaluation = decision.EvaluateWithWarnings(inputs);
        var actual = service is not null && evaluation.Value is FeelContext outputs && outputs.TryGet(name, out var output)
            ? output
            : evaluation.Value;
        return AreAlike(expected, actual)
            ? null
            : $"expected {expected}, but found {actual} {string.Join(" | ", evaluation.Warnings.Take(2))}";
    }

    private static List<DmnModel> CompileOthers(string folder, string modelFile)
    {
        // Models import each other in no given order: those whose imports are found come first.
        var models = new List<DmnModel>();
        var files = Directory.GetFiles(folder, "*.dmn").Where(file => file != modelFile).ToList();
        for (var round = 0; round < files.Count; round++)
        {
            models = [.. files.Select(file => Compile(file, models))];
        }

        return models;
    }

    private static DmnModel Compile(string file, List<DmnModel> imports)
    {
        using var stream = File.OpenRead(file);
        return DmnModel.Compile(stream, imports);
    }

    private static bool AreAlike(FeelValue expected, FeelValue actual) => (expected, actual) switch
    {
        (FeelNumber a, FeelNumber b) => Math.Abs(a.Value - b.Value) <= 0.00000001m * Math.Max(1, Math.Abs(a.Value)),
        (FeelList a, FeelList b) => a.Count == b.Count && a.Zip(b).All(pair => AreAlike(pair.First, pair.Second)),
        (FeelContext a, FeelContext b) =>
            a.Count == b.Count && a.Entries.All(entry => b.TryGet(entry.Key, out var value) && AreAlike(entry.Value, value)),
        _ => expected.Equals(actual),
    };

    private static FeelValue Value(XElement node)
    {
        if (Child(node, "list") is { } list)
        {
            return IsNil(list) ? FeelNull.Instance : FeelList.From(Children(list, "item").Select(Value));
        }

        if (Child(node, "value") is { } value)
        {
            return IsNil(value) ? FeelNull.Instance : Scalar(value.Attribute(Xsi + "type")?.Value ?? "", value.Value.Trim(), value.Value);
        }

        var components = Children(node, "component").ToList();
        return components.Count == 0
            ? FeelNull.Instance
            : FeelContext.From(components.Select(component =>
                KeyValuePair.Create(component.Attribute("name")!.Value, IsNil(component) ? FeelNull.Instance : Value(component))));
    }

    private static FeelValue Scalar(string type, string text, string verbatim) => type.Split(':')[^1] switch
    {
        "decimal" or "double" or "integer" => FeelNumber.Of(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        "boolean" => FeelBoolean.Of(text == "true"),
        "date" => Feel.Evaluate($"date(\"{text}\")"),
        "time" => Feel.Evaluate($"time(\"{text}\")"),
        "dateTime" => Feel.Evaluate($"date and time(\"{text}\")"),
        "duration" => Feel.Evaluate($"duration(\"{text}\")"),
        _ => FeelString.Of(verbatim),
    };

    private static bool IsNil(XElement element) => element.Attribute(Xsi + "nil")?.Value == "true";

    private static XElement? Child(XElement element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable("KOMMUNE_CORPORA") is { Length: > 0 } given)
        {
            return Existing(given);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kommune.Workflow.sln")))
            {
                return Existing(Path.Combine(folder.FullName, "..", "shared", "data"));
            }
        }

        return null;

        static string? Existing(string data) => Path.Combine(data, "dmn-tck") is var kit && Directory.Exists(kit) ? kit : null;
    }
}
