using Kommune.Workflow.Definitions;

namespace Kommune.Workflow.Server.Orchestration;

/// <summary>What the model says about the elements of rows.</summary>
internal static class ModelElements
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public static IReadOnlyDictionary<string, string> JobHeaders(Element? element) => element?.Job?.Headers
        ?? (IReadOnlyDictionary<string, string>)NoHeaders;

    public static IReadOnlyDictionary<string, string> TaskHeaders(Element? element) => element?.UserTask?.Headers
        ?? (IReadOnlyDictionary<string, string>)NoHeaders;
}
