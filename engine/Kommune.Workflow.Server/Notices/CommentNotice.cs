using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Notices;

/// <summary>Tells the person who started a case that somebody else commented it: by the procedure <c>mitteilung</c>.</summary>
/// <remarks>A case of its own tries again when the mail server is away, and shows an incident when it stays away.</remarks>
internal static class CommentNotice
{
    private const string ProcessId = "mitteilung";

    /// <summary>The start of the procedure; null when there is nobody to tell.</summary>
    public static StartProcess? Of(InstanceRow about, CommentRow comment, Caller author)
    {
        if (about.StartedBy is not { } recipient || recipient == author.UserId)
        {
            return null;
        }

        return new StartProcess(ProcessId, FeelContext.Of(
            ("an", FeelString.Of(recipient)),
            ("zuFall", FeelString.Of(ClusterKey.Text(about.Key))),
            ("titel", FeelString.Of(about.Title ?? about.CaseNumber ?? "")),
            ("kommentar", FeelContext.Of(("von", FeelString.Of(author.Name)), ("text", FeelString.Of(comment.Text))))));
    }
}
