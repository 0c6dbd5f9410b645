using System.Text.Json.Serialization;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>The time the engine's clock is to stand still at, in milliseconds since 1970.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClockPinRequest
{
    public required long Timestamp { get; init; }
}

/// <summary>Moves the engine's time, to try procedures out. Mapped with <c>--demo</c> only.</summary>
internal static class ClockEndpoints
{
    /// <summary>The year 9999 ends after this.</summary>
    private const long TimestampMax = 253_402_300_799_000;

    public static void Map(RouteGroupBuilder v2)
    {
        var clock = v2.MapGroup("/clock").WithTags("Clock");
        clock.MapPut("", Pin).WithName("pinClock").WithSummary("Stop the engine's clock at a time");
        clock.MapPost("/reset", Reset).WithName("resetClock").WithSummary("Let the engine's clock follow real time again");
    }

    private static NoContent Pin(Caller caller, EngineClock clock, ClockPinRequest wish)
    {
        caller.Require(Permissions.Operations);
        if (wish.Timestamp is < 0 or > TimestampMax)
        {
            throw Problem.Invalid($"Expected a timestamp from 0 to {TimestampMax}, but found {wish.Timestamp}.");
        }

        clock.Pin(DateTimeOffset.FromUnixTimeMilliseconds(wish.Timestamp));
        return TypedResults.NoContent();
    }

    private static NoContent Reset(Caller caller, EngineClock clock)
    {
        caller.Require(Permissions.Operations);
        clock.Reset();
        return TypedResults.NoContent();
    }
}
