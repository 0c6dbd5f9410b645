using Kommune.Workflow.Definitions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Tasks;

namespace Kommune.Workflow.Server.Processes;

/// <summary>Who may start a process, and who may read all of its cases.</summary>
internal static class ProcessRights
{
    /// <summary>Property of a process: groups that may read all its cases, separated by commas; <c>*</c>: everybody signed in.</summary>
    public const string ReadersProperty = "kommune:readers";

    public static Permission MayStart(ProcessGraph graph, Caller caller)
    {
        if (graph.Process.StartEvent == Element.None)
        {
            return Permission.Denied("Dieser Prozess beginnt von selbst, nicht von Hand.");
        }

        var starters = graph.Settings.Starters;
        return starters.IsEmpty || starters.Any(caller.Groups.Contains) || caller.May(Permissions.Operations)
            ? Permission.Granted
            : Permission.Denied("Diesen Prozess dürfen andere Stellen starten.");
    }

    public static bool MayReadAll(ProcessGraph graph, Caller caller)
    {
        if (caller.May(Permissions.Operations))
        {
            return true;
        }

        var readers = graph.Settings.Properties.GetValueOrDefault(ReadersProperty)?
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return readers.Contains("*") || readers.Any(caller.Groups.Contains);
    }
}
