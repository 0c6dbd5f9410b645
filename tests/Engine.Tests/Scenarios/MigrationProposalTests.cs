using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Xunit;
using static Kommune.Workflow.Definitions.ProcessBuilder;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class MigrationProposalTests
{
    [Fact]
    public void A_step_keeps_its_place_by_its_id()
    {
        var places = Make(Process("p").Start().UserTask("a").End(), Process("p").Start().UserTask("neu").UserTask("a").End());

        Assert.Equal(("a", PlaceReason.SameId), places["a"]);
    }

    [Fact]
    public void A_step_with_another_id_finds_its_place_by_its_name()
    {
        var places = Make(
            Process("p").Start().UserTask("a", e => e.Name("Antrag prüfen")).End(),
            Process("p").Start().UserTask("b", e => e.Name("antrag prüfen ")).End());

        Assert.Equal(("b", PlaceReason.SameName), places["a"]);
    }

    [Fact]
    public void A_name_that_two_steps_have_leads_nowhere()
    {
        var places = Make(
            Process("p").Start().UserTask("a", e => e.Name("Prüfen")).End(),
            Process("p").Start().UserTask("b", e => e.Name("Prüfen")).UserTask("c", e => e.Name("Prüfen")).End());

        Assert.Equal((null, PlaceReason.Gone), places["a"]);
    }

    [Fact]
    public void A_step_that_became_another_kind_has_no_place()
    {
        var places = Make(Process("p").Start().UserTask("a").End(), Process("p").Start().ServiceTask("a", "x").End());

        Assert.Equal((null, PlaceReason.OtherKind), places["a"]);
    }

    [Fact]
    public void A_place_taken_by_its_id_is_not_given_away_by_name()
    {
        var places = Make(
            Process("p").Start().UserTask("a", e => e.Name("Prüfen")).UserTask("b", e => e.Name("Buchen")).End(),
            Process("p").Start().UserTask("b", e => e.Name("Prüfen")).End());

        Assert.Equal((null, PlaceReason.Gone), places["a"]);
        Assert.Equal(("b", PlaceReason.SameId), places["b"]);
    }

    private static Dictionary<string, (string? Target, PlaceReason Reason)> Make(ProcessBuilder source, ProcessBuilder target) =>
        MigrationProposal.Make(source.Build(), target.Build())
            .ToDictionary(place => place.Source.Id, place => (place.Target?.Id, place.Reason));
}
