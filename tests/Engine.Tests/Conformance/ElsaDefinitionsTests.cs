using System.Text.Json.Nodes;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Definitions.Elsa;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Conformance;

/// <summary>Definitions of Elsa's own tests load, are written again as they were, and run with the expected lines or are refused.</summary>
public sealed class ElsaDefinitionsTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 9, 15, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_definition_is_written_again_as_it_was()
    {
        foreach (var entry in Entries(Corpus.Require("elsa"), out var folder))
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, entry.File));
            Assert.True(ElsaDocument.TryRead(bytes, out var document, out var finding), $"{entry.File}: {finding}");
            Assert.Equal(WithoutBlanks(File.ReadAllText(Path.Combine(folder, entry.File))), WithoutBlanks(document.Write()));
            Assert.Equal(entry.DefinitionId, document.DefinitionId);
        }
    }

    [Fact]
    public void Every_definition_runs_as_expected_or_is_refused_with_a_reason()
    {
        var entries = Entries(Corpus.Require("elsa"), out var folder);
        var compiled = entries.ToDictionary(
            entry => entry.File,
            entry => ElsaCompiler.Compile(
                File.ReadAllBytes(Path.Combine(folder, entry.File)), new ElsaOptions { UsesTokens = entry.UsesTokens }));
        var graphs = compiled.Values.SelectMany(one => one.Processes).ToList();
        var table = new List<string>();
        foreach (var entry in entries)
        {
            var result = compiled[entry.File];
            table.Add($"{entry.File,-85} {(result.Ok ? Run(entry, result.Processes[0], graphs) : Reason(result))}");
        }

        output.WriteLine(string.Join(Environment.NewLine, table));
        output.WriteLine($"{compiled.Values.Count(one => one.Ok)} of {entries.Count} run, the others are refused with a reason.");
    }

    // The definition beside all others, as calls among them want it.
    private static string Run(Entry entry, ProcessGraph graph, IReadOnlyList<ProcessGraph> others)
    {
        var engine = new VirtualEngine(Start);
        engine.Deploy([.. others.Where(other => other.ProcessId != graph.ProcessId), graph]);
        var run = engine.Start(graph.ProcessId, FeelContext.Of(("Input1", FeelString.Of("Foo"))));
        var lines = engine.Instances.Values.SelectMany(instance => instance.Journal).SelectMany(step => step.Events)
            .OfType<LineWritten>().Select(line => line.Text).ToList();
        if (entry.Lines is { } expected)
        {
            Assert.Equal(expected, lines);
        }

        AssertReplayIsEqual(engine);
        var incidents = engine.Instances.Values.SelectMany(instance => instance.State.Incidents.Values)
            .Select(incident => incident.Message);
        return $"{run.State.Status} [{string.Join(" | ", lines)}] {string.Join("; ", incidents)}";
    }

    private static void AssertReplayIsEqual(VirtualEngine engine)
    {
        foreach (var instance in engine.Instances.Values)
        {
            var again = new InstanceState();
            foreach (var step in instance.Journal)
            {
                var context = new StepContext(step.At, step.Actor, (_, _, _) => null);
                Assert.Equal(
                    Journal.Encode(step),
                        Journal.Encode(step with { Events = Interpreter.Step(instance.Graph, again, step.Command, context).Events }));
            }
        }
    }

    private static string Reason(CompiledDefinitions refused)
    {
        var errors = refused.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.NotEmpty(error.Message));
        return $"refused: {errors[0].Rule}: {errors[0].Message}";
    }

    private static List<Entry> Entries(string folder, out string found)
    {
        found = folder;
        var index = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "INDEX.json")))!;
        return
        [
            .. index["definitions"]!.AsArray().Select(entry => new Entry(
                entry!["file"]!.GetValue<string>(),
                entry["definitionId"]!.GetValue<string>(),
                entry["mode"]?.GetValue<string>() == "token",
                entry["expected"]?["lines"]?.AsArray().Select(line => line!.GetValue<string>()).ToList())),
        ];
    }

    // Everything but blanks outside of texts.
    private static string WithoutBlanks(string json)
    {
        var kept = new System.Text.StringBuilder();
        var isText = false;
        for (var i = 0; i < json.Length; i++)
        {
            isText ^= json[i] == '"' && !IsEscaped(json, i);
            if (isText || !(char.IsWhiteSpace(json[i]) || json[i] == '\uFEFF'))
            {
                kept.Append(json[i]);
            }
        }

        return kept.ToString();
    }

    private static bool IsEscaped(string json, int at)
    {
        var slashes = 0;
        while (at - slashes > 0 && json[at - slashes - 1] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }

    private sealed record Entry(string File, string DefinitionId, bool UsesTokens, IReadOnlyList<string>? Lines);
}
