namespace Kommune.Workflow.Sdk;

/// <summary>A page of a plugin in the application's navigation.</summary>
/// <param name="Label">The German name in the navigation.</param>
/// <param name="Path">The file below <c>web/</c>, such as <c>index.html</c>, or an address that begins with <c>/</c>.</param>
/// <param name="Permission">Who sees it: the name of a permission, such as <c>operations</c>; null: everybody signed in.</param>
public sealed record PluginPage(string Label, string Path, string? Permission = null);
