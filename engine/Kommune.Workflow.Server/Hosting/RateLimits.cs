using System.Threading.RateLimiting;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>How often one address may try what can be guessed.</summary>
internal static class RateLimits
{
    /// <summary>The policy of sign-in, set-up and password change.</summary>
    public const string SignIn = "sign-in";

    public static void AddRateLimits(this IServiceCollection services, ServerLimits limits) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "local",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = limits.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    });
}
