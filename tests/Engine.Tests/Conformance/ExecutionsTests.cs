using System.Text.Json;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Conformance;

/// <summary>The executable processes of the corpus leave the marks that the standard's semantics demands.</summary>
public sealed class ExecutionsTests
{
    private static readonly DateTimeOffset Start = new(2026, 9, 15, 6, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMinutes(1);

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (file, number) in Corpus.Find("bpmn-conformance") is { } folder
                ? Read(folder).Select(c => (c.File, c.Case)) : [(string.Empty, 0)])
            {
                data.Add(file, number);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_process_leaves_the_marks_of_the_standard(string file, int number)
    {
        var folder = Corpus.Require("bpmn-conformance");
        var expected = Read(folder).Single(c => c.File == file && c.Case == number);
        var compiled = BpmnCompiler.Compile(ExecutableDialect.Translate(File.ReadAllText(Path.Combine(folder, file))));
        if (expected.Marks.Contains("ERROR_deployment"))
        {
            Assert.False(compiled.Ok);
            return;
        }

        Assert.True(compiled.Ok, string.Join(Environment.NewLine, compiled.Findings));
        var engine = new VirtualEngine(Start);
        engine.Deploy(compiled.Processes);
        var worker = new ScriptWorker(engine);
        if (expected.StartsParallelProcess)
        {
            engine.Start("ParallelProcess", expected.Variables);
        }

        engine.Start(compiled.Processes.First(p => p.ProcessId != "ParallelProcess").ProcessId, expected.Variables);
        worker.Work(expected.Delay > AtLeast ? expected.Delay : AtLeast);

        var marks = engine.Instances.Values.SelectMany(i => i.State.Incidents.Values).Select(_ => "ERROR_runtime").Concat(worker.Marks);
        Assert.Equal(expected.Marks.Order(StringComparer.Ordinal), marks.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Expectation> Read(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expectations.json")));
        foreach (var file in document.RootElement.EnumerateArray())
        {
            foreach (var test in file.GetProperty("cases").EnumerateArray())
            {
                yield return new Expectation(
                    file.GetProperty("file").GetString()!,
                    test.GetProperty("case").GetInt32(),
                    FeelContext.From(test.GetProperty("variables").EnumerateObject()
                        .Select(v => KeyValuePair.Create(v.Name, Value(v.Value)))),
                    [.. test.GetProperty("expect").EnumerateArray().Select(m => m.GetString()!)],
                    test.GetProperty("parallelProcess").GetBoolean(),
                    TimeSpan.FromMilliseconds(test.GetProperty("delayMs").GetInt32()));
            }
        }
    }

    private static FeelValue Value(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? FeelNumber.Of(value.GetInt32()) : FeelString.Of(value.GetString()!);

    private sealed record Expectation(
        string File, int Case, FeelContext Variables, IReadOnlyList<string> Marks, bool StartsParallelProcess, TimeSpan Delay);
}
