using System.Collections.Immutable;
using System.Text;
using Kommune.Workflow.Definitions;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>Kinds of documents that plugins add. They are added once, before the first deployment.</summary>
internal static class AddedFormats
{
    private static ImmutableDictionary<string, IDefinitionFormat> byEnding =
        ImmutableDictionary.Create<string, IDefinitionFormat>(StringComparer.OrdinalIgnoreCase);

    public static void Add(IReadOnlyList<IDefinitionFormat> formats) =>
        ImmutableInterlocked.Update(ref byEnding, known => known.SetItems(formats.Select(f => KeyValuePair.Create(f.Ending, f))));

    /// <summary>A file as read; of a plugin's format the document itself, kept as it is, and the model made of it.</summary>
    public static IEnumerable<ReadResource> Read(DeploymentResource file)
    {
        var format = byEnding.Values.FirstOrDefault(f => file.Name.EndsWith(f.Ending, StringComparison.OrdinalIgnoreCase));
        if (format is null)
        {
            return [DeploymentReader.Read(file)];
        }

        var translation = format.Translate(file.Name, file.Content);
        var findings = translation.Problems.Select(problem => new Finding(
            problem.IsError || translation.Bpmn is null ? FindingSeverity.Error : FindingSeverity.Warning,
            problem.Rule,
            null,
            problem.Line,
            problem.Message));
        var document = DeploymentReader.Read(file) with { Findings = [.. findings] };
        return translation.Bpmn is { } bpmn
            ? [document, DeploymentReader.Read(new DeploymentResource(file.Name + ".bpmn", Encoding.UTF8.GetBytes(bpmn)))]
            : [document];
    }
}
