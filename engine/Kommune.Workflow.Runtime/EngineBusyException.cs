namespace Kommune.Workflow.Runtime;

/// <summary>A queue of the engine is full: nothing was done, and the same call may succeed in a moment.</summary>
public sealed class EngineBusyException(string limitName, string message) : Exception(message)
{
    /// <summary>The property of <see cref="RuntimeOptions"/>, e.g. <c>CommandsPerInstanceMax</c>.</summary>
    public string LimitName { get; } = limitName;
}
