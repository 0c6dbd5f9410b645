using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Kommune.Workflow.Plugins.Mqtt.Brokers;

/// <summary>What a trial connection found.</summary>
/// <param name="Works">Whether messages would come.</param>
/// <param name="Findings">One German sentence a step, in their order.</param>
public sealed record CheckAnswer(bool Works, IReadOnlyList<string> Findings);

/// <summary>Connects to a foreign broker once, under a client id of its own, so that the lasting session is not disturbed.</summary>
internal static class ConnectionCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static async Task<CheckAnswer> RunAsync(Source source, BrokerSecrets secrets, CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            var options = BrokerConnection.Address(source, secrets)
                .WithProtocolVersion(MqttProtocolVersion.V311)
                .WithClientId($"kommune-workflow-check-{Guid.NewGuid():N}"[..40])
                .Build();
            var answer = await client.ConnectAsync(options, patience.Token).ConfigureAwait(false);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                return new CheckAnswer(false, [BrokerProblem.Of(answer.ResultCode, answer.ReasonString)]);
            }

            findings.Add($"Der Broker {source.Broker!.Authority} antwortet, die Anmeldung gelingt.");
            var works = true;
            foreach (var topic in source.Topics)
            {
                var subscribed = await client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce, patience.Token)
                    .ConfigureAwait(false);
                var granted = subscribed.Items.All(item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2);
                works &= granted;
                findings.Add(granted ? $"Das Thema „{topic}“ ist abonniert." : $"Das Thema „{topic}“ gibt der Broker nicht frei.");
            }

            await client.DisconnectAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
            return new CheckAnswer(works, findings);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new CheckAnswer(false, [.. findings, BrokerProblem.Of(e, source.Broker!)]);
        }
    }
}
