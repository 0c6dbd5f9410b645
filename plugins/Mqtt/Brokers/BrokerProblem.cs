using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet;

namespace Kommune.Workflow.Plugins.Mqtt.Brokers;

/// <summary>Why a broker cannot be used, in German sentences that say what to do.</summary>
internal static class BrokerProblem
{
    /// <summary>The sentence for an answer to the attempt to connect.</summary>
    public static string Of(MqttClientConnectResultCode code, string? reason) => code switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized =>
            "Der Broker weist die Anmeldung ab. Bitte prüfen Sie Benutzername, Kennwort und Zertifikat.",
        MqttClientConnectResultCode.ClientIdentifierNotValid => "Der Broker nimmt die Client-Kennung nicht an.",
        MqttClientConnectResultCode.UnsupportedProtocolVersion or MqttClientConnectResultCode.UnspecifiedError =>
            $"Der Broker lehnt die Verbindung ab ({reason ?? code.ToString()}).",
        MqttClientConnectResultCode.ServerBusy or MqttClientConnectResultCode.ServerUnavailable =>
            "Der Broker ist gerade überlastet oder wird gewartet.",
        MqttClientConnectResultCode.QuotaExceeded => "Beim Broker sind zu viele Verbindungen dieses Kontos offen.",
        _ => $"Der Broker lehnt die Verbindung ab ({code}).",
    };

    /// <summary>The sentence for a failure.</summary>
    public static string Of(Exception exception, Uri address)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (Known(cause, address) is { } sentence)
            {
                return sentence;
            }
        }

        return $"Die Verbindung zu {address.Authority} kam nicht zustande: {exception.Message}";
    }

    private static string? Known(Exception cause, Uri address) => cause switch
    {
        IOException { Data: { Count: > 0 } told } when told[nameof(BrokerProblem)] is string sentence => sentence,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            $"Den Rechner „{address.Host}“ gibt es nicht. Bitte prüfen Sie die Adresse.",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            $"Auf {address.Authority} antwortet kein Broker. Bitte prüfen Sie Adresse und Port.",
        SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable } =>
            $"„{address.Host}“ ist aus diesem Netz nicht erreichbar.",
        AuthenticationException =>
            "Die verschlüsselte Verbindung kam nicht zustande: "
            + "Dem Zertifikat des Brokers wird nicht vertraut, oder er verlangt ein anderes.",
        OperationCanceledException or TimeoutException => $"{address.Authority} antwortet nicht rechtzeitig.",
        _ => null,
    };

    /// <summary>An answer to the attempt to connect as a failure.</summary>
    public static IOException Refused(MqttClientConnectResult answer)
    {
        var sentence = Of(answer.ResultCode, answer.ReasonString);
        var refused = new IOException(sentence);
        refused.Data[nameof(BrokerProblem)] = sentence;
        return refused;
    }
}
