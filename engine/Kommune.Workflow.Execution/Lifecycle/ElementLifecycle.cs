namespace Kommune.Workflow.Execution;

/// <summary>What follows what in the life of an element instance.</summary>
internal static class ElementLifecycle
{
    /// <summary>Whether an instance may go from one state to the other.</summary>
    public static bool CanFollow(ElementState from, ElementState to) => (from, to) switch
    {
        (ElementState.Activating, ElementState.Active) => true,
        (ElementState.Active, ElementState.Activating) => true, // its inputs or waits could not be made
        (ElementState.Active, ElementState.Completing) => true,
        (ElementState.Active, ElementState.Leaving) => true,
        (ElementState.Active, ElementState.Terminating) => true,
        (ElementState.Active, ElementState.Completed) => true,
        (ElementState.Completing, ElementState.Active) => true, // taken up again after an incident
        (ElementState.Leaving, ElementState.Active) => true,
        (ElementState.Terminating, ElementState.Completed) => true,
        (ElementState.Activating or ElementState.Active or ElementState.Completing or ElementState.Leaving
            or ElementState.Terminating, ElementState.Terminated) => true,
        _ => false,
    };
}
