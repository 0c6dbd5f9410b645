using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Access;

/// <summary>An OpenID provider on this machine: metadata, keys, authorization and token end points of the code flow with PKCE.</summary>
public sealed class IdentityProvider : IAsyncLifetime, IDisposable
{
    public const string ClientId = "kommune-workflow";
    public const string ClientSecret = "geheim";

    private readonly WebApplication app;
    private readonly RSA key = RSA.Create(2048);
    private readonly RSA foreignKey = RSA.Create(2048);
    private (string Nonce, string Challenge, string RedirectUri) asked;

    public IdentityProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Authority,
            authorization_endpoint = Authority + "/authorize",
            token_endpoint = Authority + "/token",
            jwks_uri = Authority + "/keys",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", Token);
    }

    public string Authority => app.Urls.First();

    /// <summary>The claims of the person who signs in.</summary>
    public Dictionary<string, object> Person { get; private set; } = [];

    /// <summary>What the next token says that it should not, or null.</summary>
    public string? Fault { get; set; }

    /// <summary>Who answers at the provider's sign-in page from now on.</summary>
    public void IsUsedBy(string userName, string name, params string[] groups) => Person = new()
    {
        ["sub"] = "id-of-" + userName,
        ["preferred_username"] = userName,
        ["name"] = name,
        ["email"] = userName + "@example.org",
        ["groups"] = groups,
    };

    public async ValueTask InitializeAsync() => await app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        key.Dispose();
        foreignKey.Dispose();
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        Assert.Equal($"{ClientId} code S256", $"{query["client_id"]} {query["response_type"]} {query["code_challenge_method"]}");
        Assert.Contains("openid", query["scope"].ToString().Split(' '));
        asked = (query["nonce"].ToString(), query["code_challenge"].ToString(), query["redirect_uri"].ToString());
        return Results.Redirect(QueryHelpers.AddQueryString(
            asked.RedirectUri, new Dictionary<string, string?> { ["code"] = "one-time", ["state"] = query["state"] }));
    }

    private async Task<IResult> Token(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var verifier = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var known = form["client_id"] == ClientId && form["client_secret"] == ClientSecret && form["code"] == "one-time"
            && form["redirect_uri"] == asked.RedirectUri && verifier == asked.Challenge;
        return known
            ? Results.Json(new { access_token = "access", token_type = "Bearer", expires_in = 60, id_token = IdToken() })
            : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
    }

    private string IdToken() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Fault == "issuer" ? "https://other.example.org" : Authority,
        Audience = Fault == "audience" ? "other" : ClientId,
        Claims = new Dictionary<string, object>(Person) { ["nonce"] = Fault == "nonce" ? "other" : asked.Nonce },
        NotBefore = DateTime.UtcNow.AddHours(-2),
        Expires = Fault == "expiry" ? DateTime.UtcNow.AddHours(-1) : DateTime.UtcNow.AddMinutes(5),
        SigningCredentials = new SigningCredentials(
            new RsaSecurityKey(Fault == "signature" ? foreignKey : key) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256),
    });

    private object PublicKey()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid = "key-1",
            n = WebEncoders.Base64UrlEncode(parameters.Modulus!),
            e = WebEncoders.Base64UrlEncode(parameters.Exponent!),
        };
    }
}
