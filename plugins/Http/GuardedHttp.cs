using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Http;

/// <summary>Sends requests to allowed hosts only, follows redirects to allowed hosts only, and reads answers up to a limit.</summary>
internal sealed class GuardedHttp : IDisposable
{
    private const int RedirectsMax = 5;

    private readonly Settings<HttpSettings> settings;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;
    private readonly HttpClient client;

    /// <param name="settings">Where calls may go.</param>
    /// <param name="resolve">Finds a host's addresses; null: the machine's way.</param>
    public GuardedHttp(Settings<HttpSettings> settings, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        this.settings = settings;
        this.resolve = resolve ?? Dns.GetHostAddressesAsync;

        // Redirects are followed here: each target is checked. Cookies of one case must not reach another.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectCallback = ConnectAsync };
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <param name="make">Makes the request anew for each redirect.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ForbiddenTargetException">The address, or a redirect, leads where calls may not go.</exception>
    /// <exception cref="HttpRequestException">The call failed, or its answer is too large.</exception>
    public async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        var current = settings.Current;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(current.Timeout);
        try
        {
            return await FollowAsync(make, current, patience.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.InnerException is ForbiddenTargetException forbidden)
        {
            throw forbidden;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"Das Ziel hat nach {current.Timeout.TotalSeconds:0} Sekunden nicht geantwortet.", exception);
        }
    }

    /// <exception cref="ForbiddenTargetException">There is no credential of that name.</exception>
    public string Credential(string name) => settings.Current.Credential(name)
        ?? throw new ForbiddenTargetException($"Den Zugang „{name}“ gibt es in den Einstellungen der Erweiterung nicht.");

    public void Dispose() => client.Dispose();

    /// <summary>Connects to addresses that were checked, not to whatever the name means a moment later.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await resolve(host, cancellationToken).ConfigureAwait(false);

        // Over a proxy of the machine the proxy connects, and the operator has chosen it.
        var isProxy = !string.Equals(context.InitialRequestMessage.RequestUri!.IdnHost, host, StringComparison.OrdinalIgnoreCase);
        var mayBePrivate = isProxy || settings.Current.AllowsPrivate(host);
        var reachable = addresses.Where(address => PrivateAddresses.Allows(address, mayBePrivate)).ToArray();
        if (reachable.Length == 0)
        {
            throw new ForbiddenTargetException(
                $"„{host}“ führt zu einer internen Adresse. Erlaubt ist das nur für „Ziele im eigenen Netz“ in den Einstellungen.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<HttpAnswer> FollowAsync(
        Func<HttpRequestMessage> make, HttpSettings current, CancellationToken cancellationToken)
    {
        Uri? target = null;
        for (var redirects = 0; redirects <= RedirectsMax; redirects++)
        {
            using var request = make();
            var origin = request.RequestUri!;
            request.RequestUri = target ?? origin;
            Check(request.RequestUri, current);
            if (request.RequestUri.Host != origin.Host || request.RequestUri.Scheme != origin.Scheme)
            {
                request.Headers.Authorization = null; // Credentials are for the host they were given for.
            }

            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            if (!IsRedirect(request, response))
            {
                return await ReadAsync(response, current.AnswerBytesMax, cancellationToken).ConfigureAwait(false);
            }

            target = new Uri(request.RequestUri, response.Headers.Location!);
        }

        throw new HttpRequestException($"Das Ziel leitet mehr als {RedirectsMax} Mal weiter.");
    }

    // Only what changes nothing is asked again elsewhere.
    private static bool IsRedirect(HttpRequestMessage request, HttpResponseMessage response) =>
        (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
        && response.Headers.Location is not null
        && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static void Check(Uri target, HttpSettings current)
    {
        if (target.Scheme is not ("http" or "https"))
        {
            throw new ForbiddenTargetException($"Nur http und https sind möglich, nicht „{target.Scheme}“.");
        }

        if (!current.Allows(target.Host))
        {
            throw new ForbiddenTargetException(
                $"Aufrufe an „{target.Host}“ sind nicht erlaubt. Erlaubte Ziele stehen in den Einstellungen der Erweiterung.");
        }
    }

    private static async Task<HttpAnswer> ReadAsync(
        HttpResponseMessage response, int bytesMax, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (content.Length + read > bytesMax)
            {
                throw new HttpRequestException($"Die Antwort ist größer als {bytesMax} Bytes.");
            }

            content.Write(buffer, 0, read);
        }

        return new HttpAnswer(
            (int)response.StatusCode, content.ToArray(), response.Content.Headers.ContentType, response.Headers.RetryAfter);
    }
}

/// <summary>Which addresses belong to no public network.</summary>
internal static class PrivateAddresses
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"),
    ];

    // The machine's own services for itself, and addresses of many at once.
    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/3"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    public static bool Allows(IPAddress address, bool mayBePrivate)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !IsIn(Never, plain) && (mayBePrivate || !IsIn(Private, plain));
    }

    private static bool IsIn(IPNetwork[] networks, IPAddress address) => networks.Any(network =>
        network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
}

/// <summary>A complete answer.</summary>
internal sealed record HttpAnswer(int Status, byte[] Content, MediaTypeHeaderValue? ContentType, RetryConditionHeaderValue? RetryAfter);

/// <summary>A call would go where it may not; the reason is in German.</summary>
internal sealed class ForbiddenTargetException(string message) : Exception(message);
