namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Times on the wire are ISO 8601 with a trailing <c>Z</c>, which the serializer writes for UTC <see cref="DateTime"/>s.</summary>
internal static class WireTime
{
    public static DateTime? Of(DateTimeOffset? time) => time?.UtcDateTime;
}
