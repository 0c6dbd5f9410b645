using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Access;

/// <summary>Who sends a request, and what that person (or program) may do now.</summary>
public sealed record Caller
{
    /// <summary>The user name; for a program <c>key:</c> and the name of its API key.</summary>
    public required string UserId { get; init; }

    public required string Name { get; init; }
    public string? Unit { get; init; }

    /// <summary>Ids of its groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    public IReadOnlySet<string> Permissions { get; init; } = new HashSet<string>();

    /// <summary>The people this person stands in for now.</summary>
    public IReadOnlyList<Deputised> DeputyFor { get; init; } = [];

    /// <summary>Whether the request came with the session cookie.</summary>
    public bool BySession { get; init; }

    public bool May(string permission) => Permissions.Contains(permission);

    /// <summary>Ends the request with 403 unless the caller has one of the permissions.</summary>
    public void Require(params ReadOnlySpan<string> anyOf)
    {
        foreach (var permission in anyOf)
        {
            if (May(permission))
            {
                return;
            }
        }

        throw Problem.Forbidden("Dafür fehlt Ihnen die Berechtigung.");
    }

    public Actor Actor => new(UserId);

    /// <summary>The caller of an authorised request, for the parameters of endpoints.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    internal static Caller Of(HttpContext context) => context.Items[typeof(Caller)] as Caller
        ?? throw new InvalidOperationException("Expected a caller on an authorised request, but there is none.");
}

/// <summary>A person who is away, with the groups through which tasks reach them.</summary>
public sealed record Deputised(string UserId, IReadOnlyList<string> Groups, DateTimeOffset Until);
