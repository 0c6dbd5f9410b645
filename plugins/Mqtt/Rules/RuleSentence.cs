using System.Globalization;
using System.Text;
using Kommune.Workflow.Plugins.Mqtt.Devices;

namespace Kommune.Workflow.Plugins.Mqtt.Rules;

/// <summary>A rule as a German sentence, as process owners read and check it.</summary>
public static class RuleSentence
{
    /// <summary>The sentence.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="fieldLabel">The field's label, such as „Füllstand“.</param>
    /// <param name="unit">The field's unit.</param>
    /// <param name="then">What the message starts or tells, such as „starte Behälterleerung“.</param>
    public static string Of(Rule rule, string fieldLabel, string unit, string then)
    {
        var sentence = new StringBuilder("wenn ");
        sentence.Append(Condition(rule, fieldLabel, unit)).Append(", dann ").Append(then);
        if (rule is { Kind: RuleKind.Threshold, Clear: { } clear })
        {
            sentence.Append(", bis ").Append(rule.Direction == Direction.Above ? "unter " : "über ").Append(Amount(clear, unit));
        }

        return sentence.Append('.').ToString();
    }

    private static string Condition(Rule rule, string label, string unit)
    {
        var times = rule.Of > 1 ? $" in {rule.Count} von {rule.Of} Messungen" : "";
        var lasting = rule.For is { } time ? Duration(time) : "";
        return rule.Kind switch
        {
            RuleKind.Silence => $"{lasting} lang keine Messung kommt",
            RuleKind.Invalid => $"{label} keinen brauchbaren Wert hat{times}{(lasting.Length > 0 ? $", {lasting} lang" : "")}",
            RuleKind.Change => $"{label} {(lasting.Length > 0 ? $"innerhalb von {lasting} " : "")}um mindestens {Amount(rule.Limit, unit)} "
                + (rule.Direction == Direction.Above ? "steigt" : "fällt"),
            _ => $"{label} {(rule.Direction == Direction.Above ? "mindestens" : "höchstens")} {Amount(rule.Limit, unit)}{times}"
                + (lasting.Length > 0 ? $", {lasting} lang" : ""),
        };
    }

    private static string Amount(double value, string unit) =>
        unit.Length == 0 ? value.ToString("0.##", Units.German) : $"{value.ToString("0.##", Units.German)} {unit}";

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalHours: >= 48 } when time.Ticks % TimeSpan.TicksPerDay == 0 => $"{time.Days} Tage",
        { TotalHours: 1 } => "1 Stunde",
        { TotalHours: > 1 } when time.Ticks % TimeSpan.TicksPerHour == 0 => $"{(int)time.TotalHours} Stunden",
        { TotalMinutes: 1 } => "1 Minute",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} Minuten"),
    };
}
