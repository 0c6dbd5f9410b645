using System.Collections.Immutable;
using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions that search, cut and build lists (DMN 1.5, table 76); positions count from 1, or from -1 backwards.</summary>
internal static class ListFunctions
{
    public static IEnumerable<FeelFunction> All =>
    [
        Define("list contains", Of<FeelList, FeelValue>(Types.Boolean, "list", "element", (evaluation, list, element) =>
        {
            evaluation.Charge(list.Count);
            return FeelBoolean.Of(Comparison.Contains(list, element));
        })),
        Define("count", Of<FeelList>(Types.Number, "list", (_, list) => FeelNumber.Of(list.Count))),
        Define("is empty", Of<FeelList>(Types.Boolean, "list", (_, list) => FeelBoolean.Of(list.Count == 0))),
        Define("last", Of<FeelList>(FeelType.Any, "list", (_, list) => list.Count == 0 ? FeelNull.Instance : list[^1])),
        Define(
            "sublist",
            Of<FeelList, FeelNumber, FeelNumber>(Types.AnyList, "list", "start position", "length?", (evaluation, list, start, length) =>
                Sublist(evaluation, list, start.Value, length?.Value))),
        Define("append", Rest(Types.AnyList, static (evaluation, list, items) => Append(evaluation, list, items))),
        Define("concatenate", Variadic(Types.AnyList, "lists", static (evaluation, lists) => Concatenate(evaluation, lists))),
        Define(
            "insert before",
            Of<FeelList, FeelNumber, FeelValue>(Types.AnyList, "list", "position", "newItem", (evaluation, list, position, item) =>
                Index(list, position) is { } at ? Changed(evaluation, list.Items.Insert(at, item)) : null)),
        Define("remove", Of<FeelList, FeelNumber>(Types.AnyList, "list", "position", (evaluation, list, position) =>
            Index(list, position) is { } at ? Changed(evaluation, list.Items.RemoveAt(at)) : null)),
        Define(
            "list replace",
            Of<FeelList, FeelNumber, FeelValue>(Types.AnyList, "list", "position", "newItem", (evaluation, list, position, item) =>
                Index(list, position) is { } at ? Changed(evaluation, list.Items.SetItem(at, item)) : null),
            Of<FeelList, FeelFunction, FeelValue>(Types.AnyList, "list", "match", "newItem", ReplaceMatching)),
        Define("reverse", Of<FeelList>(Types.AnyList, "list", (evaluation, list) =>
            Changed(evaluation, [.. list.Items.Reverse()]))),
        Define("index of", Of<FeelList, FeelValue>(new ListType(Types.Number), "list", "match", (evaluation, list, match) =>
            Changed(evaluation, [.. Positions(list, match)]))),
        Define("union", Variadic(Types.AnyList, "lists", static (evaluation, lists) =>
            Concatenate(evaluation, lists) is { } all ? Distinct(evaluation, all) : null)),
        Define("distinct values", Of<FeelList>(Types.AnyList, "list", Distinct)),
        Define("duplicate values", Of<FeelList>(Types.AnyList, "list", Duplicates)),
        Define("flatten", Of<FeelList>(Types.AnyList, "list", (evaluation, list) =>
        {
            var flat = ImmutableArray.CreateBuilder<FeelValue>();
            Flatten(evaluation, list, flat);
            return FeelList.From(flat.DrainToImmutable());
        })),
        Define("partition", Of<FeelList, FeelNumber>(Types.AnyList, "list", "size", (evaluation, list, size) =>
            size.Value >= 1 && size.IsInteger && size.Value <= int.MaxValue
                ? Changed(evaluation, [.. list.Items.Chunk((int)size.Value).Select(part => FeelList.Of(part))])
                : null)),
        Define(
            "sort",
            Of<FeelList, FeelFunction>(Types.AnyList, "list", "precedes?", (evaluation, list, precedes) =>
                Sorting.TrySort(evaluation, list, precedes))),
    ];

