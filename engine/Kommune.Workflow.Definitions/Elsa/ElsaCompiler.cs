using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Kommune.Workflow.Definitions.Elsa;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions;

/// <summary>Compiles workflow definitions of Elsa 3 (JSON) into the same graphs as BPMN; see ADR 0008 for what becomes of what.</summary>
public static partial class ElsaCompiler
{
    /// <summary>Compiles a document, or tells why not; never throws on what the document says.</summary>
    public static CompiledDefinitions Compile(ReadOnlyMemory<byte> document, ElsaOptions? options = null) =>
        ElsaDocument.TryRead(document.Span, out var read, out var finding, options)
            ? Compile(read, options)
            : new CompiledDefinitions([], [finding]);

    /// <inheritdoc cref="Compile(ReadOnlyMemory{byte}, ElsaOptions?)"/>
    public static CompiledDefinitions Compile(ElsaDocument document, ElsaOptions? options = null)
    {
        options ??= ElsaOptions.Default;
        var findings = new ElsaFindings();
        var json = document.Json;
        var variables = ElsaVariables.Read(json["variables"], null, findings);
        var workflow = Describe(document, variables, findings);
        CheckSettings(json, findings);
        if (workflow.Activities.Values.Distinct(StringComparer.Ordinal).Count() > options.ActivitiesMax)
        {
            findings.Error("too-many-activities", null, json, $"Die Definition hat mehr als {options.ActivitiesMax} Aktivitäten.");
            return new CompiledDefinitions([], findings.ByLine());
        }


        var names = new ElsaNames(workflow, null, variables);
        var root = new ElsaActivity(document.Root!, 0, names);
        var graph = new GraphDraft();
        graph.Add(new Element
        {
            Index = 0,
            Id = document.DefinitionId,
            Name = document.Name,
            Kind = ElementKind.Process,
            Scope = Element.None,
            Line = json.Line,
            Discipline = FlowDiscipline.Queued,
            Inputs = [.. Inputs(workflow), .. ElsaVariables.Initial(variables, null, findings)],
            Outputs = [.. Outputs(workflow, variables)],
        });
        var compiler = new ActivityCompiler(graph, findings, options);
        if (root.Type is "Elsa.Flowchart" or "Elsa.Sequence" && !HidesVariables(root, variables))
        {
            compiler.Fill(root, 0, isRoot: true);
        }
        else
        {
            var first = compiler.Compile(root, mayStart: true);
            graph[0] = graph[0] with { StartEvent = first };
        }

        if (findings.HasErrors)
        {
            return new CompiledDefinitions([], findings.ByLine());
        }

        var built = graph.Build(new ProcessSettings
        {
            VersionTag = document.VersionId,
            Title = TextValue.Computed(FeelExpression.Foreign(
                ElsaNames.InstanceName, [ElsaNames.InstanceName], environment => ElsaNames.Read(environment, ElsaNames.InstanceName))),
        });
        CheckLoops(built, json, findings);
        return new CompiledDefinitions(findings.HasErrors ? [] : [built], findings.ByLine());
    }

    private static ElsaWorkflow Describe(ElsaDocument document, IReadOnlyList<ElsaVariable> variables, ElsaFindings findings)
    {
        var inputs = ElsaVariables.Read(document.Json["inputs"], null, findings);
        var activities = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(document.Root!, activities);
        return new ElsaWorkflow(document.DefinitionId, document.VersionId, document.Version)
        {
            Settings = document.Json["customProperties"],
            Inputs = inputs,
            Outputs = [.. ElsaVariables.Read(document.Json["outputs"], null, findings).Select(output => output.Name)],
            HiddenInputs = inputs.Select(input => input.Name).Intersect(variables.Select(variable => variable.Name))
                .ToHashSet(StringComparer.Ordinal),
            Activities = activities,
            KeepsOutputs = AsksForOutputs().IsMatch(document.Json.ToJson()),
        };
    }

