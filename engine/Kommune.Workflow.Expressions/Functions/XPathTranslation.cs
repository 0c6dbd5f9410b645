using System.Text;

namespace Kommune.Workflow.Expressions;

/// <summary>Writes an XPath pattern as the platform's engine reads it: name classes, end anchor, dot, free spacing.</summary>
internal sealed class XPathTranslation(string pattern, string flags)
{
    private readonly StringBuilder _result = new();
    private readonly Stack<int> _openGroups = new();
    private readonly HashSet<int> _closedGroups = [];
    private int _groups;
    private int _classDepth;
    private int _at;

    private bool IsFreeSpaced => flags.Contains('x');

    /// <summary>The platform's pattern, or null for what XPath does not allow.</summary>
    public string? ToPlatform()
    {
        for (; _at < pattern.Length; _at++)
        {
            if (!(_classDepth > 0 ? TryClassCharacter(pattern[_at]) : TryCharacter(pattern[_at])))
            {
                return null;
            }
        }

        return _result.ToString();
    }

    private bool TryClassCharacter(char c)
    {
        switch (c)
        {
            case '\\':
                return TryEscape();
            case '[':
                _classDepth++;
                break;
            case ']':
                _classDepth--;
                break;
        }

        _result.Append(c);
        return true;
    }

    private bool TryCharacter(char c)
    {
        switch (c)
        {
            case '\\':
                return TryEscape();
            case '[':
                _classDepth++;
                _result.Append(c);
                return true;
            case '(':
                return TryOpenGroup();
            case ')' when _openGroups.TryPop(out var group):
                _closedGroups.Add(group);
                _result.Append(c);
                return true;
            case '$' when !flags.Contains('m'):
                _result.Append(@"\z");
                return true;
            case '.' when !flags.Contains('s'):
                _result.Append(@"[^\n\r]");
                return true;
            default:
                _result.Append(IsFreeSpaced && char.IsWhiteSpace(c) ? "" : c.ToString());
                return true;
        }
    }

    // "(?:" is the only group with a question mark; it is not counted.
    private bool TryOpenGroup()
    {
        var isMarked = _at + 1 < pattern.Length && pattern[_at + 1] == '?';
        _openGroups.Push(isMarked ? 0 : ++_groups);
        _result.Append('(');
        return !isMarked || (_at + 2 < pattern.Length && pattern[_at + 2] == ':');
    }

    private bool TryEscape()
    {
        _at++;

        // Free spacing takes out white space even after a backslash.
        while (IsFreeSpaced && _at < pattern.Length && char.IsWhiteSpace(pattern[_at]))
        {
            _at++;
        }

        if (_at >= pattern.Length)
        {
            return false;
        }

        var c = pattern[_at];
        if (char.IsAsciiDigit(c))
        {
            return TryBackReference();
        }

        _result.Append(c switch
        {
            'i' => Class(@"\p{L}_:"),
            'c' => Class(@"\p{L}\p{Nd}\-._:"),
            'I' when _classDepth == 0 => @"[^\p{L}_:]",
            'C' when _classDepth == 0 => @"[^\p{L}\p{Nd}\-._:]",
            _ => "\\" + c,
        });
        return true;
    }

    private string Class(string members) => _classDepth > 0 ? members : $"[{members}]";

    /// <summary>Only to a group that is closed by then, and not among alternatives of one character.</summary>
    private bool TryBackReference()
    {
        var number = pattern[_at] - '0';
        while (_at + 1 < pattern.Length && char.IsAsciiDigit(pattern[_at + 1]) && (number * 10) + pattern[_at + 1] - '0' <= _groups)
        {
            number = (number * 10) + pattern[++_at] - '0';
        }

        // As a group of its own, a digit after it is not read as part of the number.
        _result.Append("(?:\\").Append(number).Append(')');
        return _classDepth == 0 && number > 0 && _closedGroups.Contains(number);
    }
}
