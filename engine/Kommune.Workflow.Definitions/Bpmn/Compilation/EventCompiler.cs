using System.Collections.Immutable;
using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles events: their definitions, whether they interrupt, and a thrown message's job.</summary>
internal sealed class EventCompiler(CompileContext context)
{
    private readonly EventDefinitionCompiler definitions = new(context);

    public Element Compile(Element element, XElement xml)
    {
        var throws = element.Kind is ElementKind.IntermediateThrowEvent or ElementKind.EndEvent;
        if (throws && ActivityCompiler.Job(context, xml) is { } job)
        {
            return element with { Job = job };
        }

        return element with
        {
            Events = Definitions(xml, throws),
            ParallelMultiple = xml.Flag("parallelMultiple"),
            Interrupting = element.Kind switch
            {
                ElementKind.BoundaryEvent => xml.Flag("cancelActivity", absent: true),
                ElementKind.StartEvent => xml.Flag("isInterrupting", absent: true),
                _ => true,
            },
        };
    }

    private ImmutableArray<EventDefinition> Definitions(XElement xml, bool throws) =>
        [.. context.Document.EventDefinitions(xml)
            .Select(d => throws ? definitions.Throw(xml, d) : definitions.Catch(xml, d))
            .OfType<EventDefinition>()];
}
