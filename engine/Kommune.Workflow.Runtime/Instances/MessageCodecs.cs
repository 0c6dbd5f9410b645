using Kommune.Workflow.Execution;
using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Runtime;

// Inside a silo the messages pass as they are; only between silos are they turned into bytes.

[GenerateSerializer]
internal struct InstanceRequestBytes
{
    [Id(0)] public string TenantId;
    [Id(1)] public byte[] Command;
    [Id(2)] public string? UserId;
    [Id(3)] public string? OnBehalfOf;
    [Id(4)] public string? CommandId;
    [Id(5)] public bool RemembersRejection;
}

[RegisterConverter]
internal sealed class InstanceRequestConverter : IConverter<InstanceRequest, InstanceRequestBytes>
{
    public InstanceRequest ConvertFromSurrogate(in InstanceRequestBytes surrogate) => new(
        surrogate.TenantId,
        Journal.DecodeCommand(surrogate.Command),
        new Actor(surrogate.UserId, surrogate.OnBehalfOf),
        surrogate.CommandId)
    {
        RemembersRejection = surrogate.RemembersRejection,
    };

    public InstanceRequestBytes ConvertToSurrogate(in InstanceRequest value) => new()
    {
        TenantId = value.TenantId,
        Command = Journal.EncodeCommand(value.Command),
        UserId = value.Actor.UserId,
        OnBehalfOf = value.Actor.OnBehalfOf,
        CommandId = value.CommandId,
        RemembersRejection = value.RemembersRejection,
    };
}

[GenerateSerializer]
internal struct InstanceReplyBytes
{
    [Id(0)] public byte RejectionCode;
    [Id(1)] public string? RejectionMessage;
    [Id(2)] public string? RejectionNotice;
    [Id(3)] public byte[] Events;
    [Id(4)] public long? EarlierPosition;
}

[RegisterConverter]
internal sealed class InstanceReplyConverter : IConverter<InstanceReply, InstanceReplyBytes>
{
    public InstanceReply ConvertFromSurrogate(in InstanceReplyBytes surrogate) => new(
        surrogate.RejectionMessage is null
            ? null
            : new Rejection((RejectionCode)surrogate.RejectionCode, surrogate.RejectionMessage, surrogate.RejectionNotice!),
        Journal.DecodeEvents(surrogate.Events),
        surrogate.EarlierPosition);

    public InstanceReplyBytes ConvertToSurrogate(in InstanceReply value) => new()
    {
        RejectionCode = (byte)(value.Rejection?.Code ?? default),
        RejectionMessage = value.Rejection?.Message,
        RejectionNotice = value.Rejection?.Notice,
        Events = Journal.EncodeEvents(value.Events),
        EarlierPosition = value.EarlierPosition,
    };
}

[GenerateSerializer]
internal struct JobReplyBytes
{
    [Id(0)] public bool Found;
    [Id(1)] public long Key;
    [Id(2)] public string TenantId;
    [Id(3)] public string Type;
    [Id(4)] public string ProcessId;
    [Id(5)] public int Version;
    [Id(6)] public long DefinitionKey;
    [Id(7)] public string ElementId;
    [Id(8)] public long ElementInstanceKey;
    [Id(9)] public string? CaseNumber;
    [Id(10)] public Dictionary<string, string> Headers;
    [Id(11)] public string Worker;
    [Id(12)] public int Retries;
    [Id(13)] public DateTimeOffset LockedUntil;
    [Id(14)] public byte[] Variables;
}

[RegisterConverter]
internal sealed class JobReplyConverter : IConverter<JobReply, JobReplyBytes>
{
    public JobReply ConvertFromSurrogate(in JobReplyBytes surrogate) => new(!surrogate.Found ? null : new ActivatedJob
    {
        Key = surrogate.Key,
        TenantId = surrogate.TenantId,
        Type = surrogate.Type,
        Instance = InstanceKey.Of(surrogate.Key, out _),
        ProcessId = surrogate.ProcessId,
        Version = surrogate.Version,
        DefinitionKey = surrogate.DefinitionKey,
        ElementId = surrogate.ElementId,
        ElementInstanceKey = surrogate.ElementInstanceKey,
        CaseNumber = surrogate.CaseNumber,
        Headers = surrogate.Headers,
        Worker = surrogate.Worker,
        Retries = surrogate.Retries,
        LockedUntil = surrogate.LockedUntil,
        Variables = (FeelContext)Journal.DecodeValue(surrogate.Variables),
    });

    public JobReplyBytes ConvertToSurrogate(in JobReply value) => value.Job is not { } job ? default : new JobReplyBytes
    {
        Found = true,
        Key = job.Key,
        TenantId = job.TenantId,
        Type = job.Type,
        ProcessId = job.ProcessId,
        Version = job.Version,
        DefinitionKey = job.DefinitionKey,
        ElementId = job.ElementId,
        ElementInstanceKey = job.ElementInstanceKey,
        CaseNumber = job.CaseNumber,
        Headers = job.Headers.ToDictionary(),
        Worker = job.Worker,
        Retries = job.Retries,
        LockedUntil = job.LockedUntil,
        Variables = Journal.EncodeValue(job.Variables),
    };
}

[GenerateSerializer]
internal struct MessageParcelBytes
{
    [Id(0)] public long Key;
    [Id(1)] public string TenantId;
    [Id(2)] public string Name;
    [Id(3)] public string CorrelationKey;
    [Id(4)] public string? MessageId;
    [Id(5)] public byte[] Variables;
    [Id(6)] public DateTimeOffset PublishedAt;
    [Id(7)] public DateTimeOffset ExpiresAt;
    [Id(8)] public bool Delivered;
    [Id(9)] public string? UserId;
    [Id(10)] public string? OnBehalfOf;
}

[RegisterConverter]
internal sealed class MessageParcelConverter : IConverter<MessageParcel, MessageParcelBytes>
{
    public MessageParcel ConvertFromSurrogate(in MessageParcelBytes surrogate) => new(
        new StoredMessage(
            surrogate.Key,
            surrogate.TenantId,
            surrogate.Name,
            surrogate.CorrelationKey,
            surrogate.MessageId,
            (FeelContext)Journal.DecodeValue(surrogate.Variables),
            surrogate.PublishedAt,
            surrogate.ExpiresAt,
            surrogate.Delivered),
        new Actor(surrogate.UserId, surrogate.OnBehalfOf));

    public MessageParcelBytes ConvertToSurrogate(in MessageParcel value) => new()
    {
        Key = value.Message.Key,
        TenantId = value.Message.TenantId,
        Name = value.Message.Name,
        CorrelationKey = value.Message.CorrelationKey,
        MessageId = value.Message.MessageId,
        Variables = Journal.EncodeValue(value.Message.Variables),
        PublishedAt = value.Message.PublishedAt,
        ExpiresAt = value.Message.ExpiresAt,
        Delivered = value.Message.Delivered,
        UserId = value.Actor.UserId,
        OnBehalfOf = value.Actor.OnBehalfOf,
    };
}
