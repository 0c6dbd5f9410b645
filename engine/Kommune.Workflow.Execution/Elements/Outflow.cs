using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Execution;

/// <summary>The ways an element chooses among its outgoing flows. Each returns null, or why it cannot choose (German).</summary>
internal static class Outflow
{
    /// <summary>Every flow.</summary>
    public static string? All(Element element, List<int> chosen)
    {
        foreach (var flow in element.Outgoing)
        {
            chosen.Add(flow);
        }

        return null;
    }

    /// <summary>
    /// An activity's or event's flows: all without a condition, and those whose condition holds; the default only when no
    /// condition holds. None at all is no problem: the token ends here.
    /// </summary>
    public static string? Conditional(Turn turn, ElementInstance instance, Element element, List<int> chosen) =>
        Every(turn, instance, element, chosen, unconditionalHolds: false);

    /// <summary>Every flow whose condition holds or that has none, else the default.</summary>
    public static string? EveryThatHolds(Turn turn, ElementInstance instance, Element element, List<int> chosen) =>
        Every(turn, instance, element, chosen, unconditionalHolds: true)
        ?? (chosen.Count > 0 ? null : DefaultOrProblem(element, chosen));

    private static string? Every(
        Turn turn, ElementInstance instance, Element element, List<int> chosen, bool unconditionalHolds)
    {
        var anyHolds = false;
        foreach (var index in element.Outgoing)
        {
            var flow = turn.Graph.Flows[index];
            if (index == element.DefaultFlow)
            {
                continue;
            }

            if (flow.Condition is { } condition)
            {
                if (!Evaluation.TryCondition(turn, instance.Number, condition, out var holds, out var problem))
                {
                    return problem;
                }

                if (!holds)
                {
                    continue;
                }

                anyHolds = true;
            }

            anyHolds |= unconditionalHolds;
            chosen.Add(index);
        }

        if (!anyHolds && element.DefaultFlow != Element.None)
        {
            chosen.Add(element.DefaultFlow);
        }

        return null;
    }

    /// <summary>The first flow whose condition holds, else the default.</summary>
    public static string? First(Turn turn, ElementInstance instance, Element element, List<int> chosen)
    {
        foreach (var index in element.Outgoing)
        {
            if (index == element.DefaultFlow)
            {
                continue;
            }

            var holds = true;
            if (turn.Graph.Flows[index].Condition is { } condition
                && !Evaluation.TryCondition(turn, instance.Number, condition, out holds, out var problem))
            {
                return problem;
            }

            if (holds)
            {
                chosen.Add(index);
                return null;
            }
        }

        return DefaultOrProblem(element, chosen);
    }

    private static string? DefaultOrProblem(Element element, List<int> chosen)
    {
        if (element.DefaultFlow == Element.None)
        {
            return "Keine Bedingung der ausgehenden Flüsse trifft zu, und es gibt keinen Standardfluss.";
        }

        chosen.Add(element.DefaultFlow);
        return null;
    }
}
