using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Kommune.Workflow.Server.Forms;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Forms;

/// <summary>Random forms, filled in with the browser's form library in Node (<c>browser.mjs</c>), judged again by the server.</summary>
public sealed class FormDifferentialTests
{
    private const int CasesPerSeed = 250;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_server_judges_a_filled_in_form_as_the_browser_does(int seed)
    {
        var differences = new List<string>();
        var judged = 0;
        await foreach (var one in CasesAsync(seed))
        {
            judged++;
            if (Difference(one) is { } difference)
            {
                differences.Add(
                    $"node tests/Server.Tests/Forms/browser.mjs {seed} {one["number"]!.GetValue<int>() + 1} | tail -n 1: {difference}");
            }
        }

        Assert.Equal(CasesPerSeed, judged);
        Assert.True(
            differences.Count == 0,
            $"{differences.Count} of {judged} differ:\n{string.Join('\n', differences.Take(5))}");
    }

    private static string? Difference(JsonObject one)
    {
        var form = FormSchema.Parse(one["form"]!.ToJsonString(), out var problems);
        if (form is null)
        {
            return "the server refuses the form: " + string.Join(' ', problems);
        }

        var submission = form.Check(one["answers"]!.AsObject());
        var faults = Names(one["faults"]!);
        var found = submission.Errors.Keys.Order(StringComparer.Ordinal).ToList();
        if (!faults.SequenceEqual(found))
        {
            return $"the browser finds faults in [{string.Join(' ', faults)}], the server in [{string.Join(' ', found)}]";
        }

        var answered = Names(one["answered"]!);
        var kept = submission.Answers.Where(answer => !FormValue.IsEmpty(answer.Value) && !IsComment(answer.Key))
            .Select(answer => answer.Key).Order(StringComparer.Ordinal).ToList();
        return answered.SequenceEqual(kept)
            ? null
            : $"the browser has answers to [{string.Join(' ', answered)}], the server keeps [{string.Join(' ', kept)}]";
    }

    private static bool IsComment(string name) => name.EndsWith("-Comment", StringComparison.Ordinal);

    private static List<string> Names(JsonNode list) =>
        [.. list.AsArray().Select(name => name!.GetValue<string>()).Order(StringComparer.Ordinal)];

    private static async IAsyncEnumerable<JsonObject> CasesAsync(int seed)
    {
        var script = Path.Combine(RepositoryRoot(), "tests", "Server.Tests", "Forms", "browser.mjs");
        using var node = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                script, seed.ToString(CultureInfo.InvariantCulture), CasesPerSeed.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = node.StandardError.ReadToEndAsync();
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            yield return JsonNode.Parse(line)!.AsObject();
        }

        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, "Node needs the packages of designer/ (npm ci): " + await complaints);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
