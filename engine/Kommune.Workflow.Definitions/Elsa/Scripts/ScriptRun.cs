using System.Text.Json;
using System.Text.RegularExpressions;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Definitions.Elsa;

/// <summary>One run of a script, in an engine of its own: it sees the step's clock and the case's variables, and nothing of the
/// host.</summary>
/// <remarks>
/// Limits are counted, not timed, so that a replay ends at the same place; the limit on memory is a net far above what the limit on
/// statements lets a script use.
/// </remarks>
internal sealed class ScriptRun : IDisposable
{
    private const int StatementsMax = 100_000;
    private const int RecursionMax = 200;
    private const long MemoryBytesMax = 64 * 1024 * 1024;

    /// <summary>A net for patterns that never end; no pattern of use comes near it.</summary>
    private static readonly TimeSpan RegexTimeMax = TimeSpan.FromSeconds(5);

    private readonly FeelEnvironment environment;
    private readonly IReadOnlyList<string> copied;
    private readonly Engine engine;
    private readonly SeededGuids random;
    private readonly JsValue stringify;

    public ScriptRun(FeelEnvironment environment, ElsaNames names, IReadOnlySet<string> globals, IReadOnlyList<string> copied)
    {
        this.environment = environment;
        this.copied = copied;
        random = new SeededGuids(environment);
        engine = new Engine(options =>
        {
            options.LimitMemory(MemoryBytesMax).MaxStatements(StatementsMax).LimitRecursion(RecursionMax).DisableStringCompilation()
                .RegexTimeoutInterval(RegexTimeMax);
            options.TimeSystem = new StepTime(environment);
        });
        ((ObjectInstance)engine.GetValue("Math")).Set("random", Function((_, _) => JsNumber.Create(random.NextFraction())));
        stringify = ((ObjectInstance)engine.GetValue("JSON")).Get("stringify");
        new ScriptFunctions(environment, names, random, this).Define(globals);
        if (globals.Contains("variables"))
        {
            engine.SetValue("variables", Variables());
        }
    }

    public Engine Engine => engine;

    /// <exception cref="FeelScriptException">The script failed or went beyond a limit.</exception>
    public FeelValue Evaluate(in Prepared<Script> script)
    {
        try
        {
            var result = engine.Evaluate(script).UnwrapIfPromise();
            WriteBack();
            return ToValue(result);
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            throw new FeelScriptException(Reason(e)!);
        }
    }

    public void Dispose() => engine.Dispose();

    public JsValue ToScript(FeelValue value) => value.ToJsonValue() switch
    {
        FeelNull => JsValue.Null,
        FeelBoolean flag => flag.Value ? JsBoolean.True : JsBoolean.False,
        FeelNumber number => JsNumber.Create((double)number.Value),
        FeelString text => new JsString(text.Value),
        var parts => new Jint.Native.Json.JsonParser(engine).Parse(FeelJson.ToJson(parts)),
    };

    /// <summary>What a script gave, as JSON would keep it; numbers beyond FEEL's are null.</summary>
    public FeelValue ToValue(JsValue value)
    {
        if (value.IsBoolean())
        {
            return FeelBoolean.Of(value.AsBoolean());
        }

        if (value.IsNumber())
        {
            return Number(value.AsNumber());
        }

        if (value.IsString())
        {
            return FeelString.Of(value.AsString());
        }

        return value is JsBigInt ? Number(engine.GetValue("Number").Call(value).AsNumber()) : Parts(value);
    }

    public JsValue Function(Func<JsValue, JsValue[], JsValue> body) => new Jint.Runtime.Interop.ClrFunction(engine, "elsa", body);

    // What JSON has no words for, such as undefined and functions, is null.
    private FeelValue Parts(JsValue value)
    {
        var json = stringify.Call(value);
        return json.IsString() ? FeelJson.Parse(json.AsString()) : FeelNull.Instance;
    }

    private static FeelValue Number(double number)
    {
        try
        {
            return double.IsFinite(number) ? FeelNumber.Of((decimal)number) : FeelNull.Instance;
        }
        catch (OverflowException)
        {
            return FeelNull.Instance;
        }
    }

    private JsObject Variables()
    {
        var variables = new JsObject(engine);
        foreach (var name in copied)
        {
            variables.Set(name, ToScript(ElsaNames.Read(environment, name)));
        }

        return variables;
    }

    private void WriteBack()
    {
        if (copied.Count == 0 || engine.GetValue("variables") is not ObjectInstance variables)
        {
            return;
        }

        foreach (var name in copied)
        {
            var now = ToValue(variables.Get(name));
            if (!now.Equals(ElsaNames.Read(environment, name)))
            {
                environment.SetVariable(name, now);
            }
        }
    }

    // What the script did wrong; null when the fault is not the script's.
    private static string? Reason(Exception exception) => exception switch
    {
        MemoryLimitExceededException => $"Das Skript braucht mehr als {MemoryBytesMax / 1024 / 1024} MB Speicher.",
        StatementsCountOverflowException => $"Das Skript endet nicht: mehr als {StatementsMax} Anweisungen.",
        RecursionDepthOverflowException => "Das Skript ruft sich zu oft selbst auf.",
        PromiseRejectedException e => $"Das Skript meldet: {e.RejectedValue}",
        JavaScriptException e => $"Das Skript meldet: {e.Message}",
        RegexMatchTimeoutException => "Ein Suchmuster des Skripts findet kein Ende.",
        JintException or JsonException or ArgumentException or InvalidOperationException or FormatException or OverflowException =>
            $"Das Skript läuft nicht: {exception.Message}",
        _ => null,
    };

    private sealed class StepTime(FeelEnvironment environment)
        : DefaultTimeSystem(environment.TimeZone, System.Globalization.CultureInfo.InvariantCulture)
    {
        public override DateTimeOffset GetUtcNow() => environment.Now.ToUniversalTime();
    }
}

/// <summary>Numbers and ids drawn at random, from a seed of the step: a replay draws the same ones.</summary>
internal sealed class SeededGuids(FeelEnvironment environment)
{
    private ulong? state;

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextFraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A random id of version 4.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    // SplitMix64.
    private ulong Next()
    {
        unchecked
        {
            var next = (state ??= environment.DrawSeed()) + 0x9E3779B97F4A7C15UL;
            state = next;
            next = (next ^ (next >> 30)) * 0xBF58476D1CE4E5B9UL;
            next = (next ^ (next >> 27)) * 0x94D049BB133111EBUL;
            return next ^ (next >> 31);
        }
    }
}
