using System.ComponentModel.DataAnnotations;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Problems;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Server.Ideas;

/// <summary>What a reader of the Ideenspeicher is looking for; every part that is given narrows the list.</summary>
/// <param name="Status">One of the five.</param>
/// <param name="Themes">Any of these.</param>
/// <param name="Department">Exactly this.</param>
/// <param name="Views">Any of these.</param>
/// <param name="Text">Words that must all occur in the texts, the title or the case number.</param>
internal sealed record IdeaFilter(
    [property: FromQuery(Name = "status"), IdeaStatus] string? Status,
    [property: FromQuery(Name = "theme")] string[]? Themes,
    [property: FromQuery(Name = "department")] string? Department,
    [property: FromQuery(Name = "view"), AllowedValues("intern", "extern")] string[]? Views,
    [property: FromQuery(Name = "q")] string? Text)
{
    /// <summary>The longest search text, in characters.</summary>
    public const int TextLengthMax = 200;

    private const int WordsMax = 6;
    private const int ValuesMax = 20;

    private static readonly string[] SearchedTexts =
    [
        IdeaNames.Title, IdeaNames.Problem, IdeaNames.Solution, IdeaNames.Benefit, IdeaNames.Description,
        IdeaNames.Department, IdeaNames.Theme, IdeaNames.Reason, IdeaNames.Result,
    ];

    /// <summary>All entries of the tenant; a case that was cancelled is none.</summary>
    /// <remarks>
    /// The tenant is asked of the case only. Variables and tasks are reached by the case's key, and one more condition on the
    /// tenant would make the database read all of the tenant's rows for each case instead of the few of the case.
    /// </remarks>
    public static IQueryable<InstanceRow> All(WorkflowDbContext database) => database.Instances.AsNoTracking().IgnoreQueryFilters()
        .Where(i => i.TenantId == database.TenantId
            && i.ProcessId == IdeaNames.ProcessId && i.Status != InstanceStatus.Terminated);

    /// <summary>The entries this filter leaves.</summary>
    public IQueryable<InstanceRow> Apply(WorkflowDbContext database)
    {
        var ideas = All(database);
        ideas = Having(ideas, database, IdeaNames.Status, Status is null ? [] : [Status]);
        ideas = Having(ideas, database, IdeaNames.Theme, Themes ?? []);
        ideas = Having(ideas, database, IdeaNames.Department, Department is null ? [] : [Department]);
        ideas = Having(ideas, database, IdeaNames.View, Views ?? []);
        return Words().Aggregate(ideas, (left, word) => left.Where(i =>
            i.SearchText.Contains(word)
            || database.Variables.Any(v => v.ScopeKey == i.Key && SearchedTexts.Contains(v.Name) && v.SearchText!.Contains(word))));
    }

    private static IQueryable<InstanceRow> Having(
        IQueryable<InstanceRow> ideas, WorkflowDbContext database, string variable, string[] values)
    {
        if (values.Length == 0)
        {
            return ideas;
        }

        if (values.Length > ValuesMax)
        {
            throw Problem.Invalid($"Expected at most {ValuesMax} values of one filter, but got {values.Length}.");
        }

        var hashes = values.Select(value => VariableHash.Of(Json(value))).ToList();
        return ideas.Where(i => database.Variables.Any(v =>
            v.Name == variable && hashes.Contains(v.ValueHash) && v.ScopeKey == i.Key));
    }

    /// <summary>A text as the engine stores it.</summary>
    private static string Json(string text) => Expressions.FeelJson.ToJson(Expressions.FeelString.Of(text));

    private IEnumerable<string> Words()
    {
        if (string.IsNullOrWhiteSpace(Text))
        {
            return [];
        }

        if (Text.Length > TextLengthMax)
        {
            throw Problem.Invalid(
                $"Expected a search text of at most {TextLengthMax} characters.", "Bitte kürzen Sie den Suchtext.");
        }

        return Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(WordsMax).Select(word => FoldedText.Of(word));
    }
}
