using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>What a multi-instance says about itself (BPMN 2.0.2, table 10.31), and what it has collected so far.</summary>
internal static class LoopVariables
{
    public static bool TryGet(Turn turn, ElementInstance body, string name, [MaybeNullWhen(false)] out FeelValue value)
    {
        value = null;
        if (body.Loop is not { Count: >= 0 } loop)
        {
            return false;
        }

        value = name switch
        {
            "numberOfInstances" => FeelNumber.Of(loop.Count),
            "numberOfActiveInstances" => FeelNumber.Of(loop.Active),
            "numberOfCompletedInstances" => FeelNumber.Of(loop.Completed),
            "numberOfTerminatedInstances" => FeelNumber.Of(loop.Terminated),
            _ => name == turn.ElementOf(body).Loop!.OutputCollection ? Outputs(loop) : null,
        };
        return value is not null;
    }

    /// <summary>The output collection: one place per round, null where nothing came (yet).</summary>
    public static FeelList Outputs(LoopState loop)
    {
        var outputs = new FeelValue[Math.Max(loop.Count, loop.Outputs.Count)];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = i < loop.Outputs.Count ? loop.Outputs[i] : FeelNull.Instance;
        }

        return FeelList.Of(outputs);
    }
}
