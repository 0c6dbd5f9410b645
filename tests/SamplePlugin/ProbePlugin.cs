using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FluentValidation;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.SamplePlugin;

/// <summary>Uses every part of the contract once.</summary>
public sealed class ProbePlugin : IPlugin
{
    public void Configure(IPluginBuilder plugin)
    {
        var settings = new Settings<ProbeSettings>();
        var host = plugin.Host;
        plugin.AddSettings(settings);
        plugin.AddActivity(new GreetV1(settings));
        plugin.AddActivity(new GreetV2());
        plugin.AddActivity(new KeepFile(host));
        var longWork = new LongWork(host);
        plugin.AddActivity(longWork);
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "GET",
            Path = "long-work",
            Access = Access.SignedIn,
            Handle = longWork.ReadAsync,
        });
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "POST",
            Path = "long-work/release",
            Access = Access.SignedIn,
            Handle = longWork.ReleaseAsync,
        });
        plugin.AddStimulus(new StimulusDescription
        {
            Type = "probe-fact",
            Name = "Tatsache",
            Description = "Etwas ist geschehen.",
            Settings = [new FieldDescription { Name = "kommune:condition", Label = "Bedingung", Type = FieldType.Text }],
        });
        plugin.AddFormat(new OneTask());
        plugin.AddFunction(new ExpressionFunction(
            "rückwärts", ["text"], arguments => new string([.. arguments[0]!.GetValue<string>().Reverse()])));
        plugin.AddTables(
            new Migration(1, "create table probe_facts (id text primary key, at bigint not null)"),
            new Migration(2, "create index probe_facts_at on probe_facts (at)"));
        plugin.AddHealthCheck("Laune", _ => Task.FromResult(settings.Current.Mood == Mood.Bad
            ? new PluginHealth(HealthState.Degraded, "Schlechte Laune.")
            : PluginHealth.Ok));
        plugin.AddPage(new PluginPage("Probe", "index.html"));
        plugin.AddPage(new PluginPage("Probe (Betrieb)", "index.html", "operations"));
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "POST",
            Path = "facts/{id}",
            Access = Access.Anyone,
            BodyBytesMax = 1000,
            Handle = (request, cancellation) => RaiseAsync(host, request, cancellation),
        });
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "GET",
            Path = "facts",
            Access = Access.With("operations"),
            Handle = async (_, cancellation) => PluginResponse.Json(await host.Tables.ReadAsync(ReadIdsAsync, cancellation)),
        });
        var beats = 0;
        plugin.AddBackgroundWork(new BackgroundWork("beat", RunsOn.OneNode, async stopping =>
        {
            Interlocked.Increment(ref beats);
            await new TaskCompletionSource().Task.WaitAsync(stopping);
        }));
        plugin.AddEndpoint(new PluginEndpoint
        {
            Method = "GET",
            Path = "beats",
            Access = Access.SignedIn,
            Handle = (request, _) => Task.FromResult(PluginResponse.Text($"{Volatile.Read(ref beats)} {request.Caller!.UserId}")),
        });
    }

    private static async Task<PluginResponse> RaiseAsync(
        IPluginHost host, PluginRequest request, CancellationToken cancellation)
    {
        var body = request.ReadJson<JsonObject>();
        var id = request.Route["id"];
        await host.Tables.WriteAsync((transaction, token) => InsertAsync(transaction, id, token), cancellation);
        var receipt = await host.Processes.RaiseAsync(
            new Stimulus
            {
                Type = "probe-fact",
                IdempotencyKey = id,
                CorrelationKey = request.Query.GetValueOrDefault("key", ""),
                Variables = body,
            },
            cancellation);
        return PluginResponse.Json(new { cases = receipt.Cases.Select(key => key.ToString(CultureInfo.InvariantCulture)) });
    }

    private static async Task<bool> InsertAsync(DbTransaction transaction, string id, CancellationToken cancellation)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "insert into probe_facts (id, at) values (@id, 1) on conflict do nothing";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@id", id);
        command.Parameters.Add(parameter);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private static async Task<List<string>> ReadIdsAsync(DbConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select id from probe_facts order by id";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}

public enum Mood
{
    Good,
    Bad,
}

public sealed record ProbeSettings
{
    [Field("Anrede")]
    public string Salutation { get; init; } = "Guten Tag";

    [Field("Laune")]
    public Mood Mood { get; init; }

    [Field("Kennwort", Secret = true)]
    public string? Password { get; init; }
}

public sealed record GreetInputs
{
    [Field("Name", Help = "Wer gegrüßt wird.")]
    public required string Who { get; init; }

    [Field("Ausrufezeichen")]
    public int Marks { get; init; } = 1;
}

public sealed record GreetOutputs([property: Field("Gruß")] string Greeting);

internal sealed class GreetInputsValidator : AbstractValidator<GreetInputs>
{
    public GreetInputsValidator() => RuleFor(inputs => inputs.Marks).InclusiveBetween(0, 3);
}

internal sealed class GreetV1(Settings<ProbeSettings> settings) : Activity<GreetInputs, GreetOutputs>
{
    public override ActivityDescription Description { get; } = new()
    {
        Type = "probe-greet",
        Name = "Grüßen",
        Description = "Grüßt einen Menschen.",
        Icon = "person",
        Outcomes = [new Outcome("gruss", "Gegrüßt"), new Outcome("UNKNOWN_PERSON", "Unbekannt", IsError: true)],
    };

    protected override IValidator<GreetInputs> Validator { get; } = new GreetInputsValidator();

    protected override Task<ActivityResult<GreetOutputs>> ExecuteAsync(
        GreetInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        context.ReportProgress(0.5, "Winkt");
        return Task.FromResult(inputs.Who == "niemand"
            ? Error("UNKNOWN_PERSON", "Niemand da.")
            : Completed(
                new GreetOutputs($"{settings.Current.Salutation}, {inputs.Who}{new string('!', inputs.Marks)}"), outcome: "gruss"));
    }
}

internal sealed class GreetV2 : Activity<GreetInputs, GreetOutputs>
{
    public override ActivityDescription Description { get; } = new()
    {
        Type = "probe-greet",
        Version = 2,
        Name = "Grüßen",
        Description = "Grüßt einen Menschen, kürzer.",
        Icon = "person",
    };

    protected override Task<ActivityResult<GreetOutputs>> ExecuteAsync(
        GreetInputs inputs, ActivityContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Completed(new GreetOutputs($"Hallo {inputs.Who}")));
}

public sealed record KeepFileInputs
{
    [Field("Text")]
    public required string Text { get; init; }
}

public sealed record KeepFileOutputs([property: Field("Datei")] string File, [property: Field("Zweite")] string Again);

internal sealed class KeepFile(IPluginHost host) : Activity<KeepFileInputs, KeepFileOutputs>
{
    public override ActivityDescription Description { get; } =
        new() { Type = "probe-keep-file", Name = "Datei ablegen", Description = "Legt einen Text ab, zweimal dieselbe Tatsache." };

    protected override async Task<ActivityResult<KeepFileOutputs>> ExecuteAsync(
        KeepFileInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        var file = new CaseFile("notiz.txt", "text/plain", Encoding.UTF8.GetBytes(inputs.Text));
        var key = await host.Files.AddAsync(context.Job.InstanceKey, file, context.IdempotencyKey, cancellationToken);
        var again = await host.Files.AddAsync(context.Job.InstanceKey, file, context.IdempotencyKey, cancellationToken);
        return Completed(new KeepFileOutputs(key, again));
    }
}

/// <summary>A document with one line: the name of a process with one task.</summary>
internal sealed class OneTask : IDefinitionFormat
{
    public string Name => "Eine Aufgabe";

    public string Ending => ".onetask";

    public Translation Translate(string name, ReadOnlyMemory<byte> content)
    {
        var id = Encoding.UTF8.GetString(content.Span).Trim();
        return id.All(char.IsAsciiLetterLower) && id.Length > 0
            ? new Translation(
                $"""
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://example.org">
                <process id="{id}" isExecutable="true">
                <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><userTask id="t"/>
                <sequenceFlow id="g" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>
                """,
                [])
            : new Translation(null, [new DocumentProblem("onetask.name", "Der Name besteht aus Kleinbuchstaben.", 1)]);
    }
}
