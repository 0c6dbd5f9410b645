using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Everything one command sets in motion in one instance, until nothing moves any more.</summary>
internal sealed class Turn
{
    private readonly List<Effect> effects = [];
    private readonly List<InstanceEvent> events = new(8);
    private readonly Queue<Move> agenda = new();
    private readonly List<int> touchedScopes = [];
    private readonly SortedSet<int> movedScopes = [];

    public Turn(ProcessGraph graph, InstanceState state, StepContext context)
    {
        Graph = graph;
        Plan = GraphPlan.Of(graph);
        State = state;
        Context = context;
        Limits = context.Limits ?? ExecutionLimits.Default;
        Variables = new VariableScope(this);
    }

    /// <summary>The graph of the version the instance runs on.</summary>
    public ProcessGraph Graph { get; private set; }

    public GraphPlan Plan { get; private set; }

    public InstanceState State { get; }

    public StepContext Context { get; }

    public ExecutionLimits Limits { get; }

    public DateTimeOffset Now => Context.Now;

    public IReadOnlyList<InstanceEvent> Events => events;

    public IReadOnlyList<Effect> Effects => effects;

    /// <summary>What expressions see; one evaluation at a time.</summary>
    public VariableScope Variables { get; }

    /// <summary>Flows chosen by the element that leaves just now.</summary>
    public List<int> ChosenFlows { get; } = [];

    /// <summary>Elements activated so far in this turn.</summary>
    public int Activations { get; set; }

    /// <summary>Names of variables that changed while conditions were watched.</summary>
    public HashSet<string>? ChangedNames { get; set; }

    /// <summary>Bookmarks on conditions that were never asked yet.</summary>
    public List<int>? FreshConditions { get; set; }

    /// <summary>Whether a variable the case's title reads has changed.</summary>
    public bool TitleIsStale { get; set; }

    public Element ElementOf(ElementInstance instance) => Graph.Elements[instance.Element];

    public void Emit(InstanceEvent e)
    {
        events.Add(e);
        State.Apply(e);
    }

    public void Ask(Effect effect) => effects.Add(effect);

    /// <summary>Notes that a scope may be able to complete once nothing moves any more.</summary>
    public void Touch(int scope)
    {
        if (scope >= 0 && !touchedScopes.Contains(scope))
        {
            touchedScopes.Add(scope);
        }

        NoteMoved(scope);
    }

    /// <summary>Notes that a token moved inside a scope: joins there that wait for what can still come are asked again.</summary>
    public void NoteMoved(int scope)
    {
        if (Plan.HasLateJoins)
        {
            movedScopes.Add(scope);
        }
    }

    /// <summary>The outermost scope in which a token moved since <see cref="ForgetMoved"/>; false when there is none.</summary>
    public bool TryPeekMoved(out int scope)
    {
        scope = movedScopes.Min;
        return movedScopes.Count > 0;
    }

    /// <summary>No join of the scope may fire as things stand.</summary>
    public void ForgetMoved(int scope) => movedScopes.Remove(scope);

    /// <summary>Takes the youngest touched scope: inner scopes come before outer ones.</summary>
    public bool TryTakeTouched(out int scope)
    {
        scope = -1;
        foreach (var touched in touchedScopes)
        {
            scope = Math.Max(scope, touched);
        }

        return scope >= 0 && touchedScopes.Remove(scope);
    }

    public void Enqueue(Move move) => agenda.Enqueue(move);

    public bool TryDequeue(out Move move) => agenda.TryDequeue(out move);

    /// <summary>Goes on with another version of the process.</summary>
    public void ContinueOn(ProcessGraph graph)
    {
        Graph = graph;
        Plan = GraphPlan.Of(graph);
        foreach (var number in State.ElementInstances.Keys)
        {
            NoteMoved(number);
        }
    }

    /// <summary>Whether a token is on its way inside a scope.</summary>
    public bool IsArriving(int scope)
    {
        foreach (var move in agenda)
        {
            if (move.IsToken && move.Instance == scope)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an element of a scope is about to begin.</summary>
    public bool IsBeginning(int scope, int element)
    {
        foreach (var move in agenda)
        {
            if (move.Kind == MoveKind.Begin && move.Instance == scope && move.Index == element)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets the tokens on their way in a scope that was interrupted.</summary>
    public void DropArrivals(int scope)
    {
        for (var left = agenda.Count; left > 0; left--)
        {
            var move = agenda.Dequeue();
            if (!move.IsToken || move.Instance != scope)
            {
                agenda.Enqueue(move);
            }
        }
    }
}

/// <summary>Something that goes on within the turn: what is queued here is never left over at its end.</summary>
/// <param name="Kind">What goes on.</param>
/// <param name="Instance">The instance concerned: for an arrival the scope.</param>
/// <param name="Index">For an arrival or return the flow; for a beginning the element.</param>
internal readonly record struct Move(MoveKind Kind, int Instance, int Index = Element.None)
{
    /// <summary>Whether it is a token on its way inside the scope <see cref="Instance"/>.</summary>
    public bool IsToken => Kind is MoveKind.Arrive or MoveKind.Begin or MoveKind.Return;
}

internal enum MoveKind : byte
{
    /// <summary>A token reaches the end of a flow.</summary>
    Arrive,

    /// <summary>An element of a scope begins whose turn it is.</summary>
    Begin,

    /// <summary>A token comes back along a flow of a flowchart.</summary>
    Return,

    /// <summary>A token waits at the end of a flow: are all there that its target needs?</summary>
    Join,

    /// <summary>A loop starts its next round.</summary>
    NextRound,

    /// <summary>A thrower starts its next compensation, or goes on when there is none left.</summary>
    NextCompensation,
}
