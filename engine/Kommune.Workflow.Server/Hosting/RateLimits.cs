using System.Threading.RateLimiting;

namespace Kommune.Workflow.Server.Hosting;

/// <summary>How often one address may try what can be guessed.</summary>
internal static class RateLimits
{
    /// <summary>The policy of sign-in, set-up and password change.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Tries per address and minute.</summary>
    public const int SignInsPerMinute = 30;

    public static void AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "local",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    });
}
