using System.Reflection;
using System.Runtime.Loader;

namespace Kommune.Workflow.Runtime;

/// <summary>A plugin's own assemblies; what it shares with the program is the program's.</summary>
internal sealed class PluginLoadContext(string assemblyFile) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assemblyFile))
{
    // Types of these appear in the contract: both sides must mean the same ones.
    private static readonly string[] Shared = ["Kommune.Workflow.Sdk", "FluentValidation"];
    private const string SharedPrefix = "Microsoft.Extensions.";

    private readonly AssemblyDependencyResolver resolver = new(assemblyFile);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (Shared.Contains(name, StringComparer.Ordinal))
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        }

        if (name.StartsWith(SharedPrefix, StringComparison.Ordinal) && TryLoadShared(name) is { } shared)
        {
            return shared;
        }

        return resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;

    private static Assembly? TryLoadShared(string name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException)
        {
            return null; // The program does not use it: the plugin brings its own.
        }
    }
}
