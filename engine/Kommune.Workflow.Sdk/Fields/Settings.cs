using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;

namespace Kommune.Workflow.Sdk;

/// <summary>Settings of a plugin, kept in the database and changed by people under Betrieb; see <see cref="Settings{T}"/>.</summary>
public abstract class Settings
{
    private protected Settings()
    {
    }

    /// <summary>What can be set.</summary>
    public abstract IReadOnlyList<FieldDescription> Fields { get; }

    /// <summary>Checks values without taking them.</summary>
    /// <param name="values">One entry a field.</param>
    /// <returns>German sentences per field name; empty when the values are valid.</returns>
    public abstract IReadOnlyDictionary<string, string[]> Check(JsonObject values);

    /// <summary>Takes values. Called by the host at start and after each change, on every node; by tests to set them.</summary>
    /// <param name="values">One entry a field, valid.</param>
    /// <exception cref="PluginException">The values are not valid; nothing changed.</exception>
    public abstract void Apply(JsonObject values);
}

/// <summary>Typed settings of a plugin.</summary>
/// <typeparam name="T">A record whose properties carry <see cref="FieldAttribute"/>; its initial values are the defaults.</typeparam>
public sealed class Settings<T> : Settings
    where T : class, new()
{
    private readonly IValidator<T>? validator;
    private volatile T current = new();

    /// <summary>Makes settings with their defaults.</summary>
    /// <param name="validator">Checks what single fields cannot; null for none.</param>
    public Settings(IValidator<T>? validator = null) => this.validator = validator;

    /// <summary>Raised after the settings changed.</summary>
    public event Action? Changed;

    /// <summary>The settings now in force; a value that never changes itself.</summary>
    public T Current => current;

    /// <inheritdoc/>
    public override IReadOnlyList<FieldDescription> Fields { get; } = DescribeWithDefaults();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string[]> Check(JsonObject values) => Sdk.Fields.Read(values, validator, out _);

    /// <inheritdoc/>
    public override void Apply(JsonObject values)
    {
        var errors = Sdk.Fields.Read(values, validator, out T? result);
        current = result ?? throw new PluginException(string.Join(" ", errors.SelectMany(error => error.Value)));
        Changed?.Invoke();
    }

    private static FieldDescription[] DescribeWithDefaults()
    {
        var defaults = JsonSerializer.SerializeToNode(new T(), Sdk.Fields.Json)!;
        return [.. Sdk.Fields.Of<T>().Select(field => field with { Default = field.Default ?? defaults[field.Name]?.DeepClone() })];
    }
}
