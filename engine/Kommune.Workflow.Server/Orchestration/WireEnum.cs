using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>Values of enumerations on the wire: <c>SubProcess</c> is <c>SUB_PROCESS</c>; numbers are not accepted.</summary>
/// <remarks>Named at each property: a converter there goes before the one that the rest of the server has for all.</remarks>
internal sealed class WireEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false)
    where TEnum : struct, Enum;
