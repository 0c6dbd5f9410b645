using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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

    [Field(
        "Zertifikat des eigenen Brokers mit Schlüssel (PEM)",
        Help = "Damit sind alle Verbindungen zum eigenen Broker verschlüsselt.",
        Secret = true,
        Multiline = true)]
    public string? BrokerCertificate { get; init; }

    [Field("Voll ab (Prozent)")]
    public double FullFrom { get; init; } = 80;

    [Field("Dringend ab (Prozent)")]
    public double UrgentFrom { get; init; } = 95;

    [Field("Bauhof: geografische Breite")]
    public double DepotLatitude { get; init; } = 48.6763;

    [Field("Bauhof: geografische Länge")]
    public double DepotLongitude { get; init; } = 10.1522;

    /// <summary>A broker may deliver again for so long; what is thinned by then would be stored twice.</summary>
    internal const int RawDaysMin = 7;

    [Field("Einzelne Messwerte behalten (Tage)", Help = "Danach bleiben Stundenwerte. Mindestens 7 Tage.")]
    public int RawDays { get; init; } = 30;

    [Field("Stundenwerte behalten (Tage)", Help = "Danach bleiben Tageswerte.")]
    public int HourDays { get; init; } = 400;

    /// <summary>A certificate and its private key in one PEM; null when there is none.</summary>
    /// <exception cref="CryptographicException">The text is no certificate, or has no key that belongs to it.</exception>
    internal static X509Certificate2? CertificateWithKey(string? pem) =>
        string.IsNullOrWhiteSpace(pem) ? null : X509Certificate2.CreateFromPem(pem, pem);
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
        RuleFor(s => s.RawDays).InclusiveBetween(MqttSettings.RawDaysMin, 3650);
        RuleFor(s => s.HourDays).InclusiveBetween(1, 36500);
        RuleFor(s => s.BrokerCertificate).Must(CanBeReadWithKey)
            .WithMessage("Bitte geben Sie ein Zertifikat und seinen Schlüssel im Format PEM an.");
    }

    private static bool CanBeReadWithKey(string? pem)
    {
        try
        {
            MqttSettings.CertificateWithKey(pem)?.Dispose();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
