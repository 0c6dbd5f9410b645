namespace Kommune.Workflow.Expressions;

/// <summary>What one evaluation may use; beyond it a <see cref="FeelLimitException"/> ends it.</summary>
public sealed record FeelLimits
{
    public static FeelLimits Default { get; } = new();

    /// <summary>Operations one evaluation may take; a list operation counts each item it touches.</summary>
    public int EvaluationStepsMax { get; init; } = 1_000_000;

    /// <summary>How deep functions may call each other.</summary>
    public int CallDepthMax { get; init; } = 256;

    /// <summary>How deep lists and contexts may nest in a result; no more than JSON is read with.</summary>
    public int ValueDepthMax { get; init; } = FeelJson.DepthMax;

    /// <summary>Characters a text made by an expression may have.</summary>
    public int StringLengthMax { get; init; } = 1_000_000;
}

/// <summary>An evaluation ended without a value.</summary>
public abstract class FeelFailureException(string message) : Exception(message);

/// <summary>What the model asserts with <c>assert(value, condition, cause)</c> does not hold; the message is the cause.</summary>
public sealed class FeelAssertionException(string cause) : FeelFailureException(cause);

/// <summary>An expression of another language failed; the message says how (German).</summary>
public sealed class FeelScriptException(string message) : FeelFailureException(message);

/// <summary>An evaluation went beyond one of its <see cref="FeelLimits"/>.</summary>
public sealed class FeelLimitException : FeelFailureException
{
    public FeelLimitException(string limitName, string message)
        : base(message) => LimitName = limitName;

    /// <summary>The property of <see cref="FeelLimits"/>, e.g. <c>EvaluationStepsMax</c>.</summary>
    public string LimitName { get; }
}
