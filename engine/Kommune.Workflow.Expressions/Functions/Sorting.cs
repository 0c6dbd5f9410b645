namespace Kommune.Workflow.Expressions;

/// <summary>Sorts by a FEEL function; equal items keep their order.</summary>
internal static class Sorting
{
    /// <summary>The sorted list, or null when an order cannot be told. Without a function the natural order counts.</summary>
    public static FeelList? TrySort(Evaluation evaluation, FeelList list, FeelFunction? precedes)
    {
        var items = list.Items.ToArray();
        return TryMerge(evaluation, items, new FeelValue[items.Length], 0, items.Length, precedes) ? FeelList.Of(items) : null;
    }

    // The platform's sort may not be given a function of a user's, which can contradict itself.
    private static bool TryMerge(
        Evaluation evaluation, FeelValue[] items, FeelValue[] spare, int from, int to, FeelFunction? precedes)
    {
        if (to - from < 2)
        {
            return true;
        }

        var middle = (from + to) / 2;
        if (!TryMerge(evaluation, items, spare, from, middle, precedes)
            || !TryMerge(evaluation, items, spare, middle, to, precedes))
        {
            return false;
        }

        Array.Copy(items, from, spare, from, to - from);
        var (left, right) = (from, middle);
        for (var at = from; at < to; at++)
        {
            if (left < middle && right < to)
            {
                if (Precedes(evaluation, precedes, spare[right], spare[left]) is not { } rightFirst)
                {
                    return false;
                }

                items[at] = rightFirst ? spare[right++] : spare[left++];
            }
            else
            {
                items[at] = left < middle ? spare[left++] : spare[right++];
            }
        }

        return true;
    }

    private static bool? Precedes(Evaluation evaluation, FeelFunction? precedes, FeelValue a, FeelValue b)
    {
        evaluation.Charge();
        return precedes is not null ? Logic.Truth(precedes.Invoke(evaluation, [a, b]))
            : Comparison.Compare(a, b) is { } order ? order < 0
            : null;
    }
}
