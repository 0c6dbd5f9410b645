using System.Threading.RateLimiting;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>How often one address may try what can be guessed.</summary>
internal static class RateLimits
{
    /// <summary>The policy of sign-in, set-up and password change.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The policy of plugins' addresses that need no sign-in.</summary>
    public const string Anyone = "anyone";

    /// <summary>Requests without sign-in per address and minute.</summary>
    public const int RequestsPerMinute = 600;

    public static void AddRateLimits(this IServiceCollection services, ServerLimits limits) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "local",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = limits.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limiter.AddPolicy(Anyone, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "local",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    });
}
