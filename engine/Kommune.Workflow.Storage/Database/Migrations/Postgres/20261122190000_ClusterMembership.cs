using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kommune.Workflow.Storage.Database.Migrations.Postgres;

/// <summary>The tables by which the nodes of a cluster find each other, and the queries Orleans runs on them by their names.</summary>
/// <remarks>
/// A change of a member counts only when nobody changed the table since it was read: the version moves with it, in one
/// statement. Status 3 is an active silo. Each changing query answers the number of rows it changed.
/// </remarks>
[DbContext(typeof(PostgresWorkflowDbContext))]
[Migration("20261122190000_ClusterMembership")]
public sealed class ClusterMembership : Migration
{
    private const string Tables =
        """
        create table orleansquery (querykey varchar(64) primary key, querytext text not null);
        create table orleansmembershipversiontable (
            deploymentid varchar(150) primary key,
            timestamp timestamptz(3) not null default now(),
            version integer not null default 0);
        create table orleansmembershiptable (
            deploymentid varchar(150) not null references orleansmembershipversiontable,
            address varchar(45) not null,
            port integer not null,
            generation integer not null,
            siloname varchar(150) not null,
            hostname varchar(150) not null,
            status integer not null,
            proxyport integer,
            suspecttimes varchar(8000),
            starttime timestamptz(3) not null,
            iamalivetime timestamptz(3) not null,
            primary key (deploymentid, address, port, generation));
        """;

    private const string Member =
        "deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation";

    private const string MoveVersion =
        """
        with moved as (
            update orleansmembershipversiontable set timestamp = now(), version = version + 1
            where deploymentid = @DeploymentId and version = @Version
        """;

    private const string Read =
        """
        select v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes,
            m.starttime, m.iamalivetime, v.version
        from orleansmembershipversiontable v
            left join orleansmembershiptable m on m.deploymentid = v.deploymentid
        """;

    private static readonly (string Key, string Text)[] Queries =
    [
        ("InsertMembershipVersionKey",
            """
            with added as (
                insert into orleansmembershipversiontable (deploymentid) values (@DeploymentId) on conflict do nothing returning 1)
            select count(*)::integer from added
            """),
        ("InsertMembershipKey",
            $"""
            {MoveVersion} and not exists (select 1 from orleansmembershiptable where {Member}) returning 1),
            added as (
                insert into orleansmembershiptable (deploymentid, address, port, generation, siloname, hostname, status, proxyport,
                    starttime, iamalivetime)
                select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
                from moved returning 1)
            select count(*)::integer from added
            """),
        ("UpdateMembershipKey",
            $"""
            {MoveVersion} returning 1),
            changed as (
                update orleansmembershiptable set status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
                where {Member} and exists (select 1 from moved) returning 1)
            select count(*)::integer from changed
            """),
        ("UpdateIAmAlivetimeKey", $"update orleansmembershiptable set iamalivetime = @IAmAliveTime where {Member}"),
        ("MembershipReadRowKey",
            $"{Read} and m.address = @Address and m.port = @Port and m.generation = @Generation where v.deploymentid = @DeploymentId"),
        ("MembershipReadAllKey", $"{Read} where v.deploymentid = @DeploymentId"),
        ("GatewaysQueryKey",
            """
            select address, proxyport, generation from orleansmembershiptable
            where deploymentid = @DeploymentId and status = @Status and proxyport > 0
            """),
        ("DeleteMembershipTableEntriesKey",
            """
            delete from orleansmembershiptable where deploymentid = @DeploymentId;
            delete from orleansmembershipversiontable where deploymentid = @DeploymentId
            """),
        ("CleanupDefunctSiloEntriesKey",
            """
            delete from orleansmembershiptable
            where deploymentid = @DeploymentId and iamalivetime < @IAmAliveTime and status <> 3
            """),
    ];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Tables);
        foreach (var (key, text) in Queries)
        {
            migrationBuilder.Sql($"insert into orleansquery (querykey, querytext) values ('{key}', '{text}')");
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("drop table orleansmembershiptable, orleansmembershipversiontable, orleansquery");
}
