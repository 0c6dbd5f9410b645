using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Kommune.Workflow.Server.Access;

/// <summary>HTTP Basic with the demo accounts, so that published clients can be tried. Registered with <c>--demo</c> only.</summary>
internal sealed class BasicSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    UserManager<User> users)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "basic";

    /// <summary>Digests of account, security stamp and password that were found right: hashing a password takes long on purpose.</summary>
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    private const int KnownMax = 1_000;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ReadHeader() is not var (name, password))
        {
            return AuthenticateResult.Fail("The header is no valid HTTP Basic header.");
        }

        var user = await users.FindByIdAsync(name);
        if (user is not { Active: true } || !await IsRight(user, password))
        {
            return AuthenticateResult.Fail("User name or password is wrong.");
        }

        var principal = Sessions.Principal(user);
        var identity = new System.Security.Claims.ClaimsIdentity(principal.Claims, Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new System.Security.Claims.ClaimsPrincipal(identity), Scheme));
    }

    private async Task<bool> IsRight(User user, string password)
    {
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id}\n{user.SecurityStamp}\n{password}")));
        if (Known.ContainsKey(digest))
        {
            return true;
        }

        if (!await users.CheckPasswordAsync(user, password))
        {
            return false;
        }

        if (Known.Count >= KnownMax)
        {
            Known.Clear();
        }

        Known[digest] = user.Id;
        return true;
    }

    private (string Name, string Password)? ReadHeader()
    {
        try
        {
            var text = Encoding.UTF8.GetString(
                Convert.FromBase64String(Request.Headers.Authorization.ToString()["Basic ".Length..].Trim()));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 ? (text[..colon].ToLowerInvariant(), text[(colon + 1)..]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
