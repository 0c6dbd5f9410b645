using System.IO.Compression;
using System.Text;
using System.Xml;
using Kommune.Workflow.Runtime;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>A file of an import that could not be used, and why.</summary>
public sealed record UnusedFile(string File, string Reason);

/// <summary>A procedure as a zip file: the folder that <c>workflows/</c> uses.</summary>
internal static class ProcedureArchive
{
    /// <summary>Bytes of an archive or model that is taken in.</summary>
    public const int ArchiveBytesMax = 16 * 1024 * 1024;

    /// <summary>Entries of an archive, also those that are not used.</summary>
    public const int EntriesMax = 500;

    // The oldest time a zip file can hold: the same files give the same archive, byte for byte.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(string procedureId, IReadOnlyList<DeploymentResource> files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var file in files)
            {
                var entry = archive.CreateEntry($"{procedureId}/{file.Name}", CompressionLevel.Optimal);
                entry.LastWriteTime = EntryTime;
                using var stream = entry.Open();
                stream.Write(file.Content);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>The files of an archive, or a single model; what cannot be used is named.</summary>
    /// <param name="fileName">What the caller named it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="folder">The folder that all entries lay in; null: none.</param>
    /// <param name="notUsed">What was left out, and why.</param>
    public static IReadOnlyList<DeploymentResource> Read(
        string fileName, byte[] content, out string? folder, out IReadOnlyList<UnusedFile> notUsed)
    {
        folder = null;
        var unused = new List<UnusedFile>();
        notUsed = unused;
        if (!content.AsSpan().StartsWith("PK"u8))
        {
            var model = new DeploymentResource(ProcedureFiles.Process, content);
            return IsUsable(model, fileName, unused) ? [model] : [];
        }

        try
        {
            using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            if (archive.Entries.Count > EntriesMax)
            {
                throw Problem.Unprocessable("file", $"Das Archiv enthält mehr als {EntriesMax} Einträge.");
            }

            var entries = archive.Entries.Where(entry => !entry.FullName.EndsWith('/')).ToList();
            folder = CommonFolder(entries);
            return Read(entries, folder is null ? 0 : folder.Length + 1, unused);
        }
        catch (InvalidDataException)
        {
            throw Problem.Unprocessable("file", "Die Datei ist kein lesbares Zip-Archiv.");
        }
    }

    private static List<DeploymentResource> Read(List<ZipArchiveEntry> entries, int prefix, List<UnusedFile> unused)
    {
        var files = new List<DeploymentResource>();
        long total = 0;
        foreach (var entry in entries)
        {
            var path = entry.FullName[prefix..];
            if (!ProcedureFiles.IsAllowed(path))
            {
                unused.Add(new UnusedFile(entry.FullName, ProcedureFiles.PathRule));
                continue;
            }

            // Sizes in the archive are what its maker says; counted is what comes out.
            var content = ReadLimited(entry);
            total += content.Length;
            if (total > ProcedureFiles.TotalBytesMax)
            {
                throw TooLarge();
            }

            var file = new DeploymentResource(path, content);
            if (IsUsable(file, entry.FullName, unused))
            {
                files.Add(file);
            }
        }

        return files;
    }

    private static byte[] ReadLimited(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = stream.Read(chunk)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > ProcedureFiles.FileBytesMax)
            {
                throw TooLarge();
            }
        }

        return buffer.ToArray();
    }

    private static bool IsUsable(DeploymentResource file, string name, List<UnusedFile> unused)
    {
        if (!IsUtf8(file.Content))
        {
            unused.Add(new UnusedFile(name, "Die Datei ist kein Text in UTF-8. Bitte speichern Sie sie so."));
            return false;
        }

        if (ProcedureFiles.IsModel(file.Name) && !IsBpmn(file.Content))
        {
            unused.Add(new UnusedFile(name, "Die Datei ist kein BPMN-2.0-Modell."));
            return false;
        }

        return true;
    }

    private static bool IsUtf8(byte[] content)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(content);
            return !content.Contains((byte)0);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool IsBpmn(byte[] content)
    {
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return reader.MoveToContent() == XmlNodeType.Element && reader.LocalName == "definitions"
                && reader.NamespaceURI == "http://www.omg.org/spec/BPMN/20100524/MODEL";
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static string? CommonFolder(List<ZipArchiveEntry> entries)
    {
        var folders = entries.Select(entry => entry.FullName.IndexOf('/', StringComparison.Ordinal) is var at and > 0
            ? entry.FullName[..at]
            : null).Distinct(StringComparer.Ordinal).ToList();
        string[] own = ["forms", "decisions", "texts", "scenarios"];
        return folders is [{ } only] && !own.Contains(only) ? only : null;
    }

    private static ProblemException TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge,
        "TOO_LARGE",
        "Expected files within the limits of a procedure, but they are larger.",
        $"Ausgepackt ist der Inhalt größer als erlaubt: eine Datei höchstens {ProcedureFiles.FileBytesMax / 1024 / 1024} MB, "
        + $"alle zusammen höchstens {ProcedureFiles.TotalBytesMax / 1024 / 1024} MB.");
}
