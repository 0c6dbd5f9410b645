using System.Globalization;
using System.Text;

namespace Kommune.Workflow.Server.Insight;

/// <summary>A report as a German spreadsheet reads it: semicolons between values, decimal commas, CRLF.</summary>
internal static class InsightCsv
{
    public const string MediaType = "text/csv; charset=utf-8";

    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    public static string Write(InsightReport report)
    {
        var text = new StringBuilder();
        Line(text, "Prozess", report.Name);
        Line(text, "Zeitraum", report.From.ToString("d", German), report.To.ToString("d", German));
        Line(text, "Begonnen", Number(report.Counts.Started));
        Line(text, "Abgeschlossen", Number(report.Counts.Finished));
        Line(text, "Abgebrochen", Number(report.Counts.Canceled));
        Line(text, "Laufend", Number(report.Counts.Running));
        Line(text, "Gestört", Number(report.Counts.Incidents));
        Line(text, "Durchlaufzeit Median (Stunden)", Hours(report.Cycle.MedianSeconds));
        Line(text, "Durchlaufzeit 90 % (Stunden)", Hours(report.Cycle.P90Seconds));
        Line(text, "Frist versäumt (Anteil)", report.Deadlines.Share?.ToString("0.###", German) ?? "");
        Line(text);
        Line(
            text,
            "Schritt",
            "Erledigt",
            "Zurzeit hier",
            "Überfällig",
            "Wartezeit Median (Stunden)",
            "Wartezeit 90 % (Stunden)",
            "Bearbeitung Median (Stunden)",
            "Bearbeitung 90 % (Stunden)");
        foreach (var element in report.Elements)
        {
            Line(
                text,
                element.Name ?? element.ElementId,
                Number(element.Completed),
                Number(element.Standing),
                Number(element.Overdue),
                Hours(element.Waiting.MedianSeconds),
                Hours(element.Waiting.P90Seconds),
                Hours(element.Work.MedianSeconds),
                Hours(element.Work.P90Seconds));
        }

        Line(text);
        Line(text, "Woche", "Begonnen", "Abgeschlossen", "Frist versäumt");
        foreach (var week in report.Trend)
        {
            Line(text, week.Week, Number(week.Started), Number(week.Finished), Number(week.Missed));
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, params ReadOnlySpan<string> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            text.Append(i == 0 ? "" : ";").Append(Quote(values[i]));
        }

        text.Append("\r\n");
    }

    // A name that begins like a formula would be computed by the spreadsheet.
    private static string Quote(string value)
    {
        var safe = value.Length > 0 && "=+-@\t\r".Contains(value[0]) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(";\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }

    private static string Number(long value) => value.ToString(German);

    private static string Hours(double? seconds) => seconds is null ? "" : (seconds.Value / 3600).ToString("0.##", German);
}
