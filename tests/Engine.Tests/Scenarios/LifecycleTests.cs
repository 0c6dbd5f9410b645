using System.Reflection;
using Kommune.Workflow.Execution;
using MessagePack;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Scenarios;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData(typeof(InstanceEvent))]
    [InlineData(typeof(Command))]
    [InlineData(typeof(Effect))]
    public void Every_kind_has_a_number_of_its_own(Type root)
    {
        var unions = root.GetCustomAttributes<UnionAttribute>().ToList();
        var kinds = root.Assembly.GetTypes().Where(type => type.IsSubclassOf(root)).ToHashSet();

        Assert.Equal(unions.Count, unions.Select(union => union.Key).Distinct().Count());
        Assert.Equal(kinds, unions.Select(union => union.SubType).ToHashSet());
    }

    [Fact]
    public void Stored_records_name_their_fields_by_numbers_without_gaps()
    {
        var stored = typeof(InstanceEvent).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<MessagePackObjectAttribute>() is not null);

        Assert.All(stored, type =>
        {
            var keys = type.GetProperties().Select(property => property.GetCustomAttribute<KeyAttribute>()?.IntKey)
                .OfType<int>().Order().ToList();
            Assert.Equal(Enumerable.Range(0, keys.Count), keys);
        });
    }
}
