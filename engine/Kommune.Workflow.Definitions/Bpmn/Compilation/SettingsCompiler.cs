using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Compiles what a process says about itself.</summary>
internal sealed class SettingsCompiler(CompileContext context)
{
    public ProcessSettings Compile(XElement process)
    {
        var properties = process.Properties();
        return new ProcessSettings
        {
            VersionTag = process.Zeebe("versionTag", "value"),
            Title = context.Expressions.Text(process, properties.GetValueOrDefault("kommune:title")),
            CaseNumberPrefix = Text(properties.GetValueOrDefault("kommune:caseNumber")),
            Retention = Retention(process, Text(properties.GetValueOrDefault("kommune:retention"))),
            StartFormId = process.Children("startEvent")
                .Where(start => !context.Document.EventDefinitions(start).Any())
                .Select(start => start.Zeebe("formDefinition", "formId")).FirstOrDefault(id => id is not null),
            Starters = ZeebeExtensions.Names(properties.GetValueOrDefault("kommune:starters")),
            Properties = properties,
        };
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private Period? Retention(XElement process, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Period.TryParse(text, out var period))
        {
            return period;
        }

        context.Findings.Error("kommune.retention-invalid", process,
            $"Die Aufbewahrungsfrist „{text}“ ist keine Dauer nach ISO 8601, zum Beispiel P10Y für zehn Jahre.");
        return null;
    }
}
