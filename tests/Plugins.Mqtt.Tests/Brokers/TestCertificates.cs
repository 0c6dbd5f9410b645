using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kommune.Workflow.Plugins.Mqtt.Tests.Brokers;

/// <summary>An authority of this test, and certificates it issues.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Today = DateTimeOffset.UtcNow;

    private readonly RSA key = RSA.Create(2048);

    public TestCertificates()
    {
        var request = new CertificateRequest("CN=Prüfstelle", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Authority = request.CreateSelfSigned(Today.AddDays(-1), Today.AddDays(2));
    }

    public X509Certificate2 Authority { get; }

    /// <summary>For a broker on this machine, with its key.</summary>
    public X509Certificate2 Server() => Issue("localhost", names =>
    {
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
    });

    /// <summary>For a client, with its key.</summary>
    public X509Certificate2 Client(string name) => Issue(name, names => names.AddDnsName(name));

    /// <summary>Certificate and key in one PEM.</summary>
    public static string Pem(X509Certificate2 certificate)
    {
        using var own = certificate.GetRSAPrivateKey()!;
        return $"{certificate.ExportCertificatePem()}\n{own.ExportPkcs8PrivateKeyPem()}\n";
    }

    public void Dispose()
    {
        Authority.Dispose();
        key.Dispose();
    }

    private X509Certificate2 Issue(string name, Action<SubjectAlternativeNameBuilder> addNames)
    {
        using var own = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        addNames(names);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(Authority, Today.AddDays(-1), Today.AddDays(1), RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(own);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
