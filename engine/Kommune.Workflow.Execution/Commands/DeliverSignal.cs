using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

[MessagePackObject]
public sealed record DeliverSignal(
    [property: Key(0)] int Bookmark, [property: Key(1)] long SignalKey, [property: Key(2)] FeelContext? Variables) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        return Stimulus.Deliver(turn, Bookmark, BookmarkKind.Signal, SignalKey, Variables);
    }
}
