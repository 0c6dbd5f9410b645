using System.Xml;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Forms;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Names of a model's elements, also of one that does not compile: findings are told by name.</summary>
internal static class ElementNames
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    public static IReadOnlyDictionary<(string File, string ElementId), string> Of(IReadOnlyList<DeploymentResource> files)
    {
        var names = new Dictionary<(string, string), string>();
        foreach (var file in files.Where(file => ProcedureFiles.IsForm(file.Name)))
        {
            foreach (var (place, title) in FormPlaces.Titles(ProcedureFiles.Text(file)))
            {
                names.TryAdd((file.Name, place), title);
            }
        }

        foreach (var file in files.Where(file => ProcedureFiles.IsModel(file.Name)))
        {
            try
            {
                using var reader = XmlReader.Create(new MemoryStream(file.Content), Settings);
                while (reader.Read())
                {
                    if (reader.NodeType == XmlNodeType.Element
                        && reader.GetAttribute("id") is { } id && reader.GetAttribute("name") is { Length: > 0 } name)
                    {
                        names.TryAdd((file.Name, id), name);
                    }
                }
            }
            catch (XmlException)
            {
                // The finding says that the file is broken; the names up to there are known.
            }
        }

        return names;
    }
}
