using Orleans.Placement;

namespace Kommune.Workflow.Runtime;

/// <summary>Delivers the messages of one tenant, name and correlation key one after the other.</summary>
internal interface IMessageGrain : IGrainWithStringKey
{
    /// <summary>Delivers a message to who waits for it and to what it starts.</summary>
    /// <param name="message">The message's bytes.</param>
    /// <param name="single">Whether only one instance may get it.</param>
    /// <returns>The instances that got it.</returns>
    ValueTask<long[]> DeliverAsync(MessageParcel message, bool single);

    /// <summary>Delivers messages that wait to bookmarks that were opened since.</summary>
    ValueTask DeliverBufferedAsync(string tenantId, string name, string correlationKey);
}

[HashBasedPlacement]
internal sealed class MessageGrain(MessageDelivery delivery) : Grain, IMessageGrain
{
    public async ValueTask<long[]> DeliverAsync(MessageParcel message, bool single)
    {
        try
        {
            return await delivery.DeliverAsync(message, single, startsToo: true);
        }
        finally
        {
            DeactivateOnIdle();
        }
    }

    public async ValueTask DeliverBufferedAsync(string tenantId, string name, string correlationKey)
    {
        try
        {
            await delivery.DeliverBufferedAsync(tenantId, name, correlationKey);
        }
        finally
        {
            DeactivateOnIdle();
        }
    }
}
