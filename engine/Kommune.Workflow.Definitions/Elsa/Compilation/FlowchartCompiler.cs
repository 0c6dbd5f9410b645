namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Compiles a flowchart: its activities, its connections, and with which activity it starts.</summary>
internal sealed class FlowchartCompiler(ActivityCompiler activities, GraphDraft graph, ElsaFindings findings, ElsaOptions options)
{
    private const string ModeProperty = "Flowchart:ExecutionMode";

    public void Compile(ElsaActivity chart, int into, bool isRoot)
    {
        graph[into] = graph[into] with { Discipline = DisciplineOf(chart) };
        var compiled = new List<(ElsaActivity Activity, int Index)>();
        foreach (var node in ElsaList.Of(chart.Json["activities"]))
        {
            var activity = chart with { Json = node };
            compiled.Add((activity, activities.Compile(activity, isRoot)));
        }

        foreach (var connection in ElsaList.Of(chart.Json["connections"]))
        {
            Connect(chart, connection, compiled);
        }

        if (ElsaList.Of(chart.Settings?["notFoundConnections"]) is [var lost, ..])
        {
            findings.Warning("lost-connections", chart.Id, lost,
                "Die Datei enthält Verbindungen, deren Enden schon früher fehlten; sie werden nicht begangen.");
        }

        if (compiled.Count > 0)
        {
            graph[into] = graph[into] with { StartEvent = StartOf(compiled) };
        }
    }

    private FlowDiscipline DisciplineOf(ElsaActivity chart)
    {
        var mode = chart.Settings?[ModeProperty] ?? chart.Names.Workflow.Settings?[ModeProperty];
        return (mode?.Text ?? mode?.Raw) switch
        {
            "TokenBased" or "1" => FlowDiscipline.Tokens,
            "CounterBased" or "2" => FlowDiscipline.Counters,
            _ => options.UsesTokens ? FlowDiscipline.Tokens : FlowDiscipline.Counters,
        };
    }

    private int StartOf(List<(ElsaActivity Activity, int Index)> compiled)
    {
        var start = compiled.Find(one => one.Activity.Type == "Elsa.Start");
        start = start.Activity is null ? compiled.Find(one => one.Activity.CanStart) : start;
        start = start.Activity is null ? compiled.Find(one => !graph.HasFlowTo(one.Index)) : start;
        return start.Activity is null ? compiled[0].Index : start.Index;
    }

    private void Connect(ElsaActivity chart, ElsaNode connection, List<(ElsaActivity Activity, int Index)> compiled)
    {
        var (source, port) = EndOf(connection, "source", "sourcePort");
        var (target, _) = EndOf(connection, "target", "targetPort");
        var from = compiled.FindIndex(one => one.Activity.Id == source);
        var to = compiled.FindIndex(one => one.Activity.Id == target);
        if (from < 0 || to < 0)
        {
            findings.Warning("lost-connection", chart.Id, connection,
                $"Die Verbindung von „{source}“ nach „{target}“ führt ins Leere; sie wird nicht begangen.");
            return;
        }

        var outcome = string.IsNullOrEmpty(port) ? SequenceFlow.Done : port;
        graph.Connect(compiled[from].Index, compiled[to].Index, outcome, outcome == SequenceFlow.Done ? null : outcome);
    }

    // {"source": {"activity": "a", "port": "Done"}}, or in old files {"source": "a", "sourcePort": "Done"}.
    private static (string? Activity, string? Port) EndOf(ElsaNode connection, string end, string oldPort) =>
        connection[end] is { IsObject: true } node
            ? (node.TextOf("activity") ?? node.TextOf("activityId"), node.TextOf("port"))
            : (connection.TextOf(end), connection.TextOf(oldPort));
}
