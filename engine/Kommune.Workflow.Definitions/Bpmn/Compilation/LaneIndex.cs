using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>The innermost lane of each flow node of a process.</summary>
internal sealed class LaneIndex
{
    private readonly Dictionary<string, string> laneByNode = new(StringComparer.Ordinal);

    public LaneIndex(XElement process)
    {
        // Document order: inner lanes come after their outer lane and overwrite it.
        foreach (var lane in process.Descendants(BpmnNames.Bpmn + "lane"))
        {
            var name = lane.Attr("name") is { Length: > 0 } given ? given : lane.Id();
            foreach (var reference in lane.Children("flowNodeRef").Where(_ => name is not null))
            {
                laneByNode[BpmnNames.LocalPart(reference.Value)] = name!;
            }
        }
    }

    /// <summary>The lane of the node, or of the nearest sub-process around it that stands in one.</summary>
    public string? For(XElement node) =>
        node.AncestorsAndSelf().Select(e => laneByNode.GetValueOrDefault(e.Id() ?? string.Empty)).FirstOrDefault(l => l is not null);
}
