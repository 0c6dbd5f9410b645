using System.Globalization;

namespace Kommune.Workflow.Execution;

/// <summary>The key of a process instance; keys of everything inside it are the instance's key plus a local number.</summary>
/// <remarks>
/// A key has 63 bits: the upper 39 number the instance (handed out by the store), the lower 24 number what happens inside
/// (element instances, jobs, tasks, timers, bookmarks, incidents share one count). So any inner key names its instance,
/// and no lookup is needed to route a command. Number 0 is the process element instance: it has the instance's own key.
/// </remarks>
public readonly record struct InstanceKey(long Value)
{
    /// <summary>Bits of a key that number things inside an instance.</summary>
    public const int LocalBits = 24;

    /// <summary>The most things one instance can create in its life; beyond it the instance stops with an incident.</summary>
    public const int LocalMax = (1 << LocalBits) - 1;

    public static InstanceKey FromNumber(long instanceNumber) => new(instanceNumber << LocalBits);

    /// <summary>The instance that owns <paramref name="key"/>, and the key's local number.</summary>
    public static InstanceKey Of(long key, out int local)
    {
        local = (int)(key & LocalMax);
        return new InstanceKey(key & ~(long)LocalMax);
    }

    /// <summary>The key of the thing with this local number.</summary>
    public long Inner(int local) => Value | (long)local;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
