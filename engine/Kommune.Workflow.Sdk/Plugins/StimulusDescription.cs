namespace Kommune.Workflow.Sdk;

/// <summary>A kind of event with which a plugin starts and resumes processes, as the designer offers it.</summary>
/// <remarks>
/// In a model it is a message event whose message is named <see cref="Type"/>. Settings made in the designer are
/// <c>zeebe:property</c> entries of the event; the entry <c>condition</c> is a FEEL expression over the raised variables that must be true
/// for the event to take the stimulus.
/// </remarks>
public sealed record StimulusDescription
{
    /// <summary>The name of its messages, such as <c>mqtt-message</c>; unique among all plugins.</summary>
    public required string Type { get; init; }

    /// <summary>The German name.</summary>
    public required string Name { get; init; }

    /// <summary>What it tells, in one or two German sentences.</summary>
    public required string Description { get; init; }

    /// <summary>The name of an icon; see <see cref="ActivityDescription.Icon"/>.</summary>
    public string Icon { get; init; } = "signal";

    /// <summary>What a modeller sets at the event.</summary>
    public IReadOnlyList<FieldDescription> Settings { get; init; } = [];

    /// <summary>The variables it brings.</summary>
    public IReadOnlyList<FieldDescription> Outputs { get; init; } = [];
}
