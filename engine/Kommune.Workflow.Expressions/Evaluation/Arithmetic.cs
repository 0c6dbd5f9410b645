namespace Kommune.Workflow.Expressions;

internal enum ArithmeticOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// <summary>FEEL's arithmetic over numbers, texts and temporal values (DMN 1.5, tables 51 and 52).</summary>
internal static class Arithmetic
{
    public static FeelValue Apply(Evaluation evaluation, ArithmeticOperator op, FeelValue left, FeelValue right)
    {
        try
        {
            var result = left is FeelNumber a && right is FeelNumber b ? OfNumbers(op, a.Value, b.Value) : op switch
            {
                ArithmeticOperator.Add => Add(evaluation, left, right),
                ArithmeticOperator.Subtract => Subtract(left, right),
                ArithmeticOperator.Multiply => Multiply(left, right),
                ArithmeticOperator.Divide => Divide(left, right),
                _ => null,
            };
            return result ?? evaluation.Null($"{left.TypeName} {Sign(op)} {right.TypeName} is not defined for {left} and {right}");
        }
        catch (OverflowException)
        {
            return evaluation.Null($"{left} {Sign(op)} {right} is beyond the range of numbers");
        }
    }

    private static FeelNumber? OfNumbers(ArithmeticOperator op, decimal a, decimal b) => op switch
    {
        ArithmeticOperator.Add => FeelNumber.Of(a + b),
        ArithmeticOperator.Subtract => FeelNumber.Of(a - b),
        ArithmeticOperator.Multiply => FeelNumber.Of(a * b),
        ArithmeticOperator.Divide => b == 0 ? null : FeelNumber.Of(a / b),
        _ => DecimalMath.Power(a, b) is { } power ? FeelNumber.Of(power) : null,
    };

    private static FeelValue? Add(Evaluation evaluation, FeelValue left, FeelValue right) => (left, right) switch
    {
        (FeelString a, FeelString b) => Concatenate(evaluation, a.Value, b.Value),
        (FeelDaysTimeDuration a, FeelDaysTimeDuration b) => new FeelDaysTimeDuration(a.TotalSeconds + b.TotalSeconds),
        (FeelYearsMonthsDuration a, FeelYearsMonthsDuration b) =>
            FeelYearsMonthsDuration.TryOf((decimal)a.TotalMonths + b.TotalMonths),
        (_, FeelDaysTimeDuration b) => Shift(left, b.TotalSeconds),
        (FeelDaysTimeDuration a, _) => Shift(right, a.TotalSeconds),
        (_, FeelYearsMonthsDuration b) => ShiftMonths(left, b.TotalMonths),
        (FeelYearsMonthsDuration a, _) => ShiftMonths(right, a.TotalMonths),
        _ => null,
    };

    private static FeelValue? Subtract(FeelValue left, FeelValue right) => (left, right) switch
    {
        (FeelDaysTimeDuration a, FeelDaysTimeDuration b) => new FeelDaysTimeDuration(a.TotalSeconds - b.TotalSeconds),
        (FeelYearsMonthsDuration a, FeelYearsMonthsDuration b) =>
            FeelYearsMonthsDuration.TryOf((decimal)a.TotalMonths - b.TotalMonths),
        (_, FeelDaysTimeDuration b) => Shift(left, -b.TotalSeconds),
        (_, FeelYearsMonthsDuration b) => ShiftMonths(left, -b.TotalMonths),
        (FeelDate a, FeelDate b) => new FeelDaysTimeDuration((a.EpochDay - b.EpochDay) * (decimal)FeelTime.SecondsPerDay),
        (FeelTime a, FeelTime b) => Difference(a, b),
        (FeelDateTime or FeelDate, FeelDateTime or FeelDate) => Difference(AsDateTime(left), AsDateTime(right)),
        _ => null,
    };

    private static FeelValue? Multiply(FeelValue left, FeelValue right) => (left, right) switch
    {
        (FeelDaysTimeDuration a, FeelNumber b) => new FeelDaysTimeDuration(a.TotalSeconds * b.Value),
        (FeelYearsMonthsDuration a, FeelNumber b) => FeelYearsMonthsDuration.TryOf(a.TotalMonths * b.Value),
        (FeelNumber, FeelDaysTimeDuration or FeelYearsMonthsDuration) => Multiply(right, left),
        _ => null,
    };

    private static FeelValue? Divide(FeelValue left, FeelValue right) => (left, right) switch
    {
        (FeelDaysTimeDuration a, FeelNumber { Value: not 0 } b) => new FeelDaysTimeDuration(a.TotalSeconds / b.Value),
        (FeelYearsMonthsDuration a, FeelNumber { Value: not 0 } b) => FeelYearsMonthsDuration.TryOf(a.TotalMonths / b.Value),
        (FeelDaysTimeDuration a, FeelDaysTimeDuration { TotalSeconds: not 0 } b) =>
            FeelNumber.Of(a.TotalSeconds / b.TotalSeconds),
        (FeelYearsMonthsDuration a, FeelYearsMonthsDuration { TotalMonths: not 0 } b) =>
            FeelNumber.Of((decimal)a.TotalMonths / b.TotalMonths),
        _ => null,
    };

    private static FeelString Concatenate(Evaluation evaluation, string a, string b)
    {
        evaluation.RequireTextLength((long)a.Length + b.Length);
        evaluation.ChargeText((long)a.Length + b.Length);
        return FeelString.Of(a + b);
    }

    private static FeelValue? Shift(FeelValue value, decimal seconds) => value switch
    {
        // A date moves by whole days: the time of its midnight is lost again.
        FeelDate date => new FeelDateTime(date, FeelTime.Midnight).TryAdd(seconds)?.Date,
        FeelTime time => time.Add(seconds),
        FeelDateTime moment => moment.TryAdd(seconds),
        _ => null,
    };

    private static FeelValue? ShiftMonths(FeelValue value, long months) => value switch
    {
        FeelDate date => date.TryAddMonths(months),
        FeelDateTime moment when moment.Date.TryAddMonths(months) is { } date => new FeelDateTime(date, moment.Time),
        _ => null,
    };

    private static FeelDateTime AsDateTime(FeelValue value) =>
        value as FeelDateTime ?? FeelDateTimes.MidnightUtc((FeelDate)value);

    private static FeelDaysTimeDuration? Difference(FeelTime a, FeelTime b) =>
        a.Offset.IsNone != b.Offset.IsNone
            ? null
            : new FeelDaysTimeDuration(
                a.SecondOfDay - (a.OffsetSeconds ?? 0) - (b.SecondOfDay - (b.OffsetSeconds ?? 0))
                + ((a.Nanosecond - b.Nanosecond) / 1_000_000_000m));

    private static FeelDaysTimeDuration? Difference(FeelDateTime a, FeelDateTime b) =>
        a.Time.Offset.IsNone != b.Time.Offset.IsNone
            ? null
            : new FeelDaysTimeDuration(
                a.EpochSeconds - b.EpochSeconds + ((a.Time.Nanosecond - b.Time.Nanosecond) / 1_000_000_000m));

    private static string Sign(ArithmeticOperator op) => op switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        _ => "**",
    };
}
