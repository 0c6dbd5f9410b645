using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>What somebody does in the sandbox; the same steps as in a scenario file.</summary>
public enum SandboxStepKind
{
    Start,
    Complete,
    Advance,
    Message,
    Signal,
    Job,
}

/// <summary>One step of a sandbox; the properties that its kind knows are read, the others must be absent or null.</summary>
public sealed record SandboxStep
{
    [JsonRequired]
    public required SandboxStepKind Kind { get; init; }

    /// <summary>start: the process; null: the first one of the procedure that is started by hand.</summary>
    public string? ProcessId { get; init; }

    /// <summary>start, complete: who does it; null: nobody named.</summary>
    public string? By { get; init; }

    /// <summary>start, complete, message, signal: what is entered or comes along; job: the result.</summary>
    public JsonObject? Variables { get; init; }

    /// <summary>complete, job: the case, as answered; null: the one the step before spoke of.</summary>
    public int? Case { get; init; }

    /// <summary>complete: the element's id.</summary>
    public string? Task { get; init; }

    /// <summary>complete: which of several open tasks of this element in the case, from 1; null: there is only one.</summary>
    public int? Index { get; init; }

    /// <summary>advance: how long, as an ISO 8601 duration; or else <c>to</c>.</summary>
    public string? Duration { get; init; }

    /// <summary>advance: until this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>message, signal: its name.</summary>
    public string? Name { get; init; }

    /// <summary>message: its correlation key.</summary>
    public string? Key { get; init; }

    /// <summary>job: its type.</summary>
    public string? Type { get; init; }

    /// <summary>job: it ends with this BPMN error code instead of a result.</summary>
    public string? Error { get; init; }

    /// <summary>job: it fails for good with this message; the case is stuck.</summary>
    public string? Fail { get; init; }
}

/// <param name="Changes">Changes of the draft that are not saved yet.</param>
/// <param name="Steps">Everything that was done from the beginning on.</param>
/// <param name="BeginsAt">The virtual time at the beginning; null: a Thursday morning, 2026-01-15 08:00 UTC.</param>
/// <param name="AutomaticJobs">True: machine work is done at once, without results. False: each job waits for a step.</param>
/// <param name="Title">What the scenario is called; null: a standard title.</param>
public sealed record SandboxRequest(
    IReadOnlyList<FileChange>? Changes,
    [property: JsonRequired] IReadOnlyList<SandboxStep> Steps,
    DateTimeOffset? BeginsAt,
    bool AutomaticJobs,
    string? Title);

/// <summary>How the world of a sandbox stands after its steps.</summary>
public sealed record SandboxAnswer
{
    /// <summary>The virtual time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The step that did not succeed; the ones after it were not tried. Null: all did.</summary>
    public required SandboxFailure? Failure { get; init; }

    /// <summary>All cases, in the order they began; called processes are cases of their own.</summary>
    public required IReadOnlyList<SandboxCase> Cases { get; init; }

    /// <summary>Open tasks of all cases.</summary>
    public required IReadOnlyList<SandboxTask> Tasks { get; init; }

    /// <summary>What else the cases wait for.</summary>
    public required IReadOnlyList<SandboxWait> Waiting { get; init; }

    /// <summary>Where cases are stuck.</summary>
    public required IReadOnlyList<SandboxIncident> Incidents { get; init; }

    /// <summary>Elements that were entered at least once.</summary>
    public required IReadOnlyList<SandboxElement> Elements { get; init; }

    /// <summary>Flows that were taken at least once.</summary>
    public required IReadOnlyList<SandboxFlow> FlowsTaken { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<SandboxEntry> History { get; init; }

    /// <summary>The steps up to the failure as a scenario file that comes true; null: no case has begun yet.</summary>
    public required string? ScenarioYaml { get; init; }
}

/// <param name="Step">Its place, from 0.</param>
/// <param name="Message">A German sentence.</param>
public sealed record SandboxFailure(int Step, string Message);

public enum SandboxState
{
    Active,
    Incident,
    Completed,
    Terminated,
}

/// <param name="Case">Its number, from 1.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="ProcessName">The process's name.</param>
/// <param name="Title">Its title, where the process computes one.</param>
/// <param name="State">How it stands.</param>
/// <param name="Variables">Its variables.</param>
public sealed record SandboxCase(
    int Case, string ProcessId, string ProcessName, string? Title, SandboxState State, JsonObject Variables);

/// <param name="Case">The case's number.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="ElementId">The task's element.</param>
/// <param name="Index">Its place among the open tasks of this element in the case, from 1.</param>
/// <param name="Name">Its title.</param>
/// <param name="Assignee">Who has it, or null.</param>
/// <param name="Groups">Groups it is offered to.</param>
/// <param name="Users">People it is offered to.</param>
/// <param name="Due">When it is due, or null.</param>
/// <param name="Form">The form it shows, or null.</param>
/// <param name="Data">The variables the form begins with.</param>
public sealed record SandboxTask(
    int Case,
    string ProcessId,
    string ElementId,
    int Index,
    string Name,
    string? Assignee,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> Users,
    DateTimeOffset? Due,
    JsonObject? Form,
    JsonObject Data);

public enum SandboxWaitKind
{
    Timer,
    Message,
    Signal,
    Condition,
    Job,
}

/// <param name="Kind">What it waits for.</param>
/// <param name="Case">The case's number.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="ElementId">The element.</param>
/// <param name="Name">The message's, signal's name, the job's type, the condition's text; null for a timer.</param>
/// <param name="Key">The message's correlation key, or null.</param>
/// <param name="Due">A timer's time; otherwise null.</param>
public sealed record SandboxWait(
    SandboxWaitKind Kind, int Case, string ProcessId, string ElementId, string? Name, string? Key, DateTimeOffset? Due);

public sealed record SandboxIncident(int Case, string ProcessId, string ElementId, string Message);

public enum SandboxElementStatus
{
    Active,
    Waiting,
    Incident,
    Completed,
}

public sealed record SandboxElement(string ProcessId, string ElementId, SandboxElementStatus Status, int Count);

public sealed record SandboxFlow(string ProcessId, string FlowId, int Count);

/// <param name="At">The virtual time.</param>
/// <param name="Case">The case's number.</param>
/// <param name="By">Who did it; null: the engine.</param>
/// <param name="ElementId">The element concerned, or null.</param>
/// <param name="What">A German sentence.</param>
public sealed record SandboxEntry(DateTimeOffset At, int Case, string? By, string? ElementId, string What);
