using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Kommune.Workflow.Expressions;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Cases;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Procedures;

/// <summary>Help at writing conditions: the variables known at an element, and what an expression gives.</summary>
internal static class ExpressionEndpoints
{
    /// <summary>Characters of an expression.</summary>
    public const int LengthMax = 10_000;

    /// <param name="File">The model.</param>
    /// <param name="ElementId">The element or flow.</param>
    /// <param name="Changes">Changes of the draft that are not saved yet.</param>
    public sealed record KnownVariablesRequest(
        [property: JsonRequired] string File, [property: JsonRequired] string ElementId, IReadOnlyList<FileChange>? Changes);

    /// <param name="Expression">The text, with or without the leading <c>=</c>.</param>
    /// <param name="Variables">What the case has.</param>
    /// <param name="UnaryTest">Whether it is a test of a decision table's cell.</param>
    /// <param name="Input">The tested value, for such a test.</param>
    public sealed record EvaluationRequest(
        [property: JsonRequired] string Expression, JsonObject? Variables, bool UnaryTest, JsonNode? Input);

    /// <param name="Value">The result as JSON; null also when there is none.</param>
    /// <param name="Type">The type of the result, such as <c>number</c>; null: it could not be computed.</param>
    /// <param name="Warnings">Why operations on the way gave null (English, technical).</param>
    /// <param name="Error">Why it could not be computed; null: it could.</param>
    public sealed record EvaluationAnswer(JsonNode? Value, string? Type, IReadOnlyList<string> Warnings, ExpressionError? Error);

    /// <param name="Message">A German sentence.</param>
    /// <param name="Line">From 1; null: it is about the whole.</param>
    /// <param name="Column">From 1; null: it is about the whole.</param>
    /// <param name="Technical">The parser's words.</param>
    public sealed record ExpressionError(string Message, int? Line, int? Column, string Technical);

    public static void MapExpressions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/procedures/{id}/draft/variables", Variables).WithName("readKnownVariables")
            .WithSummary("The variables a case has when it reaches an element, by name.")
            .Produces<IReadOnlyList<KnownVariable>>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/feel/evaluation", Evaluate).WithName("evaluateExpression").WithSummary("Evaluates a FEEL expression.")
            .Produces<EvaluationAnswer>().ProducesProblem(422);
    }

    private static async Task<IReadOnlyList<KnownVariable>> Variables(
        string id, KnownVariablesRequest request, Caller caller, ProcedureAccess access, Drafts drafts, CancellationToken cancellation)
    {
        await access.ToViewAsync(id, caller, cancellation);
        var files = (await drafts.ReadAsync(id, cancellation)).With(request.Changes);
        return VariablesAt.Of(files, request.File, request.ElementId);
    }

    private static EvaluationAnswer Evaluate(EvaluationRequest request, Caller caller, TimeProvider clock)
    {
        _ = caller; // Anybody signed in.
        if (request.Expression.Length > LengthMax)
        {
            throw Problem.Unprocessable("expression", $"Ein Ausdruck hat höchstens {LengthMax} Zeichen.");
        }

        var variables = VariableReading.ToContext(request.Variables) ?? FeelContext.Empty;
        var scope = new FeelScope(variables, clock.GetUtcNow());
        try
        {
            return request.UnaryTest ? Test(request, scope, variables) : Compute(request, scope, variables);
        }
        catch (FeelSyntaxException e)
        {
            return Failed($"Der Ausdruck lässt sich ab Zeile {e.Line}, Zeichen {e.Column} nicht lesen.", e.Line, e.Column, e.Error.Message);
        }
        catch (FeelLimitException e)
        {
            return Failed("Der Ausdruck ist zu aufwendig.", null, null, e.Message);
        }
        catch (FeelAssertionException e)
        {
            return Failed("Der Ausdruck besteht auf etwas, das hier nicht gilt.", null, null, e.Message);
        }
    }

    private static EvaluationAnswer Compute(EvaluationRequest request, FeelScope scope, FeelContext variables)
    {
        var text = request.Expression.TrimStart();
        text = text.StartsWith('=') ? text[1..] : text;
        var evaluation = FeelExpression.Compile(text, variables.Keys).EvaluateWithWarnings(scope);
        return new EvaluationAnswer(
            JsonNode.Parse(FeelJson.ToJson(evaluation.Value)), evaluation.Value.TypeName, evaluation.Warnings, null);
    }

    private static EvaluationAnswer Test(EvaluationRequest request, FeelScope scope, FeelContext variables)
    {
        var input = FeelJson.Parse(request.Input?.ToJsonString() ?? "null");
        var matches = FeelUnaryTests.Compile(request.Expression, variables.Keys).Matches(input, scope);
        return new EvaluationAnswer(JsonValue.Create(matches), "boolean", [], null);
    }

    private static EvaluationAnswer Failed(string message, int? line, int? column, string technical) =>
        new(null, null, [], new ExpressionError(message, line, column, technical));
}
