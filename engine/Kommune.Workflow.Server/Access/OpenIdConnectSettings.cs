namespace Kommune.Workflow.Server.Access;

/// <summary>How people sign in at the municipality's identity provider (section <c>OpenIdConnect</c>); off without an authority.</summary>
public sealed record OpenIdConnectSettings
{
    public const string Section = "OpenIdConnect";

    /// <summary>Address of the provider; its metadata lie at <c>/.well-known/openid-configuration</c> below.</summary>
    public string? Authority { get; init; }
    public string? ClientId { get; init; }
    public string? ClientSecret { get; init; }

    /// <summary>What the button of the sign-in page says.</summary>
    public string Name { get; init; } = "Zentrale Anmeldung";

    /// <summary>The claim that holds the account's name.</summary>
    public string UserNameClaim { get; init; } = "preferred_username";

    /// <summary>The claim whose values name the person's groups; null: groups are kept by the administration.</summary>
    public string? GroupsClaim { get; init; }

    /// <summary>Value of the claim to id of the group here; a value that is not named counts as the id itself.</summary>
    public Dictionary<string, string> Groups { get; init; } = [];

    /// <summary>Whether somebody the provider knows gets an account at the first sign-in.</summary>
    public bool CreateAccounts { get; init; }

    /// <summary>Scopes asked for besides <c>openid</c> and <c>profile</c>, separated by spaces.</summary>
    public string Scopes { get; init; } = "email";

    /// <summary>Lets the provider be reached without TLS: for trying out only.</summary>
    public bool AllowHttp { get; init; }

    public bool IsOn => !string.IsNullOrWhiteSpace(Authority);

    public static OpenIdConnectSettings Read(IConfiguration settings) =>
        settings.GetSection(Section).Get<OpenIdConnectSettings>() ?? new OpenIdConnectSettings();
}
