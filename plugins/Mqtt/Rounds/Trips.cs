using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Rounds;

/// <summary>An order for one container that has ended.</summary>
/// <param name="Container">The container.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">How, in the procedure's words.</param>
/// <param name="Round">The round that took it; null: none.</param>
public sealed record Trip(string Container, DateTimeOffset At, string Outcome, string? Round);

/// <summary>What became of orders, for the report. No names of people.</summary>
public sealed class Trips(ITables tables)
{
    /// <summary>Raised when a container was emptied by a driver's word.</summary>
    internal event Action<string>? Emptied;

    /// <summary>Keeps one; the same fact again changes nothing.</summary>
    public async Task KeepAsync(string fact, Trip trip, CancellationToken cancellationToken)
    {
        await tables.WriteAsync(
            async (transaction, _) =>
            {
                await using var sql = new Sql(
                    transaction.Connection!,
                    "INSERT INTO mqtt_trips (fact, container, at, outcome, round) VALUES (@0, @1, @2, @3, @4) ON CONFLICT DO NOTHING",
                    5,
                    transaction);
                return await sql.RunAsync(fact, trip.Container, trip.At.ToUnixTimeMilliseconds(), trip.Outcome, trip.Round)
                    .ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (trip.Outcome == "geleert")
        {
            Emptied?.Invoke(trip.Container);
        }
    }

    /// <summary>Those of a time, oldest first.</summary>
    public Task<List<Trip>> BetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => tables.ReadAsync(
        async (connection, _) =>
        {
            await using var sql = new Sql(
                connection, "SELECT container, at, outcome, round FROM mqtt_trips WHERE at >= @0 AND at < @1 ORDER BY at, fact", 2);
            return await sql.ListAsync(
                row => new Trip(
                    row.GetString(0),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
                    row.GetString(2),
                    row.IsDBNull(3) ? null : row.GetString(3)),
                from.ToUnixTimeMilliseconds(),
                to.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        },
        cancellationToken);
}

/// <summary>What the task „Leerung vermerken“ takes.</summary>
public sealed record KeepTripInputs
{
    [Field("Behälter")]
    public required string Behaelter { get; init; }

    [Field("Ergebnis")]
    public required string Ergebnis { get; init; }

    [Field("Runde")]
    public string? Runde { get; init; }
}

/// <summary>It gives nothing.</summary>
public sealed record KeepTripOutputs;

/// <summary>Keeps how an order ended, so that the report can count trips.</summary>
internal sealed class KeepTrip(Trips trips, TimeProvider clock) : Activity<KeepTripInputs, KeepTripOutputs>
{
    public override ActivityDescription Description { get; } = new()
    {
        Type = "sensor-trip",
        Name = "Leerung vermerken",
        Description = "Hält fest, wie der Auftrag für einen Behälter ausging. Daraus entsteht der Bericht über gesparte Fahrten.",
        Icon = "database",
    };

    protected override async Task<ActivityResult<KeepTripOutputs>> ExecuteAsync(
        KeepTripInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        var trip = new Trip(inputs.Behaelter, clock.GetUtcNow(), inputs.Ergebnis, inputs.Runde);
        await trips.KeepAsync(context.IdempotencyKey, trip, cancellationToken).ConfigureAwait(false);
        return Completed();
    }
}
