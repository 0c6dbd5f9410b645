using System.Text.Json.Serialization;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cluster;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>A message for whoever waits for it now or comes to wait within its time to live (milliseconds).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MessagePublicationRequest
{
    public required string Name { get; init; }

    /// <summary>Empty: correlates by its name alone.</summary>
    public string? CorrelationKey { get; init; }
    public long TimeToLive { get; init; }

    /// <summary>While the message waits, another with the same name, key and id is refused.</summary>
    public string? MessageId { get; init; }

    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }
    public string? TenantId { get; init; }
}

public sealed record MessagePublicationResult(string MessageKey, string TenantId);

/// <summary>A message for one instance that waits for it now, or that it starts.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MessageCorrelationRequest
{
    public required string Name { get; init; }
    public string? CorrelationKey { get; init; }

    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }
    public string? TenantId { get; init; }
}

public sealed record MessageCorrelationResult(string MessageKey, string ProcessInstanceKey, string TenantId);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SignalBroadcastRequest
{
    public required string SignalName { get; init; }

    [JsonConverter(typeof(VariablesJson))]
    public FeelContext? Variables { get; init; }
    public string? TenantId { get; init; }
}

public sealed record SignalBroadcastResult(string SignalKey, string TenantId);

internal static class MessageEndpoints
{
    public static readonly TimeSpan TimeToLiveMax = TimeSpan.FromDays(366);

    /// <summary>Characters of a name, a correlation key or a message id.</summary>
    public const int NameMax = 500;

    public static void Map(RouteGroupBuilder v2)
    {
        v2.MapPost("/messages/publication", PublishAsync).WithTags("Message")
            .WithName("publishMessage").WithSummary("Publish a message");
        v2.MapPost("/messages/correlation", CorrelateAsync).WithTags("Message")
            .WithName("correlateMessage").WithSummary("Deliver a message to one instance and learn which");
        v2.MapPost("/signals/broadcast", BroadcastAsync).WithTags("Signal")
            .WithName("broadcastSignal").WithSummary("Send a signal to all who wait for it");
    }

    private static async Task<MessagePublicationResult> PublishAsync(
        CommandSender sender, MessagePublicationRequest wish, CancellationToken cancellation)
    {
        RequireIntegration(sender, wish.TenantId);
        CheckName(wish.Name, "name");
        CheckLength(wish.CorrelationKey, "correlationKey");
        CheckLength(wish.MessageId, "messageId");
        var outcome = await sender.Engine.PublishMessageAsync(
            sender.TenantId,
            new MessagePublication(
                wish.Name,
                NullIfEmpty(wish.CorrelationKey),
                Milliseconds.Read(wish.TimeToLive, "timeToLive", TimeToLiveMax),
                NullIfEmpty(wish.MessageId),
                wish.Variables),
            sender.Caller.Actor,
            cancellation);
        return outcome.AlreadyPublished
            ? throw new ProblemException(
                StatusCodes.Status409Conflict,
                "ALREADY_EXISTS",
                $"Expected a new message id, but a message '{wish.Name}' with the id '{wish.MessageId}' waits already.")
            : new MessagePublicationResult(ClusterKey.Text(outcome.MessageKey), sender.TenantId);
    }

    private static async Task<MessageCorrelationResult> CorrelateAsync(
        CommandSender sender, MessageCorrelationRequest wish, CancellationToken cancellation)
    {
        RequireIntegration(sender, wish.TenantId);
        CheckName(wish.Name, "name");
        CheckLength(wish.CorrelationKey, "correlationKey");
        var outcome = await sender.Engine.CorrelateMessageAsync(
            sender.TenantId, wish.Name, NullIfEmpty(wish.CorrelationKey), wish.Variables, sender.Caller.Actor, cancellation);
        return outcome.Instance is { } instance
            ? new MessageCorrelationResult(ClusterKey.Text(outcome.MessageKey), instance.ToString(), sender.TenantId)
            : throw new ProblemException(
                StatusCodes.Status404NotFound,
                "NOT_FOUND",
                $"Expected an instance that waits for the message '{wish.Name}' with this correlation key, but there is none.");
    }

    private static async Task<SignalBroadcastResult> BroadcastAsync(
        CommandSender sender, SignalBroadcastRequest wish, CancellationToken cancellation)
    {
        RequireIntegration(sender, wish.TenantId);
        CheckName(wish.SignalName, "signalName");
        var key = await sender.Engine.BroadcastSignalAsync(
            sender.TenantId, wish.SignalName, wish.Variables, sender.Caller.Actor, cancellation);
        return new SignalBroadcastResult(ClusterKey.Text(key), sender.TenantId);
    }

    private static void RequireIntegration(CommandSender sender, string? tenantId)
    {
        sender.Caller.Require(Permissions.Integration, Permissions.Operations);
        sender.RequireTenant(tenantId);
    }

    private static void CheckName(string name, string field)
    {
        if (name.Length == 0)
        {
            throw Problem.Invalid($"Expected {field} to have a value, but it is empty.");
        }

        CheckLength(name, field);
    }

    private static void CheckLength(string? text, string field)
    {
        if (text?.Length > NameMax)
        {
            throw Problem.Invalid($"Expected {field} to have at most {NameMax} characters, but it has {text.Length}.");
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
