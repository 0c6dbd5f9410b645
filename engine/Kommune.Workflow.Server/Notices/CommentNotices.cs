using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Storage;

namespace Kommune.Workflow.Server.Notices;

/// <summary>Tells the person who started a case that somebody else commented it: by the procedure <c>mitteilung</c>.</summary>
/// <remarks>A case of its own tries again when the mail server is away, and shows an incident when it stays away.</remarks>
internal sealed class CommentNotices(WorkflowEngine engine, ILogger<CommentNotices> logger)
{
    private const string ProcessId = "mitteilung";

    public async Task TellAsync(InstanceRow about, CommentRow comment, Caller author, CancellationToken cancellation)
    {
        if (about.StartedBy is not { } recipient || recipient == author.UserId)
        {
            return;
        }

        var variables = FeelContext.Of(
            ("an", FeelString.Of(recipient)),
            ("zuFall", FeelString.Of(ClusterKey.Text(about.Key))),
            ("titel", FeelString.Of(about.Title ?? about.CaseNumber ?? "")),
            ("kommentar", FeelContext.Of(("von", FeelString.Of(author.Name)), ("text", FeelString.Of(comment.Text)))));
        var outcome = await engine.StartAsync(
            about.TenantId,
            new ProcessReference.ById(ProcessId),
            variables,
            Actor.Engine,
            new StartOptions { CommandId = $"comment:{comment.Key}" },
            cancellation);
        if (outcome.Rejection is { } rejection)
        {
            logger.LogWarning("Nobody was told of comment {Comment}: {Reason}", comment.Key, rejection.Message);
        }
    }
}
