namespace Kommune.Workflow.Expressions;

/// <summary>One local value and those around it; a function keeps the frame it was written in.</summary>
internal sealed class Frame(FeelValue value, Frame? outer)
{
    public FeelValue Value { get; set; } = value;

    public Frame? Outer { get; } = outer;

    public Frame At(int hops)
    {
        var frame = this;
        for (; hops > 0; hops--)
        {
            frame = frame.Outer!;
        }

        return frame;
    }
}
