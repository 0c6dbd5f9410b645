using Kommune.Workflow.Testing;
using Xunit;

namespace MyPlugin.Tests;

/// <summary>Runs the plugin's work in memory. Whole models: test.Deploy and test.StartAsync.</summary>
public sealed class PluginTests
{
    [Fact]
    public async Task A_person_is_greeted()
    {
        using var test = PluginTest.Of<Plugin>();

        var found = await test.RunAsync("my-plugin-greet", new { name = "Anna" });

        Assert.True(found.IsFinished, string.Join(" ", found.Failures));
        Assert.Equal("Guten Tag, Anna!", (string?)found.Variables["greeting"]);
    }
}
