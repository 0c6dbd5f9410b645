using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Kommune.Workflow.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Kommune.Workflow.Server.Access;

/// <summary>Programs sign in with <c>Authorization: Bearer kw_…</c>; only the secret's hash is stored.</summary>
internal sealed class ApiKeySignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    WorkflowDbContext database,
    TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "api-key";

    /// <summary>A new secret: 256 random bits.</summary>
    public static string NewSecret() => "kw_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var secret = Request.Headers.Authorization.ToString()["Bearer ".Length..].Trim();
        var hash = Hash(secret);
        var now = clock.GetUtcNow();
        var row = await database.ApiKeys.SingleOrDefaultAsync(
            k => k.SecretHash == hash && (k.ExpiresAt == null || k.ExpiresAt > now), Context.RequestAborted);
        if (row is null)
        {
            return AuthenticateResult.Fail("The API key is unknown or expired.");
        }

        if (row.LastUsedAt is null || now - row.LastUsedAt > TimeSpan.FromHours(1))
        {
            row.LastUsedAt = now;
            await database.SaveChangesAsync(Context.RequestAborted);
        }

        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new Claim(CallerLoading.ApiKeyClaim, row.Key.ToString(CultureInfo.InvariantCulture)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }
}
