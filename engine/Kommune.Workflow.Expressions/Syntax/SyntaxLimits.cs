namespace Kommune.Workflow.Expressions;

/// <summary>What a text may be at most to be compiled; beyond it compilation answers with a syntax error.</summary>
public static class SyntaxLimits
{
    /// <summary>Characters of one expression.</summary>
    public const int TextLengthMax = 100_000;

    /// <summary>How deep expressions may nest in each other.</summary>
    public const int NestingDepthMax = 100;

    /// <summary>How many operators of one rank, path steps or calls may follow each other.</summary>
    public const int ChainLengthMax = 1_000;
}
