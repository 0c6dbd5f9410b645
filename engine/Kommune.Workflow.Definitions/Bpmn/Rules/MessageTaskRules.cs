using System.Xml.Linq;

namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Service, send and receive tasks: their data fit the operation or message they name.</summary>
internal static class MessageTaskRules
{
    public static void ServiceTaskHasOneInputSet(RuleCheck check)
    {
        // Without an ioSpecification there is nothing to count: inputs are then mapped by the dialect's ioMapping.
        foreach (var task in With(check, "serviceTask", "operationRef").Where(t => Count(t, "inputSet") is not (null or 1)))
        {
            check.Refuse(task,
                $"Die Service-Aufgabe {RuleCheck.Label(task)} ruft eine Operation auf und braucht genau ein "
                + "inputSet.");
        }
    }

    public static void ServiceTaskHasAtMostOneOutputSet(RuleCheck check) =>
        AtMostOne(check, "serviceTask", "operationRef", "outputSet");

    public static void ServiceInputMatchesOperation(RuleCheck check)
    {
        foreach (var task in With(check, "serviceTask", "operationRef"))
        {
            Match(check, task, "dataInput", Message(check, task, "inMessageRef"));
        }
    }

    public static void ServiceOutputMatchesOperation(RuleCheck check)
    {
        foreach (var task in With(check, "serviceTask", "operationRef"))
        {
            Match(check, task, "dataOutput", Message(check, task, "outMessageRef"));
        }
    }

    public static void SendTaskHasAtMostOneInputSet(RuleCheck check) => AtMostOne(check, "sendTask", "messageRef",
        "inputSet");

    public static void SendTaskHasAtMostOneDataInput(RuleCheck check) => AtMostOne(check, "sendTask", "messageRef",
        "dataInput");

    public static void SendInputMatchesMessage(RuleCheck check) => MatchMessage(check, "sendTask", "dataInput");

    public static void InstantiatingReceiveTaskStarts(RuleCheck check)
    {
        foreach (var task in check.All("receiveTask").Where(t => t.Flag("instantiate") && check.HasIncoming(t)))
        {
            check.Refuse(task,
                $"Die Empfangsaufgabe {RuleCheck.Label(task)} startet Vorgänge und darf deshalb keinen "
                + "eingehenden Fluss haben.");
        }
    }

    public static void ReceiveTaskHasAtMostOneOutputSet(RuleCheck check) =>
        AtMostOne(check, "receiveTask", "messageRef", "outputSet");

    public static void ReceiveTaskHasAtMostOneDataOutput(RuleCheck check) =>
        AtMostOne(check, "receiveTask", "messageRef", "dataOutput");

    public static void ReceiveOutputMatchesMessage(RuleCheck check) => MatchMessage(check, "receiveTask", "dataOutput");

    private static IEnumerable<XElement> With(RuleCheck check, string kind, string attribute) =>
        check.All(kind).Where(t => t.Attr(attribute) is not null);

    private static int? Count(XElement task, string part) => task.Child("ioSpecification")?.Children(part).Count();

    private static void AtMostOne(RuleCheck check, string kind, string attribute, string part)
    {
        foreach (var task in With(check, kind, attribute).Where(t => Count(t, part) > 1))
        {
            check.Refuse(task,
                $"{RuleCheck.Label(task)} darf höchstens ein {part} haben, weil {attribute} gesetzt ist.");
        }
    }

    private static XElement? Message(RuleCheck check, XElement task, string direction) =>
        check.Document.Find(check.Document.Target(task, "operationRef")?.Child(direction)?.Value);

    /// <summary>One of the task's data has the item of the message; a task without such data maps nothing.</summary>
    private static void Match(RuleCheck check, XElement task, string part, XElement? message)
    {
        var data = task.Child("ioSpecification")?.Children(part).ToList();
        if (data is not { Count: > 0 } || Items.Of(check.Document, message) is not { } item)
        {
            return;
        }

        if (!data.Exists(d => Items.Of(check.Document, d) is { } own && Items.AreEqual(own, item)))
        {
            check.Refuse(task,
                $"{part} von {RuleCheck.Label(task)} hat einen anderen Typ (itemDefinition) als die Nachricht "
                + "der Operation.");
        }
    }

    private static void MatchMessage(RuleCheck check, string kind, string part)
    {
        foreach (var task in check.All(kind))
        {
            var message = check.Document.Target(task, "messageRef");
            var data = task.Child("ioSpecification")?.Children(part).ToList();
            if (message is null || data is not { Count: > 0 })
            {
                continue;
            }

            if (data.Exists(d => d.Attr("itemSubjectRef") is null) && message.Attr("itemRef") is not null)
            {
                check.Refuse(task,
                    $"{part} von {RuleCheck.Label(task)} nennt keinen Typ (itemSubjectRef); erwartet wird der "
                    + "der Nachricht.");
            }
            else
            {
                Match(check, task, part, message);
            }
        }
    }
}
