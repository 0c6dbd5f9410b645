using System.Text;
using System.Text.Json;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Definitions.Bpmn;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Engine.Tests.Replay;

/// <summary>An instance as a release stored it: its process, its journal and its last snapshot, the bytes as base64.</summary>
/// <param name="Bpmn">The process as BPMN.</param>
/// <param name="Journal">Each entry of the journal.</param>
/// <param name="Snapshot">The state after the last entry.</param>
public sealed record Recording(string Bpmn, IReadOnlyList<string> Journal, string Snapshot)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static Recording Of(string bpmn, VirtualInstance instance) => new(
        bpmn,
        [.. instance.Journal.Select(entry => Convert.ToBase64String(Execution.Journal.Encode(entry)))],
        Convert.ToBase64String(Execution.Journal.EncodeSnapshot(instance.State)));

    public static Recording Read(string path) => JsonSerializer.Deserialize<Recording>(File.ReadAllText(path))!;

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Readable) + "\n");

    public ProcessGraph Graph() => BpmnCompiler.Compile(Encoding.UTF8.GetBytes(Bpmn)).Processes[0];

    public IEnumerable<JournalEntry> Entries() =>
        Journal.Select(entry => Execution.Journal.DecodeEntry(Convert.FromBase64String(entry)));

    public InstanceState State() => Execution.Journal.DecodeSnapshot(Convert.FromBase64String(Snapshot));
}
