using Kommune.Workflow.Server.Inbox;
using Kommune.Workflow.Storage;
using Microsoft.EntityFrameworkCore;

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

        var pattern = $"%{InboxSources.EscapeLike(text.Trim().ToLowerInvariant())}%";
        return people.Where(u => EF.Functions.Like(u.Name.ToLower(), pattern, "\\")
            || EF.Functions.Like(u.Id, pattern, "\\")
            || EF.Functions.Like(u.Unit!.ToLower(), pattern, "\\"));
    }
}
