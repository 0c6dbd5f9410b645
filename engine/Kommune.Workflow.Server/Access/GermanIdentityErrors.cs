using Microsoft.AspNetCore.Identity;

namespace Kommune.Workflow.Server.Access;

/// <summary>What can be wrong with an account, in German.</summary>
internal sealed class GermanIdentityErrors : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) =>
        Error(nameof(PasswordTooShort), $"Das Kennwort muss mindestens {length} Zeichen lang sein.");

    public override IdentityError PasswordMismatch() => Error(nameof(PasswordMismatch), "Das bisherige Kennwort stimmt nicht.");

    public override IdentityError DuplicateUserName(string userName) =>
        Error(nameof(DuplicateUserName), $"Den Benutzernamen „{userName}“ gibt es schon.");

    public override IdentityError InvalidUserName(string? userName) => Error(
        nameof(InvalidUserName), "Der Benutzername darf nur Kleinbuchstaben, Ziffern und die Zeichen - _ . @ enthalten.");

    private static IdentityError Error(string code, string description) => new() { Code = code, Description = description };
}
