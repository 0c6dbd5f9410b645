using System.Text;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Measures values before they are stored: one that is too deep or too large could be written, but never read again.</summary>
/// <remarks>Walks without recursion and stops at the limit: parts may be shared, so that a small value unfolds to a huge one.</remarks>
internal static class ValueLimits
{
    private const int BytesPerValue = 5;

    /// <summary>Why an expression's result cannot be used; null when it can (German).</summary>
    public static string? Problem(FeelValue value, ExecutionLimits limits)
    {
        if (value is not (FeelList or FeelContext))
        {
            return null;
        }

        return TryMeasure(value, limits, long.MaxValue, out _)
            ? null
            : $"Der Wert ist zu groß: erlaubt sind {limits.ValuePartsMax} Teile und {limits.ValueDepthMax} Ebenen.";
    }

    /// <summary>Whether a value stays within the limits, and about how many bytes it takes in the journal.</summary>
    /// <param name="value">The value.</param>
    /// <param name="limits">The limits of depth and parts.</param>
    /// <param name="bytesMax">The most bytes.</param>
    /// <param name="bytes">Its texts as UTF-8 and a few bytes for everything else; where it stopped, when it is too much.</param>
    public static bool TryMeasure(FeelValue value, ExecutionLimits limits, long bytesMax, out long bytes)
    {
        bytes = 0;
        var parts = 0;
        var open = new Stack<(FeelValue Value, int Depth)>();
        open.Push((value, 0));
        while (open.TryPop(out var next))
        {
            bytes += BytesPerValue;
            if (++parts > limits.ValuePartsMax || next.Depth > limits.ValueDepthMax)
            {
                return false;
            }

            switch (next.Value)
            {
                case FeelString text:
                    bytes += Encoding.UTF8.GetByteCount(text.Value);
                    break;
                case FeelList list:
                    foreach (var item in list)
                    {
                        open.Push((item, next.Depth + 1));
                    }

                    break;
                case FeelContext context:
                    for (var i = 0; i < context.Count; i++)
                    {
                        bytes += Encoding.UTF8.GetByteCount(context.Keys[i]);
                        open.Push((context.Values[i], next.Depth + 1));
                    }

                    break;
            }

            if (bytes > bytesMax)
            {
                return false;
            }
        }

        return true;
    }
}
