using System.Diagnostics.CodeAnalysis;

namespace Kommune.Workflow.Expressions;

/// <summary>Named values in the order they were added; a change makes a new context.</summary>
public sealed class FeelContext : FeelValue
{
    // Up to here a walk over the names is faster than hashing.
    private const int IndexedFrom = 9;

    private readonly string[] _names;
    private readonly FeelValue[] _values;
    private Dictionary<string, int>? _index;

    private FeelContext(string[] names, FeelValue[] values)
    {
        _names = names;
        _values = values;
        foreach (var value in values)
        {
            Depth = Math.Max(Depth, value.Depth);
        }

        Depth++;
    }

    public static FeelContext Empty { get; } = new([], []);

    public int Count => _names.Length;

    public IReadOnlyList<string> Keys => _names;

    public IReadOnlyList<FeelValue> Values => _values;

    public override string TypeName => "context";

    internal override int Depth { get; }

    public IEnumerable<KeyValuePair<string, FeelValue>> Entries
    {
        get
        {
            for (var i = 0; i < _names.Length; i++)
            {
                yield return new KeyValuePair<string, FeelValue>(_names[i], _values[i]);
            }
        }
    }

    /// <summary>The value of <paramref name="name"/>, or <see cref="FeelNull"/> when there is none.</summary>
    public FeelValue this[string name] => TryGet(name, out var value) ? value : FeelNull.Instance;

    /// <summary>Collects the entries; of entries with the same name the last one wins, at the first one's place.</summary>
    public static FeelContext From(IEnumerable<KeyValuePair<string, FeelValue>> entries)
    {
        var builder = new Builder();
        foreach (var (name, value) in entries)
        {
            builder.Set(name, value);
        }

        return builder.Build();
    }

    public static FeelContext Of(params ReadOnlySpan<(string Name, FeelValue Value)> entries)
    {
        var builder = new Builder();
        foreach (var (name, value) in entries)
        {
            builder.Set(name, value);
        }

        return builder.Build();
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out FeelValue value)
    {
        var at = IndexOf(name);
        value = at < 0 ? null : _values[at];
        return at >= 0;
    }

    public bool Contains(string name) => IndexOf(name) >= 0;

    public FeelContext With(string name, FeelValue value)
    {
        var at = IndexOf(name);
        if (at >= 0)
        {
            var replaced = (FeelValue[])_values.Clone();
            replaced[at] = value;
            return new FeelContext(_names, replaced) { _index = _index };
        }

        return new FeelContext([.. _names, name], [.. _values, value]);
    }

    public FeelContext Without(string name)
    {
        var at = IndexOf(name);
        return at < 0
            ? this
            : new FeelContext([.. _names[..at], .. _names[(at + 1)..]], [.. _values[..at], .. _values[(at + 1)..]]);
    }

    public override FeelValue ToJsonValue()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (!ReferenceEquals(_values[i], _values[i].ToJsonValue()))
            {
                return new FeelContext(_names, Array.ConvertAll(_values, value => value.ToJsonValue()));
            }
        }

        return this;
    }

    /// <summary>Same names with same values, in whatever order.</summary>
    public override bool Equals(FeelValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not FeelContext context || context.Count != Count)
        {
            return false;
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (!context.TryGet(_names[i], out var value) || !value.Equals(_values[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode()
    {
        var hash = _names.Length;
        for (var i = 0; i < _names.Length; i++)
        {
            hash ^= HashCode.Combine(_names[i], _values[i]);
        }

        return hash;
    }

    public override string ToString() => FeelText.Display(this);

    private int IndexOf(string name)
    {
        if (_names.Length < IndexedFrom)
        {
            for (var i = 0; i < _names.Length; i++)
            {
                if (_names[i] == name)
                {
                    return i;
                }
            }

            return -1;
        }

        // Two threads may both build it; the results are equal, so the later one may win.
        _index ??= BuildIndex(_names);
        return _index.TryGetValue(name, out var at) ? at : -1;
    }

    private static Dictionary<string, int> BuildIndex(string[] names)
    {
        var index = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            index[names[i]] = i;
        }

        return index;
    }

    /// <summary>Collects entries for one context; not safe to share.</summary>
    public sealed class Builder
    {
        private readonly List<string> _names = [];
        private readonly List<FeelValue> _values = [];
        private Dictionary<string, int>? _index;

        public void Set(string name, FeelValue value)
        {
            var at = IndexOf(name);
            if (at >= 0)
            {
                _values[at] = value;
                return;
            }

            _index?.Add(name, _names.Count);
            _names.Add(name);
            _values.Add(value);
        }

        /// <summary>Adds an entry unless there is one of that name.</summary>
        public bool TryAdd(string name, FeelValue value)
        {
            if (IndexOf(name) >= 0)
            {
                return false;
            }

            Set(name, value);
            return true;
        }

        public FeelContext Build() => _names.Count == 0 ? Empty : new FeelContext([.. _names], [.. _values]);

        private int IndexOf(string name)
        {
            if (_names.Count < IndexedFrom)
            {
                return _names.IndexOf(name);
            }

            _index ??= BuildIndex([.. _names]);
            return _index.TryGetValue(name, out var at) ? at : -1;
        }
    }
}
