using System.Text.Json.Nodes;

namespace Kommune.Workflow.Server.Forms;

/// <summary>A condition of a form (<c>visibleIf</c>, <c>requiredIf</c>, an expression validator), parsed once.</summary>
/// <remarks>
/// The subset of SurveyJS expressions that the server evaluates as the browser does: names in braces
/// (<c>{titel}</c>, <c>{panel.art}</c>, <c>{row.menge}</c>, <c>{adresse.ort}</c>), texts, numbers, <c>true</c>, <c>false</c>,
/// lists <c>['a','b']</c>; <c>= == &lt;&gt; != &lt; &lt;= &gt; &gt;= contains notcontains anyof allof noneof empty notempty</c>;
/// <c>and &amp;&amp; or || not !</c>; <c>+ - * / %</c>; <c>iif(condition, a, b)</c>. Functions beyond that are a finding.
/// </remarks>
internal sealed class FormExpression
{
    private readonly Node root;

    private FormExpression(Node root) => this.root = root;

    /// <summary>The longest expression that is read; a longer one is refused with <see cref="FormatException"/>.</summary>
    public const int LengthMax = 4_000;

    /// <exception cref="FormatException">The text is no expression of the subset; the message (German) says where.</exception>
    public static FormExpression Parse(string text)
    {
        if (text.Length > LengthMax)
        {
            throw new FormatException($"Der Ausdruck ist länger als {LengthMax} Zeichen.");
        }

        return new FormExpression(new FormExpressionParser(text).Parse());
    }

    /// <summary>Whether the condition holds; a missing value counts as empty.</summary>
    /// <param name="lookup">The value of a name in braces, or null.</param>
    public bool Holds(Func<string, JsonNode?> lookup) => FormValue.IsTrue(root.Evaluate(lookup));

    internal abstract record Node
    {
        public abstract JsonNode? Evaluate(Func<string, JsonNode?> lookup);
    }

    internal sealed record Constant(JsonNode? Value) : Node
    {
        public override JsonNode? Evaluate(Func<string, JsonNode?> lookup) => Value;
    }

    internal sealed record Name(string Path) : Node
    {
        public override JsonNode? Evaluate(Func<string, JsonNode?> lookup) => lookup(Path);
    }

    internal sealed record List(IReadOnlyList<Node> Items) : Node
    {
        public override JsonNode? Evaluate(Func<string, JsonNode?> lookup) =>
            new JsonArray([.. Items.Select(item => item.Evaluate(lookup)?.DeepClone())]);
    }

    internal sealed record Not(Node Operand) : Node
    {
        public override JsonNode? Evaluate(Func<string, JsonNode?> lookup) => !FormValue.IsTrue(Operand.Evaluate(lookup));
    }

    internal sealed record Conditional(Node Condition, Node Then, Node Else) : Node
    {
        public override JsonNode? Evaluate(Func<string, JsonNode?> lookup) =>
            FormValue.IsTrue(Condition.Evaluate(lookup)) ? Then.Evaluate(lookup) : Else.Evaluate(lookup);
    }

    internal sealed record Empty(Node Operand, bool Negated) : Node
    {
        public override JsonNode? Evaluate(Func<string, JsonNode?> lookup) =>
            FormValue.IsEmpty(Operand.Evaluate(lookup)) != Negated;
    }

    internal sealed record Binary(string Operator, Node Left, Node Right) : Node
    {
        public override JsonNode? Evaluate(Func<string, JsonNode?> lookup)
        {
            var left = Left.Evaluate(lookup);
            return Operator switch
            {
                "and" => FormValue.IsTrue(left) && FormValue.IsTrue(Right.Evaluate(lookup)),
                "or" => FormValue.IsTrue(left) || FormValue.IsTrue(Right.Evaluate(lookup)),
                _ => FormValue.Compare(Operator, left, Right.Evaluate(lookup)),
            };
        }
    }
}
