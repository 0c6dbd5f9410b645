using System.Collections;
using System.Collections.Immutable;

namespace Kommune.Workflow.Expressions;

/// <summary>An ordered list of values; FEEL counts its positions from 1, this class from 0.</summary>
public sealed class FeelList : FeelValue, IReadOnlyList<FeelValue>
{
    private FeelList(ImmutableArray<FeelValue> items)
    {
        Items = items;
        foreach (var item in items)
        {
            Depth = Math.Max(Depth, item.Depth);
        }

        Depth++;
    }

    public static FeelList Empty { get; } = new([]);

    public ImmutableArray<FeelValue> Items { get; }

    public int Count => Items.Length;

    public override string TypeName => "list";

    internal override int Depth { get; }

    public FeelValue this[int index] => Items[index];

    public static FeelList Of(params ReadOnlySpan<FeelValue> items) => From(items.ToImmutableArray());

    public static FeelList From(ImmutableArray<FeelValue> items) => items.IsDefaultOrEmpty ? Empty : new FeelList(items);

    public static FeelList From(IEnumerable<FeelValue> items) => From(items.ToImmutableArray());

    public FeelList Add(FeelValue item) => new(Items.Add(item));

    public override FeelValue ToJsonValue()
    {
        for (var i = 0; i < Items.Length; i++)
        {
            if (!ReferenceEquals(Items[i], Items[i].ToJsonValue()))
            {
                return From(Items.Select(item => item.ToJsonValue()));
            }
        }

        return this;
    }

    public ImmutableArray<FeelValue>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<FeelValue> IEnumerable<FeelValue>.GetEnumerator() => ((IEnumerable<FeelValue>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();

    public override bool Equals(FeelValue? other) =>
        ReferenceEquals(this, other) || (other is FeelList list && Items.AsSpan().SequenceEqual(list.Items.AsSpan()));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => FeelText.Display(this);
}
