using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions over contexts (DMN 1.5, table 80).</summary>
internal static class ContextFunctions
{
    public static IEnumerable<FeelFunction> All =>
    [
        Define(
            "get value",
            Of<FeelContext, FeelString>(FeelType.Any, "m", "key", (evaluation, m, key) => Value(evaluation, m, key.Value)),
            Of<FeelContext, FeelString>(FeelType.Any, "context", "key", (evaluation, m, key) => Value(evaluation, m, key.Value)),
            Of<FeelContext, FeelList>(FeelType.Any, "context", "keys", ValueAt)),
        Define("get entries", Of<FeelContext>(Types.AnyList, "m", Entries), Of<FeelContext>(Types.AnyList, "context", Entries)),
        Define(
            "context put",
            Of<FeelContext, FeelString, FeelValue>(Types.AnyContext, "context", "key", "value", (evaluation, context, key, value) =>
            {
                evaluation.Charge(context.Count + 1);
                return context.With(key.Value, value);
            }),
            Of<FeelContext, FeelList, FeelValue>(Types.AnyContext, "context", "keys", "value", (evaluation, context, keys, value) =>
                keys.Count == 0 ? null : Put(evaluation, context, keys, 0, value))),
        Define(
            "context merge",
            Of<FeelList>(Types.AnyContext, "contexts", Merge),
            Variadic(Types.AnyContext, "contexts", Merge)),
        Define("context", Of<FeelList>(Types.AnyContext, "entries", FromEntries)),
    ];

    private static FeelValue Value(Evaluation evaluation, FeelContext context, string key) =>
        context.TryGet(key, out var value) ? value : evaluation.Null($"the context has no entry '{key}'");

    private static FeelValue? ValueAt(Evaluation evaluation, FeelContext context, FeelList keys)
    {
        FeelValue value = context;
        foreach (var key in keys)
        {
            if (value is not FeelContext inner || key is not FeelString name)
            {
                return null;
            }

            value = Value(evaluation, inner, name.Value);
        }

        return value;
    }

    private static FeelList Entries(Evaluation evaluation, FeelContext context)
    {
        evaluation.Charge(context.Count);
        return FeelList.From(context.Entries.Select(entry =>
            FeelContext.Of(("key", FeelString.Of(entry.Key)), ("value", entry.Value))));
    }

    private static FeelContext? Put(Evaluation evaluation, FeelContext context, FeelList keys, int at, FeelValue value)
    {
        if (keys[at] is not FeelString key)
        {
            return null;
        }

        evaluation.Charge(context.Count + 1);
        if (at == keys.Count - 1)
        {
            return context.With(key.Value, value);
        }

        return context[key.Value] is FeelContext inner && Put(evaluation, inner, keys, at + 1, value) is { } changed
            ? context.With(key.Value, changed)
            : null;
    }

    private static FeelContext? Merge(Evaluation evaluation, FeelList contexts)
    {
        var merged = new FeelContext.Builder();
        foreach (var item in contexts)
        {
            if (item is not FeelContext context)
            {
                return null;
            }

            evaluation.Charge(context.Count + 1);
            foreach (var (name, value) in context.Entries)
            {
                merged.Set(name, value);
            }
        }

        return merged.Build();
    }

    private static FeelContext? FromEntries(Evaluation evaluation, FeelList entries)
    {
        evaluation.Charge(entries.Count);
        var context = new FeelContext.Builder();
        foreach (var item in entries)
        {
            if (item is not FeelContext entry
                || !entry.TryGet("key", out var key)
                || key is not FeelString name
                || !entry.TryGet("value", out var value)
                || !context.TryAdd(name.Value, value))
            {
                return null;
            }
        }

        return context.Build();
    }
}
