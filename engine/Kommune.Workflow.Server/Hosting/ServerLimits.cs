namespace Kommune.Workflow.Server.Hosting;

/// <summary>How much one request, address or operation may ask for (section <c>Limits</c>); beyond it there is a clear refusal.</summary>
public sealed record ServerLimits
{
    public const string Section = "Limits";

    /// <summary>Bytes of a request body without a limit of its own.</summary>
    public long BodyBytesMax { get; init; } = 25 * 1024 * 1024;

    /// <summary>Bytes of a body under <c>/v2</c> that is no deployment.</summary>
    public long ApiBodyBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes of a deployment under <c>/v2</c>, all its files together.</summary>
    public long DeploymentBytesMax { get; init; } = 20 * 1024 * 1024;

    /// <summary>Bytes of a file attached to a case.</summary>
    public long AttachmentBytesMax { get; init; } = 20 * 1024 * 1024;

    /// <summary>Files at one case.</summary>
    public int AttachmentsPerCaseMax { get; init; } = 200;

    /// <summary>Attempts of one address a minute at what can be guessed: sign-in, set-up, change of password.</summary>
    public int SignInsPerMinute { get; init; } = 30;

    /// <summary>Failed attempts after which an account is locked for <see cref="LockoutTime"/>.</summary>
    public int FailedSignInsMax { get; init; } = 10;

    /// <summary>How long an account is locked.</summary>
    public TimeSpan LockoutTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session lasts without use.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromHours(10);

    /// <summary>Changes in one batch operation.</summary>
    public int BatchItemsMax { get; init; } = 10_000;

    /// <summary>Batch operations that are not ended.</summary>
    public int BatchOperationsOpenMax { get; init; } = 100;

    /// <summary>How long one plugin may take to say what it contributes; beyond it the program starts without it.</summary>
    public TimeSpan PluginStartTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The limits in the settings, defaults for the others.</summary>
    /// <exception cref="InvalidOperationException">A limit is not positive.</exception>
    public static ServerLimits Read(IConfiguration settings)
    {
        var limits = settings.GetSection(Section).Get<ServerLimits>() ?? new ServerLimits();
        var wrong = typeof(ServerLimits).GetProperties()
            .Where(limit => limit.GetValue(limits) is 0 or < 0 or 0L or < 0L or TimeSpan { Ticks: <= 0 })
            .Select(limit => $"{Section}:{limit.Name}").ToList();
        return wrong.Count == 0
            ? limits
            : throw new InvalidOperationException($"Diese Grenzen müssen größer als null sein: {string.Join(", ", wrong)}.");
    }
}
