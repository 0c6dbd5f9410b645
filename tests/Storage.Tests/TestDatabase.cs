namespace Kommune.Workflow.Storage.Tests;

/// <summary>An empty database of a kind, gone with the test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<ValueTask> remove;

    private TestDatabase(StorageOptions options, Func<ValueTask> remove)
    {
        Options = options;
        this.remove = remove;
    }

    public static TheoryData<string> All => new("SQLite", "PostgreSQL");

    public StorageOptions Options { get; }

    public static async Task<TestDatabase> CreateAsync(string kind) => kind == "SQLite" ? CreateSqlite() : await CreatePostgresAsync();

    public ValueTask DisposeAsync() => remove();

    public static TestDatabase CreateSqlite()
    {
        var directory = Directory.CreateTempSubdirectory("kommune-test-").FullName;
        return new TestDatabase(
            new StorageOptions { DataDirectory = directory },
            () =>
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                Directory.Delete(directory, recursive: true);
                return ValueTask.CompletedTask;
            });
    }

    private static async Task<TestDatabase> CreatePostgresAsync()
    {
        Assert.SkipUnless(PostgresCluster.IsInstalled, "PostgreSQL is not installed; ./check installs it where it may.");
        var cluster = await PostgresCluster.SharedAsync();
        var name = await cluster.CreateDatabaseAsync();
        return new TestDatabase(
            new StorageOptions { PostgresConnectionString = cluster.ConnectionString(name) },
            () => cluster.DropDatabaseAsync(name));
    }
}
