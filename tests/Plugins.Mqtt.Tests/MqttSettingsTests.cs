using Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

/// <summary>Settings that would be ignored later are refused when they are entered.</summary>
public class MqttSettingsTests
{
    private static readonly MqttSettings Defaults = new();

    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(Errors(Defaults));

    [Fact]
    public void A_certificate_that_cannot_be_read_or_has_no_key_is_refused()
    {
        using var certificates = new TestCertificates();
        using var own = certificates.Client("kommune");
        Assert.Empty(Errors(Defaults with { BrokerCertificate = TestCertificates.Pem(own) }));
        Assert.Equal(["BrokerCertificate"], Errors(Defaults with { BrokerCertificate = own.ExportCertificatePem() }));
        Assert.Equal(["BrokerCertificate"], Errors(Defaults with { BrokerCertificate = "nothing" }));
    }

    [Fact]
    public void Single_readings_stay_as_long_as_a_broker_may_deliver_again() =>
        Assert.Equal(["RawDays"], Errors(Defaults with { RawDays = MqttSettings.RawDaysMin - 1 }));

    private static IEnumerable<string> Errors(MqttSettings settings) =>
        new MqttSettingsValidator().Validate(settings).Errors.Select(error => error.PropertyName);
}
