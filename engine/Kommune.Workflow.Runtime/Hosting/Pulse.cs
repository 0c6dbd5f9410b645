namespace Kommune.Workflow.Runtime;

/// <summary>Wakes whoever waits. A pulse between looking and waiting is not lost: take the ticket before looking.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next pulse.</summary>
    public Task Ticket => Volatile.Read(ref next).Task;

    public void Send() =>
        Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits for the ticket's pulse or until the time is over.</summary>
    public static async Task WaitAsync(Task ticket, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        if (longest <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await ticket.WaitAsync(longest, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The time is over: the caller looks again.
        }
    }
}
