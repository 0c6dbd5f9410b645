using static Kommune.Workflow.Expressions.BuiltInFunctions;
using static Kommune.Workflow.Expressions.Overload;
using Types = Kommune.Workflow.Expressions.BuiltInTypes;

namespace Kommune.Workflow.Expressions;

/// <summary>Functions that make one value of a list, given as a list or one by one (DMN 1.5, table 76).</summary>
internal static class AggregateFunctions
{
    public static IEnumerable<FeelFunction> All =>
    [
        Aggregate("min", FeelType.Any, list => Extreme(list, -1)),
        Aggregate("max", FeelType.Any, list => Extreme(list, 1)),
        Aggregate("sum", FeelType.Any, Sum),
        Aggregate("mean", Types.Number, list => Numbers(list) is { } n && n.Length > 0 ? n.Sum() / n.Length : null),
        Aggregate("product", Types.Number, list => Numbers(list) is { } n && n.Length > 0 ? n.Aggregate((a, b) => a * b) : null),
        Aggregate("median", Types.Number, Median),
        Aggregate("stddev", Types.Number, StandardDeviation),
        Aggregate("mode", new ListType(Types.Number), Mode),
        Aggregate("all", Types.Boolean, list => Truth(list, isAll: true)),
        Aggregate("any", Types.Boolean, list => Truth(list, isAll: false)),
    ];

    private static FeelFunction Aggregate(string name, FeelType result, Func<FeelList, decimal?> aggregate) =>
        Aggregate(name, result, list => aggregate(list) is { } number ? FeelNumber.Of(number) : null);

    private static FeelFunction Aggregate(string name, FeelType result, Func<FeelList, FeelValue?> aggregate)
    {
        FeelValue? Apply(Evaluation evaluation, FeelList list)
        {
            evaluation.Charge(list.Count);
            try
            {
                return aggregate(list);
            }
            catch (OverflowException)
            {
                return null;
            }
        }

        return Define(name, Of<FeelList>(result, "list", Apply), Variadic(result, "list", Apply));
    }

    private static FeelValue? Extreme(FeelList list, int sign)
    {
        var extreme = list.Count == 0 ? null : list[0];
        foreach (var item in list)
        {
            if (Comparison.Compare(item, extreme!) is not { } order)
            {
                return null;
            }

            extreme = order * sign > 0 ? item : extreme;
        }

        return extreme;
    }

    private static decimal[]? Numbers(FeelList list)
    {
        var numbers = new decimal[list.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (list[i] is not FeelNumber number)
            {
                return null;
            }

            numbers[i] = number.Value;
        }

        return numbers;
    }

    private static FeelValue? Sum(FeelList list)
    {
        if (list.Count == 0)
        {
            return null;
        }

        if (list.All(item => item is FeelDaysTimeDuration))
        {
            return new FeelDaysTimeDuration(list.Sum(item => ((FeelDaysTimeDuration)item).TotalSeconds));
        }

        if (list.All(item => item is FeelYearsMonthsDuration))
        {
            return FeelYearsMonthsDuration.TryOf(list.Sum(item => (decimal)((FeelYearsMonthsDuration)item).TotalMonths));
        }

        return Numbers(list) is { } numbers ? FeelNumber.Of(numbers.Sum()) : null;
    }

    private static decimal? Median(FeelList list)
    {
        if (Numbers(list) is not { Length: > 0 } numbers)
        {
            return null;
        }

        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        return numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }

    /// <summary>Of a sample; one number has none.</summary>
    private static decimal? StandardDeviation(FeelList list)
    {
        if (Numbers(list) is not { Length: > 1 } numbers)
        {
            return null;
        }

        var mean = numbers.Sum() / numbers.Length;
        return DecimalMath.SquareRoot(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Length - 1));
    }

    /// <summary>The most frequent numbers in ascending order.</summary>
    private static FeelList? Mode(FeelList list)
    {
        if (Numbers(list) is not { } numbers)
        {
            return null;
        }

        var groups = numbers.GroupBy(number => number).ToList();
        var most = groups.Count == 0 ? 0 : groups.Max(group => group.Count());
        return FeelList.From(groups.Where(group => group.Count() == most).Select(group => group.Key).Order().Select(FeelNumber.Of));
    }

    private static FeelValue Truth(FeelList list, bool isAll)
    {
        bool? result = isAll;
        foreach (var item in list)
        {
            result = isAll ? Logic.And(result, Logic.Truth(item)) : Logic.Or(result, Logic.Truth(item));
        }

        return FeelBoolean.Of(result);
    }
}
