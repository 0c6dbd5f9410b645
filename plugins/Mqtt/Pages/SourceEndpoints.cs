using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kommune.Workflow.Plugins.Mqtt.Brokers;
using Kommune.Workflow.Plugins.Mqtt.Catalogues;
using Kommune.Workflow.Plugins.Mqtt.Storage;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Pages;

/// <summary>A certificate, without its key.</summary>
/// <param name="Subject">Whom it names.</param>
/// <param name="Until">Its last moment.</param>
public sealed record CertificateInfo(string Subject, DateTimeOffset Until);

/// <summary>Which secrets a source has; never the secrets themselves.</summary>
public sealed record SecretsInfo(bool Password, CertificateInfo? Certificate, CertificateInfo? Authority);

/// <summary>A source, how it fares and which secrets it has.</summary>
public sealed record SourceItem(Source Source, SourceHealth Health, SecretsInfo Secrets);

/// <summary>The broker inside.</summary>
public sealed record OwnBrokerItem(bool On, string Address, int Port, bool Running, string? Problem);

/// <summary>Everything about where messages come from.</summary>
public sealed record SourcesAnswer(OwnBrokerItem Broker, IReadOnlyList<SourceItem> Sources);

/// <summary>An account at the broker inside.</summary>
public sealed record AccountItem(string Name, DateTimeOffset ChangedAt, string ChangedBy, bool Connected);

/// <summary>Addresses for connections, their secrets, and the accounts of devices.</summary>
internal sealed class SourceEndpoints(CatalogueStore catalogue, SecretStore secrets, SensorWork work, Settings<MqttSettings> settings)
{
    private const int NameLengthMax = 80;
    private const int PasswordLengthMin = 12;

    public void AddTo(IPluginBuilder plugin)
    {
        Add(plugin, "GET", "sources", ListAsync);
        Add(plugin, "PUT", "sources/{id}/secrets", SetSecretsAsync);
        Add(plugin, "POST", "sources/check", CheckAsync);
        Add(plugin, "GET", "accounts", AccountsAsync);
        Add(plugin, "PUT", "accounts/{name}", SetAccountAsync);
        Add(plugin, "DELETE", "accounts/{name}", RemoveAccountAsync);
    }

    private static void Add(
        IPluginBuilder plugin, string method, string path, Func<PluginRequest, CancellationToken, Task<PluginResponse>> handle) =>
        plugin.AddEndpoint(
            new PluginEndpoint { Method = method, Path = path, Access = Access.With("operations"), Handle = handle });

    private async Task<PluginResponse> ListAsync(PluginRequest request, CancellationToken cancel)
    {
        await catalogue.LoadAsync(cancel).ConfigureAwait(false);
        await secrets.LoadAsync(cancel).ConfigureAwait(false);
        var set = settings.Current;
        var (running, problem) = work.OwnBroker;
        var fares = work.Health.ToDictionary(health => health.Id, StringComparer.Ordinal);
        return PluginResponse.Json(new SourcesAnswer(
            new OwnBrokerItem(set.BrokerOn, set.BrokerAddress, set.BrokerPort, running, set.BrokerOn ? problem : null),
            [
                .. catalogue.Current.Sources.Values.OrderBy(source => source.Name, StringComparer.Ordinal)
                    .Select(source => new SourceItem(source, fares[source.Id], Info(source.Id))),
            ]));
    }

    /// <summary>Body: what changes. What is absent stays, an empty text removes.</summary>
    private async Task<PluginResponse> SetSecretsAsync(PluginRequest request, CancellationToken cancel)
    {
        var (id, given) = (request.Route["id"], request.ReadJson<SourceSecrets>());
        if (!catalogue.Current.Sources.ContainsKey(id))
        {
            return PluginResponse.Refused(404, "Diese Quelle gibt es nicht.");
        }

        var merged = Merge(id, given);
        if (Problem(merged) is { } problem)
        {
            return problem;
        }

        await secrets.SetSourceAsync(id, merged, request.Caller!.UserId, cancel).ConfigureAwait(false);
        return PluginResponse.Json(Info(id));
    }

