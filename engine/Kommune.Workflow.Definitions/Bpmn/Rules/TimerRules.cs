namespace Kommune.Workflow.Definitions.Bpmn;

/// <summary>Fixed times are checked here; computed ones when they are due.</summary>
internal static class TimerRules
{
    public static void OneTime(RuleCheck check)
    {
        foreach (var timer in check.All("timerEventDefinition").Where(RuleCheck.IsExecutable))
        {
            if (timer.Elements().Count(e => e.Kind() is "timeDate" or "timeDuration" or "timeCycle") != 1)
            {
                check.Refuse(timer, "Ein Zeitereignis braucht genau eine Angabe: Zeitpunkt, Dauer oder Wiederholung.");
            }
        }
    }

    public static void DateIsIso(RuleCheck check) => Fixed(
        check, "timeDate", text => IsoInstant.TryParse(text, TimeZoneInfo.Utc, out _),
            "kein Zeitpunkt wie 2026-09-15T08:00:00+02:00");

    public static void DurationIsIso(RuleCheck check) =>
        Fixed(check, "timeDuration", text => Period.TryParse(text, out _), "keine Dauer wie P3D oder PT15M");

    public static void CycleIsIso(RuleCheck check) => Fixed(
        check, "timeCycle", text => TimerCycle.TryParse(text, TimeZoneInfo.Utc, out _),
        "keine Wiederholung wie R3/PT10M und kein Cron-Ausdruck");

    private static void Fixed(RuleCheck check, string kind, Func<string, bool> isValid, string complaint)
    {
        foreach (var time in check.All(kind).Where(t => !string.IsNullOrWhiteSpace(t.Value) && !t.Value.TrimStart().StartsWith('=')))
        {
            if (!isValid(time.Value))
            {
                check.Refuse(time, $"„{time.Value.Trim()}“ ist {complaint} (ISO 8601).");
            }
        }
    }
}
