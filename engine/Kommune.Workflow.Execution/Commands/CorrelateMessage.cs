using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Delivers a message to the bookmark that waits for it.</summary>
[MessagePackObject]
public sealed record CorrelateMessage(
    [property: Key(0)] int Bookmark, [property: Key(1)] long MessageKey, [property: Key(2)] FeelContext? Variables) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        return Stimulus.Deliver(turn, Bookmark, BookmarkKind.Message, MessageKey, Variables);
    }
}
