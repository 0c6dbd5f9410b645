using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.People;

internal static class PeopleQueries
{
    /// <summary>People whose name, user name or office has the text in it.</summary>
    public static IQueryable<User> WhoseNameHas(this IQueryable<User> people, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return people;
        }

        var sought = FoldedText.Of(text.Trim());
        return people.Where(u => u.SearchText.Contains(sought));
    }
}
