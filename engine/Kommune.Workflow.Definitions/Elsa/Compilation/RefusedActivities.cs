namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Why an activity is not compiled.</summary>
internal static class RefusedActivities
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["Elsa.RunCSharp"] =
            "C#-Skripte laufen mit allen Rechten des Servers; sie werden nicht ausgeführt. Verwenden Sie RunJavaScript.",
        ["Elsa.RunPython"] =
            "Python-Skripte laufen mit allen Rechten des Servers; sie werden nicht ausgeführt. Verwenden Sie RunJavaScript.",
        ["Elsa.ReadLine"] = "Eine Eingabe an der Konsole gibt es hier nicht. Verwenden Sie eine Aufgabe (RunTask).",
        ["Elsa.StateMachine"] = "Zustandsautomaten werden noch nicht ausgeführt. Bilden Sie die Zustände als Flussdiagramm ab.",
        ["Elsa.BulkDispatchWorkflows"] =
            "Viele Abläufe auf einmal zu starten wird noch nicht ausgeführt. Verwenden Sie ParallelForEach mit ExecuteWorkflow.",
        ["Elsa.WriteHttpResponse"] =
            "Ein Vorgang hält keine HTTP-Verbindung offen; eine Antwort kann er nicht schreiben. Legen Sie das Ergebnis mit SetOutput ab.",
        ["Elsa.WriteFileHttpResponse"] = "Ein Vorgang hält keine HTTP-Verbindung offen; eine Datei kann er nicht als Antwort senden.",
        ["Elsa.SendHttpRequest"] = "Aufrufe fremder Dienste brauchen hier eine Erweiterung, die den Auftrag ausführt.",
        ["Elsa.FlowSendHttpRequest"] = "Aufrufe fremder Dienste brauchen hier eine Erweiterung, die den Auftrag ausführt.",
        ["Elsa.DownloadHttpFile"] = "Aufrufe fremder Dienste brauchen hier eine Erweiterung, die den Auftrag ausführt.",
        ["Elsa.Inline"] = "Die Aktivität besteht nur aus Programmcode und ist in der Datei nicht enthalten.",
        ["Elsa.NotFoundActivity"] = "Die Aktivität war schon dem Server unbekannt, von dem die Datei stammt.",
    };

    /// <summary>The rule's name and the reason (German).</summary>
    public static (string Rule, string Reason) Reason(ElsaActivity activity) => Reasons.TryGetValue(activity.Type, out var reason)
        ? ("unsupported-activity", reason)
        : ("unknown-activity", $"Den Aktivitätstyp „{activity.Type}“ gibt es hier nicht.");
}
