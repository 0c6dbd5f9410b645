using System.Text.Json;
using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Testing;

/// <summary>Finds the endpoint of a request, as the program's routing does.</summary>
internal static class TestRequest
{
    public static Task<PluginResponse> SendAsync(
        IReadOnlyList<PluginEndpoint> endpoints,
        string method,
        string path,
        object? body,
        IReadOnlyDictionary<string, string>? headers)
    {
        var address = new Uri(new Uri("http://plugin/"), path);
        foreach (var endpoint in endpoints.Where(e => string.Equals(e.Method, method, StringComparison.OrdinalIgnoreCase)))
        {
            if (Match(endpoint.Path, address.AbsolutePath) is { } route)
            {
                var request = new PluginRequest
                {
                    Route = route,
                    Query = Query(address.Query),
                    Headers = new Dictionary<string, string>(
                        headers ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase),
                    Body = body switch
                    {
                        null => default,
                        string text => System.Text.Encoding.UTF8.GetBytes(text),
                        _ => JsonSerializer.SerializeToUtf8Bytes(body, Fields.Json),
                    },
                    Caller = endpoint.Access.Kind == AccessKind.Anyone
                        ? null
                        : new PluginCaller("test", "Test", [], new HashSet<string>(StringComparer.Ordinal)),
                };
                return endpoint.Handle(request, CancellationToken.None);
            }
        }

        throw new ArgumentException($"Expected an endpoint {method} {path}, but the plugin has none.", nameof(path));
    }

    private static Dictionary<string, string>? Match(string pattern, string path)
    {
        var wanted = pattern.Trim('/').Split('/');
        var given = path.Trim('/').Split('/');
        var route = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wanted.Length != given.Length)
        {
            return null;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].StartsWith('{'))
            {
                route[wanted[i].Trim('{', '}')] = Uri.UnescapeDataString(given[i]);
            }
            else if (!string.Equals(wanted[i], given[i], StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return route;
    }

    private static Dictionary<string, string> Query(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            values[Uri.UnescapeDataString(pair[0])] = Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "");
        }

        return values;
    }
}
