using System.Text.Json.Serialization;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Simulations;

/// <param name="MedianMinutes">Half take longer.</param>
/// <param name="P90Minutes">One in ten takes longer; at least the median.</param>
public sealed record DurationWish(
    [property: JsonRequired] double MedianMinutes, [property: JsonRequired] double P90Minutes);

/// <param name="Days">1 Monday to 7 Sunday.</param>
/// <param name="From">Beginning of a working day, such as <c>08:00</c>.</param>
/// <param name="To">Its end.</param>
public sealed record WorkingHoursWish(
    [property: JsonRequired] IReadOnlyList<int> Days, [property: JsonRequired] TimeOnly From, [property: JsonRequired] TimeOnly To);

/// <param name="CompareWith">A second version that meets the same cases; null: none.</param>
/// <param name="Cases">Cases that begin, 1 to 20,000.</param>
/// <param name="ArrivalsPerDay">How many begin on a working day, on average.</param>
/// <param name="Seed">The same seed gives the same figures.</param>
/// <param name="WorkingHours">Null: Monday to Friday, 8 to 16 o'clock.</param>
/// <param name="People">People by group id; a group left out has one.</param>
/// <param name="Durations">By element id; elements left out take what is usual.</param>
/// <param name="Weights">By flow id; flows left out are as likely as each other.</param>
public sealed record SimulationWish(
    int? CompareWith,
    [property: JsonRequired] int Cases,
    [property: JsonRequired] double ArrivalsPerDay,
    uint Seed,
    WorkingHoursWish? WorkingHours,
    IReadOnlyDictionary<string, int>? People,
    IReadOnlyDictionary<string, DurationWish>? Durations,
    IReadOnlyDictionary<string, double>? Weights)
{
    public const int PeopleMax = 1_000;
    private const double ArrivalsMax = 100_000;
    private const double MinutesMax = 366 * 24 * 60;

    /// <summary>The settings asked for; 422 with a sentence for every value that makes no sense.</summary>
    internal SimulationSettings Settings(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>();
        void Check(bool holds, string field, string sentence) => _ = holds || !errors.TryAdd(field, [sentence]);
        Check(Cases is >= 1 and <= CaseSimulation.CasesMax, "cases", $"Bitte geben Sie 1 bis {CaseSimulation.CasesMax} Vorgänge an.");
        Check(ArrivalsPerDay is > 0 and <= ArrivalsMax, "arrivalsPerDay", "Bitte geben Sie an, wie viele Vorgänge je Arbeitstag beginnen.");
        Check(
            (People ?? new Dictionary<string, int>()).Values.All(p => p is >= 1 and <= PeopleMax),
            "people",
            $"In jeder Gruppe arbeiten 1 bis {PeopleMax} Personen.");
        Check(
            (Durations ?? new Dictionary<string, DurationWish>()).Values.All(d =>
                d.MedianMinutes is >= 0 and <= MinutesMax && d.P90Minutes >= d.MedianMinutes && d.P90Minutes <= MinutesMax),
            "durations",
            "Dauern sind nicht negativ und höchstens ein Jahr; die lange Dauer ist mindestens so lang wie die mittlere.");
        Check(
            (Weights ?? new Dictionary<string, double>()).Values.All(w => w is >= 0 and <= 1_000_000),
            "weights",
            "Anteile sind nicht negativ.");
        Check(
            WorkingHours is null || (WorkingHours.From < WorkingHours.To && WorkingHours.Days.Count > 0
                && WorkingHours.Days.All(d => d is >= 1 and <= 7)),
            "workingHours",
            "Bitte wählen Sie mindestens einen Arbeitstag und ein Ende nach dem Beginn.");
        return errors.Count > 0 ? throw Problem.Unprocessable(errors) : new SimulationSettings
        {
            Cases = Cases,
            ArrivalsPerDay = ArrivalsPerDay,
            Seed = Seed,
            Start = now,
            Hours = WorkingHours is null ? Execution.WorkingHours.Office : new WorkingHours(
                WorkingHours.Days.Select(day => (DayOfWeek)(day % 7)).ToHashSet(), WorkingHours.From, WorkingHours.To),
            People = People ?? new Dictionary<string, int>(),
            Weights = Weights ?? new Dictionary<string, double>(),
            Durations = (Durations ?? new Dictionary<string, DurationWish>()).ToDictionary(
                d => d.Key,
                d => new SimulatedDuration(TimeSpan.FromMinutes(d.Value.MedianMinutes), TimeSpan.FromMinutes(d.Value.P90Minutes))),
        };
    }
}
