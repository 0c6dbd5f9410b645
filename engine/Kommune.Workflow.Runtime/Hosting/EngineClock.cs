namespace Kommune.Workflow.Runtime;

/// <summary>The engine's time, in whole milliseconds. For demonstrations it can be pinned and moved; waits notice.</summary>
public sealed class EngineClock(TimeProvider inner) : TimeProvider
{
    private long pinned = long.MinValue;

    /// <summary>Raised after the clock was pinned, moved or reset.</summary>
    public event Action? Changed;

    /// <summary>Whether the clock stands still at a chosen time.</summary>
    public bool IsPinned => Interlocked.Read(ref pinned) != long.MinValue;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        var at = Interlocked.Read(ref pinned);
        var milliseconds = at == long.MinValue ? inner.GetUtcNow().ToUnixTimeMilliseconds() : at;
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>Stops the clock at a time, which may lie before or after now.</summary>
    public void Pin(DateTimeOffset at) => Set(at.ToUnixTimeMilliseconds());

    /// <summary>Lets the clock follow real time again.</summary>
    public void Reset() => Set(long.MinValue);

    private void Set(long at)
    {
        Interlocked.Exchange(ref pinned, at);
        Changed?.Invoke();
    }
}
