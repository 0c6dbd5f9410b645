using Kommune.Workflow.Sdk;

namespace Kommune.Workflow.Plugins.Mqtt.Storage;

/// <summary>How SQL gets at the values of a row of <c>mqtt_readings</c>, which are one JSON object.</summary>
internal static class ReadingRows
{
    /// <summary>The value of a field; null when the row has none.</summary>
    /// <param name="dialect">The database.</param>
    /// <param name="field">The parameter with the field's name.</param>
    public static string Value(Dialect dialect, string field) => dialect == Dialect.Sqlite
        ? $"CAST(body ->> {field} AS REAL)"
        : $"CAST(body::jsonb ->> {field} AS DOUBLE PRECISION)";

    /// <summary>The rows of some devices as one row a value: device, field, at, value.</summary>
    /// <param name="dialect">The database.</param>
    /// <param name="where">Which rows, of <c>r</c>.</param>
    public static string Unfolded(Dialect dialect, string where) => dialect == Dialect.Sqlite
        ? $"SELECT r.device, f.key AS field, r.at, CAST(f.value AS REAL) AS value FROM mqtt_readings r, json_each(r.body) f WHERE {where}"
        : $"""
           SELECT r.device, f.key AS field, r.at, CAST(f.value AS DOUBLE PRECISION) AS value
           FROM mqtt_readings r CROSS JOIN LATERAL jsonb_each_text(r.body::jsonb) f WHERE {where}
           """;
}
