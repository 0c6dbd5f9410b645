using System.Reflection;
using System.Text;
using Kommune.Workflow.Sdk;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Sdk;

/// <summary>What plugins are compiled against. A line that goes or changes breaks plugins: that takes a new version of the Sdk.</summary>
public sealed class PublicApiTests
{
    /// <summary>Set to 1, the test writes the committed listing instead of comparing with it.</summary>
    private const string UpdateVariable = "UPDATE_API";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public async Task The_approved_listing_is_the_public_api()
    {
        var file = Path.Combine(Root(), "tests", "Engine.Tests", "Sdk", "PublicApi.txt");
        var listing = Listing();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            await File.WriteAllTextAsync(file, listing, TestContext.Current.CancellationToken);
        }

        Assert.True(
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) == listing,
            $"The Sdk changed. New lines are new promises; changed or lost lines break plugins, and need a new version of the Sdk. "
            + $"Write the listing anew by running this test with {UpdateVariable}=1 and review the difference.");
    }

    private static string Listing()
    {
        var text = new StringBuilder();
        foreach (var type in typeof(IPlugin).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type));
            var parents = type.GetInterfaces().Where(i => i.Namespace == type.Namespace).Append(type.BaseType)
                .Where(parent => parent is not null && parent != typeof(object) && parent != typeof(Enum) && parent != typeof(ValueType));
            text.AppendJoin(", ", parents.Select(parent => $" : {Name(parent!)}").Order(StringComparer.Ordinal)).Append('\n');
            var lines = type.GetMembers(Declared).Where(IsPromised).Select(Line).Order(StringComparer.Ordinal);
            foreach (var line in lines)
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static bool IsPromised(MemberInfo member) => !member.Name.Contains('<', StringComparison.Ordinal)
        && member switch
        {
            MethodBase method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
                && (method.IsConstructor || !method.IsSpecialName)
                && method.Name is not ("ToString" or "GetHashCode" or "Equals" or "PrintMembers" or "Deconstruct"),
            PropertyInfo property => property.Name != "EqualityContract" && property.GetMethod is { IsPublic: true } or { IsFamily: true },
            FieldInfo field => field.IsPublic && field.Name != "value__",
            EventInfo => true,
            _ => false,
        };

    private static string Line(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        PropertyInfo property => $"{Modifiers(property.GetMethod!)}{Name(property.PropertyType)} {property.Name} "
            + (property.SetMethod is { IsPublic: true } ? "{ get; init; }" : "{ get; }"),
        FieldInfo { IsLiteral: true } field => $"const {field.Name} = {field.GetRawConstantValue()}",
        FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
        EventInfo e => $"event {Name(e.EventHandlerType!)} {e.Name}",
        _ => member.Name,
    };

    private static string Modifiers(MethodBase method) => (method.IsStatic ? "static " : "")
        + (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
        + (method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "");

    private static string Parameters(MethodBase method) => string.Join(
        ", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{Default(p)}"));

    private static string Default(ParameterInfo parameter) =>
        parameter.IsOptional ? $" = {parameter.DefaultValue ?? "null"}" : "";

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Name(Type type)
    {
        var name = (type.DeclaringType is { } outer && !type.IsGenericParameter ? outer.Name + "." : "") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
