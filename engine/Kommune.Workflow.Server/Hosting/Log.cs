namespace Kommune.Workflow.Server.Hosting;

/// <summary>What the server writes to its log: no names, no contents of cases.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Resource}, line {Line}: {Rule}: {Message}")]
    public static partial void Finding(ILogger logger, string resource, int line, string rule, string message);

    [LoggerMessage(2, LogLevel.Error, "The procedure in workflows/{Folder} was refused; the version deployed before stays in force.")]
    public static partial void Refused(ILogger logger, string folder);

    [LoggerMessage(3, LogLevel.Information, "Deployed the procedure in workflows/{Folder}.")]
    public static partial void Deployed(ILogger logger, string folder);

    [LoggerMessage(4, LogLevel.Warning, "The identity provider's answer was refused: {Reason}")]
    public static partial void SignInRefused(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Error, "Working off batch operations failed; it is tried again.")]
    public static partial void BatchFailed(ILogger logger, Exception exception);
}