    private static void Collect(ElsaNode node, Dictionary<string, string> activities)
    {
        if (node.IsObject && node.TextOf("type") is not null && node.TextOf("id") is { } id)
        {
            activities.TryAdd(id, id);
            if (node.TextOf("name") is { Length: > 0 } name)
            {
                activities.TryAdd(name, id);
            }
        }

        foreach (var inner in node.IsObject ? node.Members.Select(member => member.Value) : node.Items)
        {
            Collect(inner, activities);
        }
    }

    private static void CheckSettings(ElsaNode json, ElsaFindings findings)
    {
        var settings = json["options"];
        if (settings?["activationStrategyType"] is { Text: { Length: > 0 } strategy } activation
            && !strategy.Contains("AllowAlways", StringComparison.Ordinal))
        {
            findings.Error("activation", null, activation, "Abläufe, die nur einmal zur selben Zeit laufen dürfen, gibt es nicht.");
        }

        if (settings?["incidentStrategyType"] is { Text: { Length: > 0 } } incidents)
        {
            findings.Hint("incidents", null, incidents,
                "Eine Störung hält hier nur ihren eigenen Weg an; eine Person sieht sie unter Betrieb.");
        }
    }

    // A variable declared twice, at the workflow and at its root, is two variables.
    private static bool HidesVariables(ElsaActivity root, IReadOnlyList<ElsaVariable> variables) =>
        ElsaList.Of(root.Json["variables"]).Any(inner => variables.Any(outer => outer.Name == inner.TextOf("name")));

    // A workflow used as an activity gets its inputs by names with a small first letter.
    private static IEnumerable<VariableMapping> Inputs(ElsaWorkflow workflow) => workflow.Inputs
        .Where(input => workflow.HiddenInputs.Contains(input.Name) || ElsaNames.Camel(input.Name) != input.Name)
        .Select(input => new VariableMapping(
            FeelExpression.Foreign(input.Name, [input.Name], environment => environment.TryGetVariable(input.Name, out var given)
                ? given : ElsaNames.Read(environment, ElsaNames.Camel(input.Name))),
            workflow.HiddenInputs.Contains(input.Name) ? $"{ElsaNames.Input}.{input.Name}" : input.Name));

    // Outputs become variables of the case at its end, where no variable or input has that name.
    private static IEnumerable<VariableMapping> Outputs(ElsaWorkflow workflow, IReadOnlyList<ElsaVariable> variables) => workflow.Outputs
        .Except(variables.Concat(workflow.Inputs).Select(declared => declared.Name))
        .Select(name => new VariableMapping(
            FeelExpression.Foreign(name, [ElsaNames.Output], environment => ElsaNames.Read(environment, ElsaNames.Output, name)), name));

    private static void CheckLoops(ProcessGraph graph, ElsaNode json, ElsaFindings findings)
    {
        foreach (var chart in graph.Elements.Where(element => element.Discipline == FlowDiscipline.Counters && element.StartEvent >= 0))
        {
            var starts = chart.Children.Where(child => child == chart.StartEvent || graph.Elements[child].Instantiate);
            foreach (var plan in starts.Select(start => new FlowchartPlan(graph, start)))
            {
                foreach (var flow in graph.Flows.Where(flow => graph.Elements[flow.Source].Scope == chart.Index
                    && plan.Reaches(flow.Source) && !plan.IsForward(flow.Index) && !plan.IsLoop(flow)))
                {
                    findings.Error("invalid-loop", graph.Elements[flow.Source].Id, json,
                        $"Die Verbindung zurück nach „{graph.Elements[flow.Target].Id}“ ist keine Schleife: "
                        + "Nicht jeder Weg zu ihrem Anfang führt über ihr Ziel.");
                }
            }
        }
    }

    [GeneratedRegex(@"getOutputFrom|getLastResult|get\w+From\w+\s*\(", RegexOptions.CultureInvariant)]
    private static partial Regex AsksForOutputs();
}
