using System.Text.RegularExpressions;
using Xunit;

namespace Kommune.Workflow.Repo.Tests;

/// <summary>An interface is a port out of the process, a plugin contract, or has two implementations in production.</summary>
public partial class AbstractionTests
{
    /// <summary>A new name here needs its reason beside it.</summary>
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["IInstanceStore"] = "port: the database",
        ["IDefinitionStore"] = "port: the database",
        ["IWaitStore"] = "port: the database",
        ["IMessageStore"] = "port: the database",
        ["IOutbox"] = "port: the database",
        ["IDatabase"] = "port: the database",
        ["IChangeChannel"] = "port: other nodes",
        ["IUnitWriter"] = "written for SQLite and for PostgreSQL",
        ["ITenantOwned"] = "every row of a tenant",
        ["IInstanceGrain"] = "Orleans addresses a grain by its interface",
        ["IMessageGrain"] = "Orleans addresses a grain by its interface",
        ["IJobWorker"] = "plugin contract",
        ["IPlugin"] = "plugin contract",
        ["IPluginBuilder"] = "plugin contract: the program's side of it",
        ["IPluginHost"] = "plugin contract: the program's side of it",
        ["IActivity"] = "plugin contract",
        ["IDefinitionFormat"] = "plugin contract",
        ["IProcesses"] = "plugin contract: the program's side of it",
        ["ITables"] = "plugin contract: the program's side of it",
        ["ICaseFiles"] = "plugin contract: the program's side of it",
        ["IMails"] = "plugin contract: the program's side of it",
        ["IExpressions"] = "plugin contract: the program's side of it",
        ["ISecrets"] = "plugin contract: the program's side of it",
        ["IPluginStore"] = "port: the database",
        ["IPluginSettings"] = "port: the database",
        ["ICaseFileStore"] = "port: the database",
    };

    [Fact]
    public void Interfaces_stand_on_the_list()
    {
        var declared = from path in RepositoryFiles.WithExtension(".cs")
                       where path.StartsWith("engine/", StringComparison.Ordinal) && !RepositoryFiles.IsGenerated(path)
                       from Match match in Interface().Matches(RepositoryFiles.Read(path))
                       select match.Groups[1].Value;
        Finding.None(declared.Distinct().Except(Allowed.Keys));
    }

    [GeneratedRegex(@"^\s*(?:public |internal )?(?:partial )?interface (I\w+)", RegexOptions.Multiline)]
    private static partial Regex Interface();
}
