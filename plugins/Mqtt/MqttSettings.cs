using System.Net;
using FluentValidation;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt;

/// <summary>What operators set.</summary>
public sealed record MqttSettings
{
    [Field("Eigener Broker", Help = "Geräte und Gateways verbinden sich mit dem Broker in der Anwendung.")]
    public bool BrokerOn { get; init; } = true;

    [Field("Adresse des eigenen Brokers", Help = "127.0.0.1: nur von diesem Rechner; 0.0.0.0: von überall.")]
    public string BrokerAddress { get; init; } = "127.0.0.1";

    [Field("Port des eigenen Brokers")]
    public int BrokerPort { get; init; } = 1883;

    [Field("Voll ab (Prozent)")]
    public double FullFrom { get; init; } = 80;

    [Field("Dringend ab (Prozent)")]
    public double UrgentFrom { get; init; } = 95;

    [Field("Bauhof: geografische Breite")]
    public double DepotLatitude { get; init; } = 48.6763;

    [Field("Bauhof: geografische Länge")]
    public double DepotLongitude { get; init; } = 10.1522;

    [Field("Einzelne Messwerte behalten (Tage)", Help = "Danach bleiben Stundenwerte.")]
    public int RawDays { get; init; } = 30;

    [Field("Stundenwerte behalten (Tage)", Help = "Danach bleiben Tageswerte.")]
    public int HourDays { get; init; } = 400;
}

internal sealed class MqttSettingsValidator : AbstractValidator<MqttSettings>
{
    public MqttSettingsValidator()
    {
        RuleFor(s => s.BrokerAddress).Must(text => IPAddress.TryParse(text, out _)).WithMessage("Bitte geben Sie eine IP-Adresse an.");
        RuleFor(s => s.BrokerPort).InclusiveBetween(0, 65535);
        RuleFor(s => s.FullFrom).InclusiveBetween(1, 100);
        RuleFor(s => s.UrgentFrom).InclusiveBetween(1, 100);
        RuleFor(s => s.DepotLatitude).InclusiveBetween(-90, 90);
        RuleFor(s => s.DepotLongitude).InclusiveBetween(-180, 180);
        RuleFor(s => s.RawDays).InclusiveBetween(1, 3650);
        RuleFor(s => s.HourDays).InclusiveBetween(1, 36500);
    }
}
