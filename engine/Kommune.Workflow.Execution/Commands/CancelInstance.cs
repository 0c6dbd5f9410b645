using MessagePack;

namespace Kommune.Workflow.Execution;

[MessagePackObject]
public sealed record CancelInstance([property: Key(0)] string? Reason = null) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        Ending.Cancel(turn, Reason);
        return null;
    }
}
