using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>Activities that wait for, or tell, something outside; as triggers they start the process.</summary>
internal sealed partial class ActivityCompiler
{
    private const string Payload = "payload";

    private int Timer(ElsaActivity activity)
    {
        var (input, kind) = activity.Type switch
        {
            "Elsa.Delay" => ("timeSpan", TimerKind.Duration),
            "Elsa.Timer" => ("interval", TimerKind.Cycle),
            "Elsa.Cron" => ("cronExpression", TimerKind.Cycle),
            _ => ("dateTime", TimerKind.Date),
        };
        var value = Required(activity, input, activity.Type == "Elsa.Cron" ? "String" : "Object") ?? Null;
        if (activity.Type is "Elsa.Delay" or "Elsa.Timer")
        {
            value = Duration(value, repeats: activity.Type == "Elsa.Timer");
        }

        CheckTime(activity, input, value, kind);
        return Catch(activity, [new TimerEvent(kind, TextValue.Computed(value))], []);
    }

    private int Event(ElsaActivity activity)
    {
        var name = Name(activity, "eventName");
        return Catch(activity, [new SignalEvent(name)], Kept(Outputs(activity, ("Result", Read(Payload))), Payload));
    }

    private int PublishEvent(ElsaActivity activity)
    {
        if (activity.Json["correlationId"]?["expression"]?["value"] is { Text: not "" } correlation)
        {
            findings.Error("event-correlation", activity.Id, correlation,
                "Ereignisse erreichen alle, die auf ihren Namen warten; an eine Korrelation gebunden werden sie nicht.");
        }

        if (expressions.FixedText(activity, "isLocalEvent") is "true" or "True")
        {
            findings.Error("local-event", activity.Id, activity.Json["isLocalEvent"]!,
                "Ereignisse nur für den eigenen Vorgang gibt es nicht.");
        }

        return graph.Add(New(activity, ElementKind.IntermediateThrowEvent) with
        {
            Events = [new SignalEvent(Name(activity, "eventName"))],
            Inputs = [new VariableMapping(InputOr(activity, Payload, "Object", FeelNull.Instance), Payload)],
        });
    }

    private int HttpEndpoint(ElsaActivity activity)
    {
        var path = expressions.FixedText(activity, "path")?.Trim('/') ?? "";
        var methods = ElsaTypes.Convert(
            expressions.FixedText(activity, "supportedMethods") is { } text ? FeelString.Of(text) : FeelString.Of("GET"), "String[]");
        var names = (methods as FeelList ?? FeelList.Empty)
            .Items.Select(method => $"http:{ElsaTypes.ToText(method).ToUpperInvariant()} /{path}").ToList();
        findings.Hint("http-endpoint", activity.Id, activity.Json,
            $"Der HTTP-Endpunkt wartet auf die Nachricht „{string.Join("“ oder „", names)}“.");
        var outputs = Outputs(
            activity,
            ("Result", Read("result")),
            ("ParsedContent", Read("parsedContent")),
            ("RouteData", Read("routeData")),
            ("QueryStringData", Read("queryStringData")),
            ("Headers", Read("headers")),
            ("Files", Read("files")),
            ("File", Read("file")));
        return Catch(
            activity, [.. names.Select(name => (EventDefinition)new MessageEvent(TextValue.Fixed(name), null))],
                Kept(outputs, "parsedContent"));
    }

    // An activity that waits; as a trigger it also starts the process.
    private int Catch(ElsaActivity activity, ImmutableArray<EventDefinition> events, ImmutableArray<VariableMapping> outputs) => graph.Add(
        New(activity, ElementKind.IntermediateCatchEvent) with { Events = events, Outputs = outputs, Instantiate = activity.CanStart });

    // Without any mapping everything that came would become variables of the case.
    private static ImmutableArray<VariableMapping> Kept(ImmutableArray<VariableMapping> outputs, string result) =>
        outputs.IsEmpty ? [new VariableMapping(Read(result), ElsaNames.LastResult)] : outputs;

    private TextValue Name(ElsaActivity activity, string input)
    {
        var expression = Required(activity, input, "String") ?? Null;
        return expression.FreeVariables.Count == 0 && activity.Json[input]?["expression"]?.TextOf("type") is null or "Literal" or "Object"
            ? TextValue.Fixed(expression.Text) : TextValue.Computed(expression);
    }

    // .NET's spelling of a time span, such as 1.02:30:00, in the spelling of ISO 8601; that one is left as it is.
    private static FeelExpression Duration(FeelExpression value, bool repeats) => FeelExpression.Foreign(
        value.Text,
        value.FreeVariables,
        environment =>
        {
            var text = ElsaTypes.ToText(value.Evaluate(environment)).Trim();
            var iso = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? XmlConvert.ToString(span) : text;
            return FeelString.Of(repeats ? $"R/{iso}" : iso);
        });

    private void CheckTime(ElsaActivity activity, string input, FeelExpression value, TimerKind kind)
    {
        if (activity.Json[input]?["expression"] is not { } expression || expression.TextOf("type") is not (null or "Literal" or "Object"))
        {
            if (activity.CanStart && activity.Json[input] is { } computed && value.FreeVariables.Count > 0)
            {
                findings.Error("computed-start", activity.Id, computed,
                    "Wann ein Ablauf beginnt, kann nicht von seinen Variablen abhängen.");
            }

            return;
        }

        var text = ElsaTypes.ToText(value.Evaluate(new FeelScope()));
        var isTime = kind switch
        {
            TimerKind.Duration => Period.TryParse(text, out _),
            TimerKind.Cycle => TimerCycle.TryParse(text, TimeZoneInfo.Utc, out _),
            _ => IsoInstant.TryParse(text, TimeZoneInfo.Utc, out _),
        };
        if (!isTime)
        {
            findings.Error("time", activity.Id, expression,
                $"„{expression.TextOf("value")}“ ist keine Zeitangabe, die „{activity.Type}“ versteht.");
        }
    }
}
