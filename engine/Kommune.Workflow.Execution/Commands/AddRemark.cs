using MessagePack;

namespace Kommune.Workflow.Execution;

/// <summary>Puts a note on the case's record without changing anything else (a comment, a file).</summary>
/// <param name="Kind">What is noted: <c>comment</c>, <c>attachment-added</c>, <c>attachment-removed</c>.</param>
/// <param name="Reference">The key of the comment or file; its text is not part of the record, so that it can be erased.</param>
/// <param name="Task">The task it belongs to, or null for the case.</param>
[MessagePackObject]
public sealed record AddRemark(
    [property: Key(0)] string Kind, [property: Key(1)] string Reference, [property: Key(2)] int? Task) : Command
{
    internal override Rejection? Decide(Turn turn)
    {
        turn.Emit(new RemarkAdded(Kind, Reference, Task));
        return null;
    }
}
