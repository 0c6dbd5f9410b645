using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.People;

namespace Kommune.Workflow.Server.Tasks;

/// <summary>A form as shown: SurveyJS JSON.</summary>
public sealed record Form(string Id, JsonObject Schema);

public sealed record Draft(JsonObject Data, DateTimeOffset SavedAt);

/// <param name="State"><c>pending</c> while the other person works on it.</param>
/// <param name="Owner">Who gave it away and gets it back.</param>
public sealed record Delegation([property: AllowedValues("pending", "resolved")] string State, Person Owner);

public sealed record TaskCounts(int History, int Comments, int Attachments);

/// <summary>A task with what its page needs.</summary>
public sealed record TaskDetail : TaskItem
{
    [SetsRequiredMembers]
    public TaskDetail(TaskItem item)
        : base(item)
    {
    }

    /// <summary>What to do, from the element's property <c>kommune:instructions</c>; null without.</summary>
    public string? Instructions { get; init; }
    public Form? Form { get; init; }

    /// <summary>The variables visible at the task.</summary>
    public JsonObject Data { get; init; } = [];

    /// <summary>What the reader entered earlier without sending.</summary>
    public Draft? Draft { get; init; }
    public Delegation? Delegation { get; init; }

    /// <summary>What the reader may do; with a reason where not.</summary>
    public IReadOnlyDictionary<TaskAction, Permission> Actions { get; init; } = new Dictionary<TaskAction, Permission>();
    public TaskCounts Counts { get; init; } = new(0, 0, 0);
}
