using Kommune.Workflow.Plugins.Mqtt.Rounds;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public class RoundPlannerTests
{
    private static readonly Place Depot = new(48.676, 10.152);
    private static readonly RoundVehicle Lorry = new("Fahrzeug 1", 20_000, TimeSpan.FromHours(8));

    [Fact]
    public void Stops_on_a_line_are_driven_in_their_order()
    {
        var stops = Enumerable.Range(1, 6).OrderBy(i => (i * 5) % 7).Select(i => Stop($"B-{i}", i * 0.01, 0)).ToList();
        var tour = Assert.Single(RoundPlanner.Plan(Depot, stops, [Lorry]).Tours);
        Assert.Equal(stops.Select(s => s.Id).Order(), tour.Stops.Select(s => s.Id).Order());
        Assert.Equal(2 * Depot.DistanceTo(new Place(48.736, 10.152)) * 1.3, tour.Metres, 20.0);
        Assert.Equal(tour.Stops.Select(s => s.Arrival).Order(), tour.Stops.Select(s => s.Arrival));
    }

    [Fact]
    public void What_does_not_fit_goes_to_the_second_vehicle()
    {
        var stops = Enumerable.Range(1, 6).Select(i => Stop($"B-{i}", i * 0.01, 0) with { Load = 4_000 }).ToList();
        var plan = RoundPlanner.Plan(Depot, stops, [Lorry with { Capacity = 12_000 }, new("Fahrzeug 2", 12_000, TimeSpan.FromHours(8))]);
        Assert.Equal(2, plan.Tours.Count);
        Assert.All(plan.Tours, tour => Assert.True(tour.Load <= 12_000));
        Assert.Empty(plan.NotPlanned);
    }

    [Fact]
    public void What_no_vehicle_can_take_is_named_and_urgent_stops_are_kept()
    {
        var stops = Enumerable.Range(1, 4).Select(i => Stop($"B-{i}", i * 0.01, 0) with { Load = 4_000, Urgent = i == 4 }).ToList();
        var plan = RoundPlanner.Plan(Depot, stops, [Lorry with { Capacity = 8_000 }]);
        Assert.Equal(2, plan.NotPlanned.Count);
        Assert.DoesNotContain("B-4", plan.NotPlanned);
    }

    [Fact]
    public void The_shift_is_kept()
    {
        var stops = Enumerable.Range(1, 10).Select(i => Stop($"B-{i}", i * 0.001, 0)).ToList();
        var plan = RoundPlanner.Plan(Depot, stops, [Lorry with { Shift = TimeSpan.FromMinutes(40) }]);
        Assert.All(plan.Tours, tour => Assert.True(tour.Duration <= TimeSpan.FromMinutes(40)));
        Assert.NotEmpty(plan.NotPlanned);
    }

    [Fact]
    public void An_urgent_stop_is_reached_before_the_others_on_its_way()
    {
        var stops = Enumerable.Range(1, 12).Select(i => Stop($"B-{i}", 0, i * 0.005) with { Urgent = i == 12 }).ToList();
        var tour = Assert.Single(RoundPlanner.Plan(Depot, stops, [Lorry]).Tours);
        var urgent = tour.Stops.Single(stop => stop.Id == "B-12");
        Assert.True(urgent.Arrival <= TimeSpan.FromMinutes(45), $"reached after {urgent.Arrival}");
    }

    [Fact]
    public void The_same_input_gives_the_same_plan()
    {
        var random = new Random(7);
        var stops = Enumerable.Range(1, 25).Select(i => Stop($"B-{i}", random.NextDouble() * 0.05, random.NextDouble() * 0.05)).ToList();
        Assert.Equal(
            RoundPlanner.Plan(Depot, stops, [Lorry]).Tours[0].Stops,
            RoundPlanner.Plan(Depot, stops, [Lorry]).Tours[0].Stops);
    }

    [Fact]
    public void No_stop_is_no_tour() => Assert.Empty(RoundPlanner.Plan(Depot, [], [Lorry]).Tours);

    [Fact]
    public void Too_many_stops_are_refused() => Assert.Throws<ArgumentException>(() =>
        RoundPlanner.Plan(Depot, [.. Enumerable.Range(0, RoundPlanner.MaxStops + 1).Select(i => Stop($"B-{i}", 0, 0))], [Lorry]));

    private static RoundStop Stop(string id, double north, double east) =>
        new(id, new Place(Depot.Latitude + north, Depot.Longitude + east), 1_000, false);
}
