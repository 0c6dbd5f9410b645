using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kommune.Workflow.Server.Forms;

/// <summary>The places of a form that findings name, in words.</summary>
internal static class FormPlaces
{
    private static readonly string[] Lists = ["pages", "elements", "questions", "templateElements", "columns", "items"];

    /// <summary>The titles (or else names) of pages and fields by JSON pointer; none when the document cannot be read.</summary>
    public static IEnumerable<(string Place, string Title)> Titles(string json)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = FormSchema.JsonDepthMax };
            return Of(JsonNode.Parse(json.TrimStart('\uFEFF'), documentOptions: options), "");
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<(string Place, string Title)> Of(JsonNode? node, string place)
    {
        if (node is not JsonObject map)
        {
            return [];
        }

        var title = FormElement.Localized(map["title"]) ?? FormElement.Localized(map["name"]);
        var inner = Lists.Where(list => map[list] is JsonArray)
            .SelectMany(list => map[list]!.AsArray().Index().SelectMany(item => Of(item.Item, $"{place}/{list}/{item.Index}")));
        return title is null ? inner : inner.Prepend((place, title));
    }
}
