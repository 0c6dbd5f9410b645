using System.Xml.Linq;
using Kommune.Workflow.Definitions.Bpmn;

namespace Kommune.Workflow.Definitions;

/// <summary>Compiles BPMN 2.0 XML in the <c>zeebe:</c> dialect with expressions in FEEL.</summary>
public static class BpmnCompiler
{
    /// <summary>Compiles a document, or tells why not; never throws on what the document says.</summary>
    /// <param name="document">The XML as it lies on disk; its encoding is taken from its declaration.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    public static CompiledDefinitions Compile(ReadOnlyMemory<byte> document, BpmnOptions? options = null)
    {
        var findings = new FindingList();
        var xml = DocumentReader.Read(document, options ?? BpmnOptions.Default, findings);
        return xml is null ? new([], findings.ByLine()) : Compile(xml.Root!, findings);
    }

    /// <inheritdoc cref="Compile(ReadOnlyMemory{byte}, BpmnOptions?)"/>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static CompiledDefinitions Compile(Stream document, BpmnOptions? options = null)
    {
        options ??= BpmnOptions.Default;
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;

        // One byte beyond the limit is enough for the reader to refuse it.
        while (buffer.Length <= options.DocumentBytesMax && (read = document.Read(chunk)) > 0)
        {
            buffer.Write(chunk, 0, read);
        }

        return Compile(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), options);
    }

    internal static CompiledDefinitions Compile(XElement root, FindingList findings)
    {
        if (!root.Is("definitions"))
        {
            findings.Error("kommune.not-bpmn", root,
                $"Das Wurzelelement „{root.Name.LocalName}“ ist kein BPMN-2.0-Dokument (erwartet: definitions).");
            return new([], findings.ByLine());
        }

        var document = new BpmnDocument(root);
        SchemaCheck.Run(document, findings);
        RuleCheck.RunAll(document, findings);
        ExtensionCheck.Run(document, findings);
        FlowSemanticsCheck.Run(document, findings);
        var context = new CompileContext(document, findings);
        var processes = new ProcessCompiler(context);
        var compiled = ExecutableProcesses(document).Select(processes.Compile).ToList();
        return new(findings.HasErrors ? [] : [.. compiled.Select(build => build())], findings.ByLine());
    }

    private static IEnumerable<XElement> ExecutableProcesses(BpmnDocument document) =>
        document.All("process").Where(p => p.Flag("isExecutable")).Concat(GlobalTasks.AsProcesses(document));
}
