using System.Text;
using System.Text.Json.Nodes;
using Kommune.Workflow.Plugins.Tests;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Plugins.Files.Tests;

public sealed class FolderTests : IDisposable
{
    private readonly PretendHost host = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kommune-files-");
    private readonly Settings<FilesSettings> settings = new(new FilesSettingsValidator());
    private readonly FolderWatch watch;

    public FolderTests()
    {
        settings.Apply(new JsonObject
        {
            ["watches"] = $"{folder.FullName}=posteingang",
            ["drops"] = $"archiv={folder.FullName}",
        });
        watch = new FolderWatch(settings, host);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Each_file_starts_one_case_gets_attached_and_moves_away()
    {
        Write("brief.txt", "Hallo");

        await LookAsync();
        Assert.Empty(host.Started);
        await LookAsync();
        await LookAsync();

        Assert.Equal("brief.txt", (string)Assert.Single(host.Started).Variables["dateiname"]!);
        Assert.Equal("Hallo", Encoding.UTF8.GetString(Assert.Single(host.CaseFiles).Value.File.Content.Span));
        Assert.True(File.Exists(Path.Combine(folder.FullName, "erledigt", "brief.txt")));
        Assert.False(File.Exists(Path.Combine(folder.FullName, "brief.txt")));
    }

    [Fact]
    public async Task A_file_that_still_grows_is_left_until_it_rests()
    {
        Write("gross.txt", "a");
        await LookAsync();
        Write("gross.txt", "ab");
        await LookAsync();

        Assert.Empty(host.Started);
    }

    [Fact]
    public async Task A_crash_between_start_and_move_leads_to_the_same_case()
    {
        Write("brief.txt", "Hallo");
        var at = File.GetLastWriteTimeUtc(Path.Combine(folder.FullName, "brief.txt"));
        await LookAsync();
        await LookAsync();
        File.Move(Path.Combine(folder.FullName, "erledigt", "brief.txt"), Path.Combine(folder.FullName, "brief.txt"));
        File.SetLastWriteTimeUtc(Path.Combine(folder.FullName, "brief.txt"), at);

        await LookAsync();
        await LookAsync();

        Assert.Single(host.Started);
        Assert.Single(host.CaseFiles);
    }

    [Fact]
    public async Task Without_its_procedure_a_file_stays_and_the_reason_is_told()
    {
        host.Unknown.Add("posteingang");
        Write("brief.txt", "Hallo");

        await LookAsync();
        await LookAsync();

        Assert.True(File.Exists(Path.Combine(folder.FullName, "brief.txt")));
        Assert.Contains("posteingang", watch.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_put_into_an_allowed_folder_complete()
    {
        Assert.IsType<JobResult.Completion>(await DropAsync("archiv", "liste.csv", "a;b"));

        Assert.Equal("a;b", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "liste.csv"), TestContext.Current.CancellationToken));
        Assert.Equal(["liste.csv"], folder.EnumerateFiles().Select(file => file.Name));
    }

    [Theory]
    [InlineData("archiv", "../oben.csv")]
    [InlineData("archiv", ".versteckt")]
    [InlineData("anderswo", "liste.csv")]
    public async Task Other_folders_and_names_that_lead_elsewhere_are_refused(string target, string name)
    {
        Assert.True(Assert.IsType<JobResult.Failure>(await DropAsync(target, name, "a")).Final);

        Assert.Empty(folder.EnumerateFiles());
    }

    private Task LookAsync() => watch.LookAsync(TestContext.Current.CancellationToken);

    private Task<JobResult> DropAsync(string target, string name, string text)
    {
        var inputs = new JsonObject { ["folder"] = target, ["fileName"] = name, ["text"] = text };
        return new DropFile(settings, host).ExecuteAsync(inputs, PretendHost.Context(inputs), TestContext.Current.CancellationToken);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
}
