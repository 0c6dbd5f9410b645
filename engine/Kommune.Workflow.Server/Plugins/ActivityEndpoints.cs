using System.Text.Json.Nodes;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Server.Plugins;

/// <summary>What the designer offers beyond BPMN: kinds of tasks and events, as descriptions and as element templates.</summary>
internal static class ActivityEndpoints
{
    /// <param name="Type">Its type, without the version.</param>
    /// <param name="Version">From 1.</param>
    /// <param name="JobType">The job type in models.</param>
    /// <param name="Latest">Whether there is no newer version; new models take the latest.</param>
    /// <param name="PluginId">Where it comes from.</param>
    /// <param name="Name">German.</param>
    /// <param name="Description">German.</param>
    /// <param name="Icon">The name of an icon, or an SVG as a <c>data:</c> address.</param>
    /// <param name="Inputs">What it takes.</param>
    /// <param name="Outputs">What it gives.</param>
    /// <param name="Outcomes">How it can end beside «done».</param>
    public sealed record ActivityItem(
        string Type,
        int Version,
        string JobType,
        bool Latest,
        string PluginId,
        string Name,
        string Description,
        string Icon,
        IReadOnlyList<FieldDescription> Inputs,
        IReadOnlyList<FieldDescription> Outputs,
        IReadOnlyList<Outcome> Outcomes);

    /// <param name="Type">The name of its messages.</param>
    /// <param name="PluginId">Where it comes from.</param>
    /// <param name="Name">German.</param>
    /// <param name="Description">German.</param>
    /// <param name="Icon">The name of an icon, or an SVG as a <c>data:</c> address.</param>
    /// <param name="Settings">What a modeller sets at the event.</param>
    /// <param name="Outputs">The variables it brings.</param>
    public sealed record StimulusItem(
        string Type,
        string PluginId,
        string Name,
        string Description,
        string Icon,
        IReadOnlyList<FieldDescription> Settings,
        IReadOnlyList<FieldDescription> Outputs);

    public static void MapActivities(this IEndpointRouteBuilder api)
    {
        api.MapGet("/activities", Activities).WithName("listActivities").WithSummary("Kinds of tasks that plugins add, by name.")
            .Produces<IReadOnlyList<ActivityItem>>();
        api.MapGet("/stimuli", Stimuli).WithName("listStimuli").WithSummary("Kinds of events that plugins add, by name.")
            .Produces<IReadOnlyList<StimulusItem>>();
        api.MapGet("/element-templates", Templates).WithName("listElementTemplates")
            .WithSummary("The same as element templates of the modeler: all versions.").Produces<JsonArray>();
    }

    private static IReadOnlyList<ActivityItem> Activities(PluginCatalogue catalogue)
    {
        var all = catalogue.Working
            .SelectMany(plugin => plugin.Contributions.Activities.Select(activity => (plugin.Id, Activity: activity)))
            .ToList();
        var latest = all.GroupBy(a => a.Activity.Description.Type, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(a => a.Activity.Description.Version), StringComparer.Ordinal);
        return [.. from found in all
                   let description = found.Activity.Description
                   orderby description.Name, description.Version descending
                   select new ActivityItem(
                       description.Type,
                       description.Version,
                       description.JobType,
                       latest[description.Type] == description.Version,
                       found.Id,
                       description.Name,
                       description.Description,
                       description.Icon,
                       found.Activity.Inputs,
                       found.Activity.Outputs,
                       description.Outcomes)];
    }

    private static IReadOnlyList<StimulusItem> Stimuli(PluginCatalogue catalogue) =>
        [.. from plugin in catalogue.Working
            from stimulus in plugin.Contributions.Stimuli
            orderby stimulus.Name
            select new StimulusItem(
                stimulus.Type,
                plugin.Id,
                stimulus.Name,
                stimulus.Description,
                stimulus.Icon,
                stimulus.Settings,
                stimulus.Outputs)];

    private static JsonArray Templates(PluginCatalogue catalogue) => new(
    [
        .. catalogue.Working.SelectMany(plugin => plugin.Contributions.Activities).Select(ElementTemplate.OfActivity),
        .. catalogue.Working.SelectMany(plugin => plugin.Contributions.Stimuli).SelectMany(ElementTemplate.OfStimulus),
    ]);
}
