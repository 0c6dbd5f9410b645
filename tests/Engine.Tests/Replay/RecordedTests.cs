using System.Runtime.CompilerServices;
using Kommune.Workflow.Engine.Tests.Simulation;
using Kommune.Workflow.Engine.Tests.Scenarios;
using Kommune.Workflow.Execution;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Replay;

/// <summary>
/// What earlier releases stored must stay readable and mean the same. A failure here means that a stored event, command or
/// snapshot changed its meaning: give the change a new event or a new snapshot format; never edit a recording.
/// </summary>
public sealed class RecordedTests
{
    // Recordings of a new release: set this variable to a folder and run Recordings_are_made.
    private const string RecordVariable = "KOMMUNE_RECORD";

    public static TheoryData<string> Recordings =>
        [.. Directory.GetFiles(Folder(), "*.json").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recorded_events_give_the_recorded_state(string file)
    {
        var recording = Recording.Read(Path.Combine(Folder(), file));
        var state = new InstanceState();
        foreach (var e in recording.Entries().SelectMany(entry => entry.Events))
        {
            state.Apply(e);
        }

        Assert.Equal(Journal.EncodeSnapshot(recording.State()), Journal.EncodeSnapshot(state));
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recorded_commands_are_still_decided_the_same_way(string file)
    {
        var recording = Recording.Read(Path.Combine(Folder(), file));
        var graph = recording.Graph();
        var state = new InstanceState();
        foreach (var entry in recording.Entries())
        {
            var result = Interpreter.Step(graph, state, entry.Command, new StepContext(entry.At, entry.Actor, (_, _, _) => null));
            Assert.Equal(Journal.EncodeEvents(entry.Events), Journal.EncodeEvents(result.Events));
        }
    }

    [Fact]
    public void Recordings_are_made()
    {
        if (Environment.GetEnvironmentVariable(RecordVariable) is not { Length: > 0 } folder)
        {
            Assert.NotEmpty(Recordings);
            return;
        }

        for (var seed = 1; seed <= 12; seed++)
        {
            var process = new RandomProcess(seed).Make();
            var instance = new RandomWalk(new TestEngine(), process.Build(), seed).Run(40);
            Recording.Of(process.ToXml(), instance).Write(Path.Combine(folder, $"random-{seed}.json"));
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "0.1.0");
}
