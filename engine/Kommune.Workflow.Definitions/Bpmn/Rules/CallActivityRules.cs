using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Callable elements and those who call them.</summary>
internal static class CallActivityRules
{
    /// <summary>Only when the called element stands in this document, and one of both says what data it takes.</summary>
    public static void DataFitsCalledElement(RuleCheck check)
    {
        foreach (var call in check.All("callActivity"))
        {
            if (check.Document.Target(call, "calledElement") is not { } called)
            {
                continue;
            }

            foreach (var part in new[] { "dataInput", "dataOutput" })
            {
                if (!SameItems(check, Data(call, part), Data(called, part)))
                {
                    check.Refuse(call,
                        $"Die Daten ({part}) der Aufruf-Aktivität {RuleCheck.Label(call)} passen nicht zu denen "
                        + $"von {RuleCheck.Label(called)}.");
                }
            }
        }
    }

    public static void ServiceHasBinding(RuleCheck check)
    {
        foreach (var callable in Services(check).Where(c => c.Child("ioBinding") is null))
        {
            check.Refuse(callable,
                $"{RuleCheck.Label(callable)} bietet eine Schnittstelle an und braucht dafür mindestens eine "
                + "Bindung (ioBinding).");
        }
    }

    public static void BindingFitsOperation(RuleCheck check)
    {
        foreach (var binding in Services(check).SelectMany(c => c.Children("ioBinding")))
        {
            var operation = check.Document.Target(binding, "operationRef");
            foreach (var (data, message) in new[] { ("inputDataRef", "inMessageRef"), ("outputDataRef", "outMessageRef") })
            {
                var own = Items.Of(check.Document, check.Document.Target(binding, data));
                var asked = Items.Of(check.Document, check.Document.Find(operation?.Child(message)?.Value));
                if (own is not null && asked is not null && !Items.AreEqual(own, asked))
                {
                    check.Refuse(binding, $"{data} der Bindung hat einen anderen Typ als die Nachricht der Operation.");
                }
            }
        }
    }

    private static IEnumerable<XElement> Services(RuleCheck check) =>
        check.All([.. BpmnKinds.GlobalTasks, "process"]).Where(c => c.Child("supportedInterfaceRef") is not null);

    private static List<XElement> Data(XElement owner, string part) =>
        owner.Child("ioSpecification")?.Children(part).ToList() ?? [];

    private static bool SameItems(RuleCheck check, List<XElement> given, List<XElement> asked)
    {
        if (given.Count != asked.Count)
        {
            return false;
        }

        var open = asked.Select(d => Items.Of(check.Document, d)).ToList();
        foreach (var item in given.Select(d => Items.Of(check.Document, d)))
        {
            var match = open.FindIndex(o => item is null || o is null || Items.AreEqual(item, o));
            if (match < 0)
            {
                return false;
            }

            open.RemoveAt(match);
        }

        return true;
    }
}
