namespace Kommune.Workflow.Execution;

/// <summary>Why a command was refused: the caller's fault, nothing changed.</summary>
/// <param name="Code">What kind of refusal.</param>
/// <param name="Message">«Expected to …, but …», for a developer.</param>
/// <param name="Notice">The same for the person at the screen, in German.</param>
public sealed record Rejection(RejectionCode Code, string Message, string Notice);

public enum RejectionCode : byte
{
    /// <summary>The thing named does not exist (any more).</summary>
    NotFound,

    /// <summary>The thing exists, but its state does not allow the command.</summary>
    InvalidState,

    /// <summary>The command's content is wrong.</summary>
    InvalidArgument,

    /// <summary>Four eyes: this person did the other step.</summary>
    FourEyes,
}
