using Google.OrTools.ConstraintSolver;
using Google.Protobuf.WellKnownTypes;

namespace Kommune.Workflow.Plugins.Mqtt.Rounds;

/// <summary>Proposes tours with OR-Tools: capacities and shifts kept, urgent stops early, little driving.</summary>
public static class RoundPlanner
{
    public const int MaxStops = 300;

    public const int MaxVehicles = 20;

    /// <summary>Leaving out an urgent stop costs more than any detour, any other stop more than most.</summary>
    private const long UrgentPenalty = 100_000_000;
    private const long StopPenalty = 10_000_000;
    private const long LatenessPerSecond = 20;

    /// <summary>Same input, same plan: the search ends by count, the time is only a safety net.</summary>
    private const int MaxSolutions = 200;

    /// <summary>Plans tours.</summary>
    /// <param name="depot">Where every tour begins and ends.</param>
    /// <param name="stops">At most <see cref="MaxStops"/>.</param>
    /// <param name="vehicles">1 to <see cref="MaxVehicles"/>.</param>
    /// <param name="assumptions">Speed and times; null: the usual.</param>
    /// <param name="patience">How long the search may take.</param>
    /// <exception cref="ArgumentException">Too many stops, no vehicle or too many.</exception>
    public static RoundPlan Plan(
        Place depot,
        IReadOnlyList<RoundStop> stops,
        IReadOnlyList<RoundVehicle> vehicles,
        RoundAssumptions? assumptions = null,
        TimeSpan? patience = null)
    {
        if (stops.Count > MaxStops || vehicles.Count is 0 or > MaxVehicles)
        {
            throw new ArgumentException($"At most {MaxStops} stops and 1 to {MaxVehicles} vehicles can be planned.");
        }

        if (stops.Count == 0)
        {
            return new RoundPlan([], []);
        }

        assumptions ??= new RoundAssumptions();
        var metres = Metres(depot, stops, assumptions);
        using var nodes = new RoutingIndexManager(stops.Count + 1, vehicles.Count, 0);
        using var model = new RoutingModel(nodes);
        var drive = model.RegisterTransitCallback((from, to) => metres[nodes.IndexToNode(from), nodes.IndexToNode(to)]);
        model.SetArcCostEvaluatorOfAllVehicles(drive);
        AddCapacity(model, nodes, stops, vehicles);
        AddTime(model, nodes, stops, vehicles, assumptions, metres);
        for (var i = 0; i < stops.Count; i++)
        {
            model.AddDisjunction([nodes.NodeToIndex(i + 1)], stops[i].Urgent ? UrgentPenalty : StopPenalty);
        }

        var search = operations_research_constraint_solver.DefaultRoutingSearchParameters();
        search.FirstSolutionStrategy = FirstSolutionStrategy.Types.Value.PathCheapestArc;
        search.LocalSearchMetaheuristic = LocalSearchMetaheuristic.Types.Value.GuidedLocalSearch;
        search.SolutionLimit = MaxSolutions;
        search.TimeLimit = Duration.FromTimeSpan(patience ?? TimeSpan.FromSeconds(5));
        using var solution = model.SolveWithParameters(search);
        return solution is null
            ? new RoundPlan([], [.. stops.Select(stop => stop.Id)])
            : Read(model, nodes, solution, stops, vehicles, metres);
    }

    private static void AddCapacity(
        RoutingModel model, RoutingIndexManager nodes, IReadOnlyList<RoundStop> stops, IReadOnlyList<RoundVehicle> vehicles)
    {
        var load = model.RegisterUnaryTransitCallback(index =>
            nodes.IndexToNode(index) is var node && node == 0 ? 0 : (long)Math.Ceiling(stops[node - 1].Load));
        model.AddDimensionWithVehicleCapacity(load, 0, [.. vehicles.Select(vehicle => (long)vehicle.Capacity)], true, "load");
    }

    private static void AddTime(
        RoutingModel model,
        RoutingIndexManager nodes,
        IReadOnlyList<RoundStop> stops,
        IReadOnlyList<RoundVehicle> vehicles,
        RoundAssumptions assumptions,
        long[,] metres)
    {
        var service = (long)assumptions.TimePerStop.TotalSeconds;
        var time = model.RegisterTransitCallback((from, to) =>
        {
            var (a, b) = (nodes.IndexToNode(from), nodes.IndexToNode(to));
            return (long)(metres[a, b] / assumptions.MetresPerSecond) + (a == 0 ? 0 : service);
        });
        model.AddDimensionWithVehicleCapacity(
            time, 0, [.. vehicles.Select(vehicle => (long)vehicle.Shift.TotalSeconds)], true, "time");
        var clock = model.GetMutableDimension("time");
        for (var i = 0; i < stops.Count; i++)
        {
            if (stops[i].Urgent)
            {
                clock.SetCumulVarSoftUpperBound(
                    nodes.NodeToIndex(i + 1), (long)assumptions.UrgentWithin.TotalSeconds, LatenessPerSecond);
            }
        }
    }

    private static RoundPlan Read(
        RoutingModel model,
        RoutingIndexManager nodes,
        Assignment solution,
        IReadOnlyList<RoundStop> stops,
        IReadOnlyList<RoundVehicle> vehicles,
        long[,] metres)
    {
        var clock = model.GetMutableDimension("time");
        var tours = new List<Tour>();
        var planned = new HashSet<string>(StringComparer.Ordinal);
        for (var vehicle = 0; vehicle < vehicles.Count; vehicle++)
        {
            var tour = new List<TourStop>();
            var (length, load) = (0L, 0.0);
            var index = model.Start(vehicle);
            while (!model.IsEnd(index))
            {
                var next = solution.Value(model.NextVar(index));
                length += metres[nodes.IndexToNode(index), nodes.IndexToNode(next)];
                index = next;
                if (nodes.IndexToNode(index) is var node && node > 0)
                {
                    var stop = stops[node - 1];
                    tour.Add(new TourStop(stop.Id, TimeSpan.FromSeconds(solution.Min(clock.CumulVar(index)))));
                    load += stop.Load;
                    planned.Add(stop.Id);
                }
            }

            if (tour.Count > 0)
            {
                var duration = TimeSpan.FromSeconds(solution.Min(clock.CumulVar(index)));
                tours.Add(new Tour(vehicles[vehicle].Id, tour, length, duration, load));
            }
        }

        return new RoundPlan(tours, [.. stops.Select(stop => stop.Id).Where(id => !planned.Contains(id))]);
    }

    private static long[,] Metres(Place depot, IReadOnlyList<RoundStop> stops, RoundAssumptions assumptions)
    {
        Place[] places = [depot, .. stops.Select(stop => stop.Place)];
        var metres = new long[places.Length, places.Length];
        for (var a = 0; a < places.Length; a++)
        {
            for (var b = 0; b < places.Length; b++)
            {
                metres[a, b] = (long)Math.Round(places[a].DistanceTo(places[b]) * assumptions.Detour);
            }
        }

        return metres;
    }
}
