using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Sdk;
using Kommune.Workflow.Testing;
using Xunit;

namespace Kommune.Workflow.Plugins.Files.Tests;

public sealed class FolderTests : IDisposable
{
    private readonly PluginTest test = PluginTest.Of<FilesPlugin>();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-files-");
    private readonly Settings<FilesSettings> settings = new(new FilesSettingsValidator());
    private readonly FolderWatch watch;

    public FolderTests()
    {
        settings.Apply(new JsonObject { ["watches"] = $"{folder.FullName}=posteingang" });
        test.Set(new { drops = $"archiv={folder.FullName}" });
        watch = new FolderWatch(settings, test.Host);
    }

    public void Dispose()
    {
        test.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_file_starts_one_case_gets_attached_and_moves_away()
    {
        Publish();
        Write("brief.txt", "Hallo");

        await LookAsync();
        Assert.Empty(test.Cases);
        await LookAsync();
        await LookAsync();

        var started = Assert.Single(test.Cases);
        Assert.Equal("brief.txt", (string)started.Variables["dateiname"]!);
        Assert.Equal("Hallo", Encoding.UTF8.GetString(Assert.Single(started.Files).Content.Span));
        Assert.True(File.Exists(Path.Combine(folder.FullName, "erledigt", "brief.txt")));
        Assert.False(File.Exists(Path.Combine(folder.FullName, "brief.txt")));
    }

    [Fact]
    public async Task A_file_that_still_grows_is_left_until_it_rests()
    {
        Publish();
        Write("gross.txt", "a");
        await LookAsync();
        Write("gross.txt", "ab");
        await LookAsync();

        Assert.Empty(test.Cases);
    }

    [Fact]
    public async Task A_crash_between_start_and_move_leads_to_the_same_case()
    {
        Publish();
        Write("brief.txt", "Hallo");
        var at = File.GetLastWriteTimeUtc(Path.Combine(folder.FullName, "brief.txt"));
        await LookAsync();
        await LookAsync();
        File.Move(Path.Combine(folder.FullName, "erledigt", "brief.txt"), Path.Combine(folder.FullName, "brief.txt"));
        File.SetLastWriteTimeUtc(Path.Combine(folder.FullName, "brief.txt"), at);

        await LookAsync();
        await LookAsync();

        Assert.Single(Assert.Single(test.Cases).Files);
    }

    [Fact]
    public async Task Without_its_procedure_a_file_stays_and_the_reason_is_told()
    {
        Write("brief.txt", "Hallo");

        await LookAsync();
        await LookAsync();

        Assert.True(File.Exists(Path.Combine(folder.FullName, "brief.txt")));
        Assert.Contains("posteingang", watch.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_put_into_an_allowed_folder_complete()
    {
        var dropped = await DropAsync("archiv", "liste.csv", "a;b");

        Assert.True(dropped.IsFinished);
        Assert.Equal("a;b", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "liste.csv"), TestContext.Current.CancellationToken));
        Assert.Equal(["liste.csv"], folder.EnumerateFiles().Select(file => file.Name));
    }

    [Theory]
    [InlineData("archiv", "../oben.csv")]
    [InlineData("archiv", ".versteckt")]
    [InlineData("anderswo", "liste.csv")]
    public async Task Other_folders_and_names_that_lead_elsewhere_are_refused(string target, string name)
    {
        var refused = await DropAsync(target, name, "a");

        Assert.Single(refused.Incidents);
        Assert.Empty(folder.EnumerateFiles());
    }

    private Task LookAsync() => watch.LookAsync(TestContext.Current.CancellationToken);

    private Task<TestCase> DropAsync(string target, string name, string text) =>
        test.RunAsync("file-drop", new { folder = target, fileName = name, text });

    private void Publish() => test.Deploy(
        "posteingang.bpmn",
        """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://example.org">
        <process id="posteingang" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
        <userTask id="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>
        """);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
}