    /// <summary>A list and any number of further arguments.</summary>
    private static FunctionOverload Rest(FeelType result, Func<Evaluation, FeelList, ReadOnlySpan<FeelValue>, FeelValue?> body) =>
        Variadic(result, "list", (evaluation, arguments) => arguments.Count < 2 || arguments[0] is FeelNull
            ? null
            : body(evaluation, AsList(arguments[0]), arguments.Items.AsSpan(1..)));

    private static IEnumerable<FeelNumber> Positions(FeelList list, FeelValue match) =>
        Enumerable.Range(1, list.Count)
            .Where(position => Comparison.AreEqual(list[position - 1], match) == true)
            .Select(FeelNumber.Of);

    private static FeelList AsList(FeelValue value) => value as FeelList ?? FeelList.Of(value);

    private static FeelList Append(Evaluation evaluation, FeelList list, ReadOnlySpan<FeelValue> items) =>
        Changed(evaluation, list.Items.AddRange(items));

    private static FeelList? Concatenate(Evaluation evaluation, FeelList lists)
    {
        var all = ImmutableArray.CreateBuilder<FeelValue>();
        foreach (var list in lists)
        {
            if (list is FeelNull)
            {
                return null;
            }

            all.AddRange(AsList(list).Items);
        }

        return Changed(evaluation, all.DrainToImmutable());
    }

    private static FeelList Changed(Evaluation evaluation, ImmutableArray<FeelValue> items)
    {
        evaluation.Charge(items.Length + 1);
        return FeelList.From(items);
    }

    private static int? Index(FeelList list, FeelNumber position)
    {
        var index = position.Value < 0 ? list.Count + position.Value : position.Value - 1;
        return decimal.IsInteger(index) && index >= 0 && index < list.Count ? (int)index : null;
    }

    private static FeelList? Sublist(Evaluation evaluation, FeelList list, decimal start, decimal? length)
    {
        if (Index(list, FeelNumber.Of(start)) is not { } from || length < 1)
        {
            return null;
        }

        var available = list.Count - from;
        var count = length is { } wanted ? decimal.Truncate(wanted) : available;
        return count <= available ? Changed(evaluation, list.Items.Slice(from, (int)count)) : null;
    }

    private static FeelList? ReplaceMatching(Evaluation evaluation, FeelList list, FeelFunction match, FeelValue item)
    {
        var result = ImmutableArray.CreateBuilder<FeelValue>(list.Count);
        foreach (var current in list)
        {
            if (match.Invoke(evaluation, [current, item]) is not FeelBoolean matches)
            {
                return null;
            }

            result.Add(matches.Value ? item : current);
        }

        return FeelList.From(result.MoveToImmutable());
    }

    private static FeelList Distinct(Evaluation evaluation, FeelList list)
    {
        var distinct = new List<FeelValue>();
        foreach (var item in list)
        {
            evaluation.Charge(distinct.Count + 1);
            if (!distinct.Exists(known => Comparison.AreEqual(known, item) == true))
            {
                distinct.Add(item);
            }
        }

        return FeelList.From(distinct);
    }

    private static FeelList Duplicates(Evaluation evaluation, FeelList list)
    {
        var repeated = new List<FeelValue>();
        for (var i = 0; i < list.Count; i++)
        {
            evaluation.Charge(i + 1);
            if (list.Items.AsSpan(0, i).Contains(list[i]))
            {
                repeated.Add(list[i]);
            }
        }

        return Distinct(evaluation, FeelList.From(repeated));
    }

    private static void Flatten(Evaluation evaluation, FeelList list, ImmutableArray<FeelValue>.Builder flat)
    {
        evaluation.EnterCall();
        foreach (var item in list)
        {
            if (item is FeelList inner)
            {
                Flatten(evaluation, inner, flat);
            }
            else
            {
                evaluation.Charge();
                flat.Add(item);
            }
        }

        evaluation.LeaveCall();
    }
}
