using Kommune.Workflow.Sdk;

namespace MyPlugin;

/// <summary>What the plugin contributes.</summary>
public sealed class Plugin : IPlugin
{
    public void Configure(IPluginBuilder plugin) => plugin.AddActivity(new Greet());
}

public sealed record GreetInputs
{
    [Field("Name", Help = "Wer gegrüßt wird.")]
    public required string Name { get; init; }
}

public sealed record GreetOutputs([property: Field("Gruß")] string Greeting);

/// <summary>One kind of task. It may run again after a crash, with the same context.IdempotencyKey.</summary>
public sealed class Greet : Activity<GreetInputs, GreetOutputs>
{
    public override ActivityDescription Description { get; } = new()
    {
        Type = "my-plugin-greet",
        Name = "Grüßen",
        Description = "Grüßt einen Menschen.",
        Icon = "person",
    };

    protected override Task<ActivityResult<GreetOutputs>> ExecuteAsync(
        GreetInputs inputs, ActivityContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Completed(new GreetOutputs($"Guten Tag, {inputs.Name}!")));
}
