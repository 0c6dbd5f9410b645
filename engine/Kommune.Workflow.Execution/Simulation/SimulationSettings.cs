using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>What a simulation assumes about the world around a process.</summary>
public sealed record SimulationSettings
{
    /// <summary>Cases that begin; at least 1.</summary>
    public required int Cases { get; init; }

    /// <summary>How many begin on a working day on average; they come independently of each other.</summary>
    public required double ArrivalsPerDay { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The virtual time at which it begins.</summary>
    public required DateTimeOffset Start { get; init; }

    public WorkingHours Hours { get; init; } = WorkingHours.Office;

    /// <summary>How many people of a group work on this process; groups left out have one.</summary>
    public IReadOnlyDictionary<string, int> People { get; init; } = new Dictionary<string, int>();

    /// <summary>By element id: working time of a person, run time of a job, or time until an answer comes.</summary>
    public IReadOnlyDictionary<string, SimulatedDuration> Durations { get; init; } = new Dictionary<string, SimulatedDuration>();

    /// <summary>By flow id: how often a way is chosen, in relation to the other ways at the same place.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>Start variables of every case.</summary>
    public FeelContext Variables { get; init; } = FeelContext.Empty;
}

/// <param name="Days">At least one.</param>
/// <param name="From">Beginning of a working day, wall clock in Berlin.</param>
/// <param name="To">Its end, later than the beginning.</param>
public sealed record WorkingHours(IReadOnlySet<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>Monday to Friday, 8 to 16 o'clock.</summary>
    public static WorkingHours Office { get; } = new(
        new HashSet<DayOfWeek> { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday },
        new TimeOnly(8, 0),
        new TimeOnly(16, 0));
}

/// <summary>A duration as people can guess it; spread lognormally.</summary>
/// <param name="Median">Half of them take longer.</param>
/// <param name="Ninetieth">One in ten takes longer; at least the median.</param>
public readonly record struct SimulatedDuration(TimeSpan Median, TimeSpan Ninetieth)
{
    /// <summary>What a person needs for a task nobody said anything about.</summary>
    public static SimulatedDuration Task { get; } = new(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(60));

    /// <summary>What a program needs.</summary>
    public static SimulatedDuration Job { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));

    /// <summary>How long an answer from outside, or a called process, takes.</summary>
    public static SimulatedDuration Answer { get; } = new(TimeSpan.FromDays(2), TimeSpan.FromDays(7));
}
