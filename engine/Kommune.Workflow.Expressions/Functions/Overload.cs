using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>
/// Makes overloads of built-in functions from typed delegates. A parameter is written <c>name</c>, or <c>name?</c> when
/// it may be left out or be null. What a delegate cannot answer it answers with null.
/// </summary>
internal static class Overload
{
    public static FunctionOverload Of(FeelType result, Func<Evaluation, FeelValue?> body) =>
        new([], result, (evaluation, _) => OrNull(evaluation, body(evaluation)));

    public static FunctionOverload Of<T1>(FeelType result, string p1, Func<Evaluation, T1, FeelValue?> body)
        where T1 : FeelValue =>
        new([Parameter<T1>(p1)], result, (evaluation, a) => OrNull(evaluation, body(evaluation, As<T1>(a[0]))));

    public static FunctionOverload Of<T1, T2>(
        FeelType result, string p1, string p2, Func<Evaluation, T1, T2, FeelValue?> body)
        where T1 : FeelValue
        where T2 : FeelValue =>
        new(
            [Parameter<T1>(p1), Parameter<T2>(p2)],
            result,
            (evaluation, a) => OrNull(evaluation, body(evaluation, As<T1>(a[0]), As<T2>(a[1]))));

    public static FunctionOverload Of<T1, T2, T3>(
        FeelType result, string p1, string p2, string p3, Func<Evaluation, T1, T2, T3, FeelValue?> body)
        where T1 : FeelValue
        where T2 : FeelValue
        where T3 : FeelValue =>
        new(
            [Parameter<T1>(p1), Parameter<T2>(p2), Parameter<T3>(p3)],
            result,
            (evaluation, a) => OrNull(evaluation, body(evaluation, As<T1>(a[0]), As<T2>(a[1]), As<T3>(a[2]))));

    public static FunctionOverload Of<T1, T2, T3, T4>(
        FeelType result, string p1, string p2, string p3, string p4, Func<Evaluation, T1, T2, T3, T4, FeelValue?> body)
        where T1 : FeelValue
        where T2 : FeelValue
        where T3 : FeelValue
        where T4 : FeelValue =>
        new(
            [Parameter<T1>(p1), Parameter<T2>(p2), Parameter<T3>(p3), Parameter<T4>(p4)],
            result,
            (evaluation, a) =>
                OrNull(evaluation, body(evaluation, As<T1>(a[0]), As<T2>(a[1]), As<T3>(a[2]), As<T4>(a[3]))));

    /// <summary>Takes its arguments one by one instead of as a list.</summary>
    public static FunctionOverload Variadic(FeelType result, string parameter, Func<Evaluation, FeelList, FeelValue?> body) =>
        new([Parameter<FeelList>(parameter)], result, (evaluation, a) => OrNull(evaluation, body(evaluation, (FeelList)a[0])))
        {
            IsVariadic = true,
        };

    // An optional argument that was left out arrives as FEEL's null, for the delegate as C#'s.
    private static T As<T>(FeelValue value)
        where T : FeelValue => (value as T)!;

    private static FeelValue OrNull(Evaluation evaluation, FeelValue? value) =>
        value ?? evaluation.Null($"a function is not defined for these arguments");

    private static FunctionParameter Parameter<T>(string declaration)
        where T : FeelValue
    {
        var isOptional = declaration.EndsWith('?');
        var type = TypeOf<T>();
        return new FunctionParameter(declaration.TrimEnd('?'), type, value => Take<T>(value)) { IsOptional = isOptional };
    }

    private static T? Take<T>(FeelValue value)
        where T : FeelValue =>
        value switch
        {
            T fitting => fitting,
            FeelList { Count: 1 } single when single[0] is T item => item,
            FeelDate date when typeof(T) == typeof(FeelDateTime) => FeelDateTimes.MidnightUtc(date) as T,
            not FeelNull when typeof(T) == typeof(FeelList) => FeelList.Of(value) as T,
            _ => null,
        };

    private static FeelType TypeOf<T>() => typeof(T).Name switch
    {
        nameof(FeelNumber) => BuiltInTypes.Number,
        nameof(FeelString) => BuiltInTypes.Text,
        nameof(FeelBoolean) => BuiltInTypes.Boolean,
        nameof(FeelDate) => BuiltInTypes.Date,
        nameof(FeelTime) => BuiltInTypes.Time,
        nameof(FeelDateTime) => BuiltInTypes.DateTime,
        nameof(FeelDaysTimeDuration) => BuiltInTypes.DaysTimeDuration,
        nameof(FeelYearsMonthsDuration) => BuiltInTypes.YearsMonthsDuration,
        nameof(FeelList) => BuiltInTypes.AnyList,
        nameof(FeelContext) => BuiltInTypes.AnyContext,
        _ => FeelType.Any,
    };
}
