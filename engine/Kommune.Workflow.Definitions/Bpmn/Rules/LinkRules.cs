using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Links belong together by reference (<c>source</c>, <c>target</c>), or by name in the same container.</summary>
internal static class LinkRules
{
    public static void NotBothTargetAndSource(RuleCheck check)
    {
        foreach (var thrower in Throwers(check).Where(check.HasOutgoing))
        {
            check.Refuse(thrower,
                $"Nach dem Link {RuleCheck.Label(thrower)} geht es beim empfangenden Link weiter: Entfernen Sie "
                + "den ausgehenden Fluss.");
        }

        foreach (var catcher in Catchers(check).Where(check.HasIncoming))
        {
            check.Refuse(catcher,
                $"Der empfangende Link {RuleCheck.Label(catcher)} wird nur über seinen Namen erreicht: Entfernen "
                + "Sie den eingehenden Fluss.");
        }
    }

    public static void TargetKnowsItsSource(RuleCheck check)
    {
        foreach (var link in check.All("linkEventDefinition"))
        {
            foreach (var target in link.Children("target").Select(t => check.Document.Find(t.Value)).OfType<XElement>())
            {
                if (target.Child("source") is not null && !target.Children("source").Any(s => check.Document.Find(s.Value) == link))
                {
                    check.Refuse(
                        link,
                        $"Der Link „{link.Attr("name")}“ zeigt auf „{target.Attr("name")}“, das ihn nicht als Quelle nennt.");
                }
            }
        }
    }

    public static void CatchHasSource(RuleCheck check)
    {
        var reached = Throwers(check).SelectMany(check.Document.LinkTargets).ToHashSet();
        foreach (var catcher in Catchers(check))
        {
            var sources = catcher.Child("linkEventDefinition")?.Children("source").Any() == true;
            if (!sources && !reached.Contains(catcher))
            {
                check.Refuse(catcher,
                    $"Zum empfangenden Link {RuleCheck.Label(catcher)} gibt es keinen auslösenden Link desselben "
                    + "Namens.");
            }
        }
    }

    public static void ThrowHasOneTarget(RuleCheck check)
    {
        foreach (var thrower in Throwers(check))
        {
            var named = check.Document.EventDefinitions(thrower).Sum(d => d.Children("target").Count());
            if (named > 1 || (named == 0 && check.Document.LinkTargets(thrower).Count != 1))
            {
                check.Refuse(thrower,
                    $"Zum Link {RuleCheck.Label(thrower)} muss es im selben (Teil-)Prozess genau ein "
                    + "empfangendes Link-Ereignis desselben Namens geben.");
            }
        }
    }

    public static void StaysOnItsLevel(RuleCheck check)
    {
        foreach (var thrower in Throwers(check))
        {
            if (check.Document.LinkTargets(thrower).Any(t => t.Parent != thrower.Parent))
            {
                check.Refuse(thrower,
                    $"Der Link {RuleCheck.Label(thrower)} führt in einen anderen (Teil-)Prozess. Links bleiben "
                    + "auf ihrer Ebene.");
            }
        }
    }

    private static IEnumerable<XElement> Throwers(RuleCheck check) =>
        check.All("intermediateThrowEvent").Where(e => check.Has(e, "linkEventDefinition"));

    private static IEnumerable<XElement> Catchers(RuleCheck check) =>
        check.All("intermediateCatchEvent").Where(e => check.Has(e, "linkEventDefinition"));
}