    /// <summary>Tries a source as it is in the form, with the secrets given or those kept.</summary>
    private async Task<PluginResponse> CheckAsync(PluginRequest request, CancellationToken cancel)
    {
        var asked = request.ReadJson<ToCheck>();
        if (asked.Source.Broker is null)
        {
            var (running, why) = work.OwnBroker;
            var set = settings.Current;
            return PluginResponse.Json(new CheckAnswer(
                running, [running ? $"Der eigene Broker lauscht auf {set.BrokerAddress}, Port {set.BrokerPort}." : why!]));
        }

        if (DocumentCheck.Problem(asked.Source) is { } wrong)
        {
            return PluginResponse.Refused(422, wrong);
        }

        var merged = Merge(asked.Source.Id, asked.Secrets ?? new SourceSecrets());
        return Problem(merged) ?? PluginResponse.Json(
            await ConnectionCheck.RunAsync(asked.Source, BrokerSecrets.Of(merged), cancel).ConfigureAwait(false));
    }

    private async Task<PluginResponse> AccountsAsync(PluginRequest request, CancellationToken cancel)
    {
        await secrets.LoadAsync(cancel).ConfigureAwait(false);
        var connected = work.ConnectedAccounts;
        return PluginResponse.Json(secrets.Current.Known.Select(account =>
            new AccountItem(account.Name, account.ChangedAt, account.ChangedBy, connected.Contains(account.Name))));
    }

    /// <summary>Makes an account or gives it another password; without one in the body it is made up and told this once.</summary>
    private async Task<PluginResponse> SetAccountAsync(PluginRequest request, CancellationToken cancel)
    {
        var name = request.Route["name"];
        if (name.Length is 0 or > NameLengthMax || name.Contains(':', StringComparison.Ordinal) || name == SensorWork.OwnAccount.User)
        {
            return PluginResponse.Refused(
                422,
                $"Der Name braucht 1 bis {NameLengthMax} Zeichen ohne Doppelpunkt und darf nicht „{SensorWork.OwnAccount.User}“ sein.");
        }

        var wanted = request.ReadJson<Wanted>().Password;
        if (wanted is { Length: > 0 and < PasswordLengthMin })
        {
            return PluginResponse.Refused(422, $"Das Kennwort braucht mindestens {PasswordLengthMin} Zeichen.");
        }

        var password = string.IsNullOrEmpty(wanted) ? RandomNumberGenerator.GetHexString(24, lowercase: true) : wanted;
        await secrets.SetAccountAsync(name, password, request.Caller!.UserId, cancel).ConfigureAwait(false);
        return PluginResponse.Json(new { Name = name, Password = string.IsNullOrEmpty(wanted) ? password : null });
    }

    private async Task<PluginResponse> RemoveAccountAsync(PluginRequest request, CancellationToken cancel)
    {
        await secrets.RemoveAccountAsync(request.Route["name"], request.Caller!.UserId, cancel).ConfigureAwait(false);
        return PluginResponse.Empty;
    }

    private SourceSecrets Merge(string id, SourceSecrets given)
    {
        static string? One(string? given, string? kept) => given is null ? kept : given.Length == 0 ? null : given;
        var kept = secrets.Current.Sources.GetValueOrDefault(id) ?? new SourceSecrets();
        return new SourceSecrets(
            One(given.Password, kept.Password), One(given.Certificate, kept.Certificate), One(given.Authority, kept.Authority));
    }

    private static PluginResponse? Problem(SourceSecrets given)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (given.Certificate is { } own && Read(own, withKey: true) is null)
        {
            errors["certificate"] = ["Das ist kein Zertifikat mit privatem Schlüssel im PEM-Format. Beide Blöcke gehören in das Feld."];
        }

        if (given.Authority is { } authority && Read(authority, withKey: false) is null)
        {
            errors["authority"] = ["Das ist kein Zertifikat im PEM-Format."];
        }

        return errors.Count == 0 ? null : PluginResponse.Refused(422, "Ein Zertifikat lässt sich nicht lesen.", errors);
    }

    private SecretsInfo Info(string id)
    {
        var kept = secrets.Current.Sources.GetValueOrDefault(id);
        return new SecretsInfo(
            kept?.Password is not null,
            kept?.Certificate is { } own ? Read(own, withKey: false) : null,
            kept?.Authority is { } authority ? Read(authority, withKey: false) : null);
    }

    private static CertificateInfo? Read(string pem, bool withKey)
    {
        try
        {
            using var certificate = withKey ? X509Certificate2.CreateFromPem(pem, pem) : X509Certificate2.CreateFromPem(pem);
            return new CertificateInfo(certificate.Subject, certificate.NotAfter.ToUniversalTime());
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record ToCheck(Source Source, SourceSecrets? Secrets);

    private sealed record Wanted(string? Password);
}
