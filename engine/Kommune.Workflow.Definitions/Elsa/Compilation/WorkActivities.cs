using System.Collections.Immutable;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Activities that people or other workflows do.</summary>
internal sealed partial class ActivityCompiler
{
    private const string TaskResult = "result";
    private const string TaskOutcome = "outcome";

    // What a workflow used as an activity has of its own, beside its inputs and outputs.
    private static readonly ImmutableHashSet<string> OwnMembers = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "id", "nodeId", "name", "type", "version", "customProperties", "applicationProperties", "metadata", "workflowDefinitionId",
        "workflowDefinitionVersionId", "latestAvailablePublishedVersion", "latestAvailablePublishedVersionId");

    private int RunTask(ElsaActivity activity)
    {
        var payload = InputOr(activity, Payload, "ObjectDictionary", FeelNull.Instance);
        var target = Outputs(activity, ("Result", Read(TaskResult)));
        return graph.Add(New(activity, ElementKind.UserTask) with
        {
            UserTask = new UserTaskDefinition
            {
                Title = Name(activity, "taskName"),
                Assignee = FromPayload("assignee"),
                CandidateGroups = FromPayload("candidateGroups"),
                CandidateUsers = FromPayload("candidateUsers"),
                DueDate = FromPayload("dueDate"),
                FormId = activity.Settings?.TextOf("formId") ?? FixedForm(payload),
                FourEyes = Texts(activity.Settings?["fourEyes"]),
            },
            Inputs = [new VariableMapping(payload, Payload), .. target.IsEmpty ? [] : new[] { new VariableMapping(Null, TaskResult) }],
            Outputs = target,
        });
    }

    private int UserTask(ElsaActivity activity) => graph.Add(New(activity, ElementKind.UserTask) with
    {
        UserTask = new UserTaskDefinition
        {
            Title = Text(activity, "title", "String"),
            Assignee = Text(activity, "assignee", "String"),
            CandidateGroups = Text(activity, "candidateGroups", "String[]"),
            CandidateUsers = Text(activity, "candidateUsers", "String[]"),
            DueDate = Text(activity, "dueDate", "String"),
            FollowUpDate = Text(activity, "followUpDate", "String"),
            Priority = Text(activity, "priority", "Int32"),
            FormId = expressions.FixedText(activity, "formId"),
            FourEyes = Texts(expressions.FixedText(activity, "fourEyes")),
        },

        // A field of this name in the form decides how it goes on.
        Inputs = [new VariableMapping(Null, TaskOutcome)],
        Outcomes = FeelExpression.Foreign(TaskOutcome, [TaskOutcome], environment =>
            ElsaNames.Read(environment, TaskOutcome) is FeelString { Value: { Length: > 0 } } chosen ? chosen : FeelNull.Instance),
    });

    private int ExecuteWorkflow(ElsaActivity activity, bool waitsAlways)
    {
        var wait = expressions.FixedText(activity, "waitForCompletion");
        var correlation = expressions.Input(activity, "correlationId", "String");
        if (expressions.FixedText(activity, "channelName") is { Length: > 0 })
        {
            findings.Warning("channel", activity.Id, activity.Json["channelName"]!, "Kanäle gibt es nicht; gestartet wird der Reihe nach.");
        }

        return graph.Add(New(activity, ElementKind.CallActivity) with
        {
            Call = new CallDefinition
            {
                ProcessId = Name(activity, "workflowDefinitionId"),
                PropagateAllParentVariables = false,
                PropagateAllChildVariables = false,
                Variables = expressions.Input(activity, "input", "ObjectDictionary"),
                WaitsForEnd = wait is null ? waitsAlways : wait is "true" or "True",
            },
            Inputs = [.. Blank, .. correlation is null ? [] : new[] { new VariableMapping(correlation, ElsaNames.CorrelationId) }],
            Outputs = Kept(Outputs(activity, ("Result", Read(ElsaNames.Output))), ElsaNames.Output),
        });
    }

    private int CallWorkflow(ElsaActivity activity)
    {
        var members = activity.Json.Members.Where(member => !OwnMembers.Contains(member.Name) && member.Value.IsObject).ToList();
        var inputs = members.Where(member => member.Value["expression"] is not null)
            .Select(member => (member.Name, Value: expressions.Input(activity, member.Name)))
            .Where(member => member.Value is not null)
            .Select(member => new VariableMapping(member.Value!, member.Name));
        var outputs = members.Where(member => member.Value["expression"] is null && member.Value["memoryReference"] is not null)
            .SelectMany(member => Outputs(activity, (ElsaNames.Pascal(member.Name), OutputOf(member.Name))));
        var version = activity.Json.TextOf("workflowDefinitionVersionId");
        return graph.Add(New(activity, ElementKind.CallActivity) with
        {
            Call = new CallDefinition
            {
                ProcessId = TextValue.Fixed(activity.Json.TextOf("workflowDefinitionId")!),
                Binding = string.IsNullOrEmpty(version) ? Binding.Latest : Binding.VersionTagOrLatest,
                VersionTag = version,
                PropagateAllParentVariables = false,
                PropagateAllChildVariables = false,
            },
            Inputs = [.. Blank, .. inputs],
            Outputs = Kept([.. outputs], ElsaNames.Output),
            Outcomes = Read(ElsaNames.Outcomes),
        });
    }

    // So that what a called workflow does not give is not taken from the caller's own.
    private static IEnumerable<VariableMapping> Blank =>
        [new VariableMapping(Null, ElsaNames.Output), new VariableMapping(Null, ElsaNames.Outcomes)];

    // The activity writes the output's name with a small first letter.
    private static FeelExpression OutputOf(string member) => FeelExpression.Foreign(member, [ElsaNames.Output], environment =>
        ElsaNames.Read(environment, ElsaNames.Output) is FeelContext outputs
        && outputs.Keys.FirstOrDefault(name => ElsaNames.Camel(name) == ElsaNames.Camel(member)) is { } name
            ? outputs[name] : FeelNull.Instance);

    private static TextValue FromPayload(string entry) => TextValue.Computed(
        FeelExpression.Foreign($"{Payload}.{entry}", [Payload], environment => ElsaNames.Read(environment, Payload, entry)));

    private static string? FixedForm(FeelExpression payload) =>
        payload.FreeVariables.Count == 0 && payload.Text.StartsWith('{')
            && ElsaTypes.Parsed(FeelString.Of(payload.Text)) is FeelContext fixedPayload
            ? (fixedPayload["formId"] as FeelString)?.Value : null;

    private static ImmutableArray<string> Texts(ElsaNode? list) => [.. ElsaList.Of(list).Select(item => item.Text).OfType<string>()];

    private static ImmutableArray<string> Texts(string? json) => json is null ? [] :
        [.. (ElsaTypes.Convert(FeelString.Of(json), "String[]") as FeelList ?? FeelList.Empty).Items.Select(ElsaTypes.ToText)];

    private TextValue? Text(ElsaActivity activity, string input, string typeName) =>
        expressions.Input(activity, input, typeName) is { } expression ? TextValue.Computed(expression) : null;
}
