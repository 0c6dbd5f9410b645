using Kommune.Workflow.Definitions;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>Moves values between scopes: into an element before it starts, and up from it when it ends.</summary>
internal static class Mapping
{
    /// <summary>Sets a variable in exactly this scope.</summary>
    public static void SetLocal(Turn turn, int scope, string name, FeelValue value)
    {
        turn.Emit(new VariableSet(scope, name, value.ToJsonValue()));
        if (turn.State.ConditionCount > 0)
        {
            (turn.ChangedNames ??= []).Add(name);
        }

        if (scope == 0 && turn.Plan.TitleVariables?.Contains(name) == true)
        {
            turn.TitleIsStale = true;
        }
    }

    public static void SetLocal(Turn turn, int scope, FeelContext? variables)
    {
        for (var i = 0; i < variables?.Count; i++)
        {
            SetLocal(turn, scope, variables.Keys[i], variables.Values[i]);
        }
    }

    /// <summary>Sets a variable where it is visible from this scope; in the process when it is new.</summary>
    public static void Propagate(Turn turn, int scope, string name, FeelValue value) =>
        SetLocal(turn, OwnerOf(turn, scope, name), name, value);

    public static void Propagate(Turn turn, int scope, FeelContext? variables)
    {
        for (var i = 0; i < variables?.Count; i++)
        {
            Propagate(turn, scope, variables.Keys[i], variables.Values[i]);
        }
    }

    /// <summary>Evaluates the input mappings into the element's own scope; null, or what went wrong.</summary>
    public static string? MapInputs(Turn turn, ElementInstance instance, Element element)
    {
        foreach (var mapping in element.Inputs)
        {
            if (!Evaluation.TryValue(turn, instance.Number, mapping.Source, out var value, out var problem))
            {
                return problem;
            }

            var (name, merged) = Merge(mapping.Target, instance.Variables, value);
            SetLocal(turn, instance.Number, name, merged);
        }

        return null;
    }

    /// <summary>
    /// Passes results up. With output mappings the results stay inside and only the mapped values go up; without, every
    /// result goes to where its name is visible. Null, or what went wrong.
    /// </summary>
    public static string? MapOutputs(Turn turn, ElementInstance instance, Element element, FeelContext? results)
    {
        if (element.Outputs.IsEmpty)
        {
            Propagate(turn, instance.Number, results);
            return null;
        }

        SetLocal(turn, instance.Number, results);
        foreach (var mapping in element.Outputs)
        {
            if (!Evaluation.TryValue(turn, instance.Number, mapping.Source, out var value, out var problem))
            {
                return problem;
            }

            var root = RootOf(mapping.Target);
            var owner = OwnerOf(turn, instance.Scope, root);
            var (name, merged) = Merge(mapping.Target, turn.State.Get(owner).Variables, value);
            SetLocal(turn, owner, name, merged);
        }

        return null;
    }

    /// <summary>All variables visible at an instance, inner ones hiding outer ones.</summary>
    public static FeelContext VisibleAt(Turn turn, ElementInstance? instance)
    {
        if (instance is null)
        {
            return FeelContext.Empty;
        }

        var visible = new FeelContext.Builder();
        AddVisible(turn, instance, visible);
        return visible.Build();
    }

    private static void AddVisible(Turn turn, ElementInstance instance, FeelContext.Builder visible)
    {
        if (turn.State.Find(instance.Scope) is { } outer)
        {
            AddVisible(turn, outer, visible);
        }

        for (var i = 0; i < instance.Variables.Count; i++)
        {
            visible.Set(instance.Variables.Keys[i], instance.Variables.Values[i]);
        }
    }

    private static int OwnerOf(Turn turn, int scope, string name)
    {
        for (var instance = turn.State.Find(scope); instance is not null; instance = turn.State.Find(instance.Scope))
        {
            if (instance.Variables.Contains(name))
            {
                return instance.Number;
            }
        }

        return 0;
    }

    private static string RootOf(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? path : path[..dot];
    }

    // A path such as a.b changes b inside the value of a and keeps a's other entries.
    private static (string Name, FeelValue Value) Merge(string path, FeelContext variables, FeelValue value)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return (path, value);
        }

        var name = path[..dot];
        var inner = variables.TryGet(name, out var present) && present is FeelContext context ? context : FeelContext.Empty;
        var (child, merged) = Merge(path[(dot + 1)..], inner, value);
        return (name, inner.With(child, merged));
    }
}
