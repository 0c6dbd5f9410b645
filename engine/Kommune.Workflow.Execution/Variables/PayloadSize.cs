using System.Text;
using Kommune.Workflow.Expressions;

namespace Kommune.Workflow.Execution;

/// <summary>About how many bytes a value takes in the journal: its texts as UTF-8 and a few bytes for everything else.</summary>
internal static class PayloadSize
{
    private const int BytesPerValue = 5;

    public static long Of(FeelValue value)
    {
        long size = BytesPerValue;
        switch (value)
        {
            case FeelString text:
                size += Encoding.UTF8.GetByteCount(text.Value);
                break;
            case FeelList list:
                foreach (var item in list)
                {
                    size += Of(item);
                }

                break;
            case FeelContext context:
                for (var i = 0; i < context.Count; i++)
                {
                    size += Encoding.UTF8.GetByteCount(context.Keys[i]) + Of(context.Values[i]);
                }

                break;
        }

        return size;
    }
}
