using System.Text.RegularExpressions;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Runtime;

/// <summary>Gathers and checks what one plugin contributes.</summary>
internal sealed partial class PluginBuilder(PluginManifest manifest, IPluginHost host) : IPluginBuilder
{
    private const int IconLengthMax = 10_000;

    public PluginContributions Contributions { get; } = new();

    public PluginManifest Manifest => manifest;

    public IPluginHost Host => host;

    public void AddActivity(IActivity activity)
    {
        var description = activity.Description;
        Check(TypeName().IsMatch(description.Type), $"Die Auftragsart „{description.Type}“ ist kein gültiger Name.");
        Check(description.Version >= 1, $"Die Version der Auftragsart „{description.Type}“ muss mindestens 1 sein.");
        Check(description.Icon.Length <= IconLengthMax, $"Das Symbol der Auftragsart „{description.Type}“ ist zu groß.");
        Check(
            Contributions.Activities.TrueForAll(other => other.Description.JobType != description.JobType),
            $"Die Auftragsart „{description.JobType}“ ist doppelt.");
        Contributions.Activities.Add(activity);
    }

    public void AddStimulus(StimulusDescription stimulus)
    {
        Need(PluginPermissions.Processes);
        Check(TypeName().IsMatch(stimulus.Type), $"Die Ereignisart „{stimulus.Type}“ ist kein gültiger Name.");
        Contributions.Stimuli.Add(stimulus);
    }

    public void AddFormat(IDefinitionFormat format)
    {
        Need(PluginPermissions.Language);
        Check(
            format.Ending.StartsWith('.') && format.Ending is not (".bpmn" or ".dmn" or ".form" or ".form.json"),
            $"Die Dateiendung „{format.Ending}“ ist nicht möglich.");
        Contributions.Formats.Add(format);
    }

    public void AddFunction(ExpressionFunction function)
    {
        Need(PluginPermissions.Language);
        Contributions.Functions.Add(function);
    }

    public void AddSettings(Settings settings)
    {
        Check(Contributions.Settings is null, "Eine Erweiterung hat nur einen Satz Einstellungen.");
        Contributions.Settings = settings;
    }

    public void AddHealthCheck(string name, Func<CancellationToken, Task<PluginHealth>> check) =>
        Contributions.HealthChecks.Add((name, check));

    public void AddTables(params IReadOnlyList<Migration> migrations)
    {
        Need(PluginPermissions.Tables);
        var prefix = manifest.Id.Replace('-', '_') + "_";
        foreach (var migration in migrations)
        {
            Check(
                migration.Number == Contributions.Migrations.Count + 1,
                $"Erwartet wird die Migration {Contributions.Migrations.Count + 1}, gefunden {migration.Number}.");
            var foreign = from sql in (string[])[migration.Sqlite, migration.Postgres ?? ""]
                          from Match match in Created().Matches(sql)
                          let name = match.Groups[1].Value.Trim('"')
                          where !name.StartsWith(prefix, StringComparison.Ordinal)
                          select name;
            Check(!foreign.Any(), $"Namen von Tabellen müssen mit „{prefix}“ beginnen: {string.Join(", ", foreign)}.");
            Contributions.Migrations.Add(migration);
        }
    }

    public void AddEndpoint(PluginEndpoint endpoint)
    {
        Need(PluginPermissions.Web);
        Contributions.Endpoints.Add(endpoint);
    }

    public void AddPage(PluginPage page)
    {
        Need(PluginPermissions.Web);
        Contributions.Pages.Add(page);
    }

    public void AddBackgroundWork(BackgroundWork work)
    {
        Need(PluginPermissions.Background);
        Check(WorkName().IsMatch(work.Name), $"„{work.Name}“ ist kein gültiger Name für Hintergrundarbeit.");
        Check(
            Contributions.Background.TrueForAll(other => other.Name != work.Name), $"Die Hintergrundarbeit „{work.Name}“ ist doppelt.");
        Contributions.Background.Add(work);
    }

    private void Need(string permission) => Check(
        manifest.Permissions.Contains(permission),
        $"Die Erweiterung nutzt „{permission}“, erklärt es aber nicht unter „permissions“.");

    private static void Check(bool condition, string problem)
    {
        if (!condition)
        {
            throw new PluginException(problem);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9.:-]{1,79}$")]
    private static partial Regex TypeName();

    [GeneratedRegex("^[A-Za-z0-9-]{1,60}$")]
    private static partial Regex WorkName();

    [GeneratedRegex(
        """\bcreate\s+(?:unique\s+|virtual\s+)?(?:table|index|view|trigger)\s+(?:if\s+not\s+exists\s+)?("?\w+"?)""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Created();
}
