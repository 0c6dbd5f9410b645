using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.SamplePlugin;

public sealed record LongWorkInputs
{
    [Field("Fehlversuche", Help = "So oft scheitert die Arbeit zuerst.")]
    public int Failures { get; init; }
}

public sealed record LongWorkOutputs([property: Field("Versuche")] int Attempts);

/// <summary>Work that lasts until somebody releases it; it writes down its key at each attempt, and when it is stopped.</summary>
internal sealed class LongWork(IPluginHost host) : Activity<LongWorkInputs, LongWorkOutputs>
{
    private readonly Lock gate = new();
    private TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ActivityDescription Description { get; } =
        new() { Type = "probe-long", Name = "Lange Arbeit", Description = "Dauert, bis sie jemand enden lässt." };

    /// <summary>One line an attempt, its key; and <c>stopped</c> with the key for each that was stopped.</summary>
    private string Diary => Path.Combine(host.DataFolder, "long-work.txt");

    public Task<PluginResponse> ReadAsync(PluginRequest request, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(PluginResponse.Json(File.Exists(Diary) ? File.ReadAllLines(Diary) : []));
        }
    }

    public Task<PluginResponse> ReleaseAsync(PluginRequest request, CancellationToken cancellationToken)
    {
        released.TrySetResult();
        return Task.FromResult(PluginResponse.Empty);
    }

    protected override async Task<ActivityResult<LongWorkOutputs>> ExecuteAsync(
        LongWorkInputs inputs, ActivityContext context, CancellationToken cancellationToken)
    {
        var attempt = Write(context.IdempotencyKey).Count(line => line == context.IdempotencyKey);
        if (attempt <= inputs.Failures)
        {
            return Failed("Noch nicht.", TimeSpan.Zero);
        }

        context.ReportProgress(0.3, "Zählt die Seiten");
        try
        {
            await released.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Write($"stopped {context.IdempotencyKey}");
            throw;
        }

        released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Completed(new LongWorkOutputs(attempt));
    }

    private string[] Write(string line)
    {
        lock (gate)
        {
            File.AppendAllText(Diary, line + "\n");
            return File.ReadAllLines(Diary);
        }
    }
}
