using System.Collections.Immutable;
using Kommune.Workflow.Expressions;
using MessagePack;

namespace Kommune.Workflow.Execution;

public sealed partial class InstanceState
{
    // Written first; a reader refuses numbers it does not know.
    private const int SnapshotFormat = 2;

    // Up to this format flowcharts were not known.
    private const int FormatWithoutFlowcharts = 1;

    /// <summary>Writes the state in an order that depends on its content only, so that equal states give equal bytes.</summary>
    internal void Write(ref MessagePackWriter writer, MessagePackSerializerOptions options)
    {
        writer.Write(SnapshotFormat);
        writer.Write((byte)Status);
        writer.Write(Key.Value);
        writer.Write(DefinitionKey);
        WriteValue(ref writer, Parent, options);
        writer.Write(CaseNumber);
        writer.Write(CallDepth);
        writer.Write(Title);
        WriteValue(ref writer, StartedAt, options);
        WriteValue(ref writer, EndedAt, options);
        writer.Write(NextNumber);
        WriteValue<FeelContext>(ref writer, Variables, options);
        WriteValue<IReadOnlyList<Doer>>(ref writer, doers, options);
        writer.WriteArrayHeader(elementInstances.Count);
        foreach (var instance in Sorted(elementInstances))
        {
            Write(ref writer, instance, options);
        }

        WriteValue(ref writer, Sorted(userTasks), options);
        WriteValue(ref writer, Sorted(jobs), options);
        WriteValue(ref writer, Sorted(timers), options);
        WriteValue(ref writer, Sorted(bookmarks), options);
        WriteValue(ref writer, Sorted(incidents), options);
    }

    internal static InstanceState Read(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var format = reader.ReadInt32();
        if (format is not (SnapshotFormat or FormatWithoutFlowcharts))
        {
            throw new MessagePackSerializationException($"Expected a snapshot of format {SnapshotFormat}, but found {format}.");
        }

        var state = new InstanceState
        {
            Status = (InstanceStatus)reader.ReadByte(),
            Key = new InstanceKey(reader.ReadInt64()),
            DefinitionKey = reader.ReadInt64(),
            Parent = ReadValue<long?>(ref reader, options),
            CaseNumber = reader.ReadString(),
            CallDepth = reader.ReadInt32(),
            Title = reader.ReadString(),
            StartedAt = ReadValue<DateTimeOffset>(ref reader, options),
            EndedAt = ReadValue<DateTimeOffset?>(ref reader, options),
            NextNumber = reader.ReadInt32(),
            Variables = ReadValue<FeelContext>(ref reader, options),
        };
        state.doers.AddRange(ReadValue<Doer[]>(ref reader, options));
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            var instance = ReadInstance(ref reader, options, format);
            state.elementInstances.Add(instance.Number, instance);
        }

        ReadInto(state.userTasks, ref reader, options, task => task.Number);
        ReadInto(state.jobs, ref reader, options, job => job.Number);
        ReadInto(state.timers, ref reader, options, timer => timer.Number);
        ReadInto(state.bookmarks, ref reader, options, bookmark => bookmark.Number);
        ReadInto(state.incidents, ref reader, options, incident => incident.Number);
        state.ConditionCount = state.bookmarks.Values.Count(bookmark => bookmark.Kind == BookmarkKind.Condition);
        return state;
    }

    private static void Write(ref MessagePackWriter writer, ElementInstance instance, MessagePackSerializerOptions options)
    {
        writer.Write(instance.Number);
        writer.Write(instance.Element);
        writer.Write(instance.Scope);
        writer.Write((byte)instance.Role);
        writer.Write(instance.LoopIndex);
        writer.Write((byte)instance.State);
        WriteValue<FeelContext>(ref writer, instance.Variables, options);
        writer.Write(instance.Job);
        writer.Write(instance.UserTask);
        writer.Write(instance.Incident);
        WriteValue(ref writer, instance.Child?.Value, options);
        writer.Write(instance.Thrower);
        writer.Write(instance.Interrupted);
        WriteValue(ref writer, instance.Children, options);
        WriteValue(ref writer, instance.WaitingFlows, options);
        WriteValue(ref writer, instance.Waits, options);
        WriteValue(ref writer, instance.JoinedFlows, options);
        WriteValue(ref writer, instance.QueuedElements, options);
        WriteValue(ref writer, instance.Received, options);
        WriteValue(ref writer, instance.Compensations, options);
        WriteValue(ref writer, instance.PendingCompensations, options);
        WriteLoop(ref writer, instance.Loop, options);
        WriteFlowchart(ref writer, instance, options);
    }

    private static ElementInstance ReadInstance(ref MessagePackReader reader, MessagePackSerializerOptions options, int format)
    {
        var instance = ReadInstance(ref reader, options);
        if (format > FormatWithoutFlowcharts)
        {
            ReadFlowchart(ref reader, instance, options);
        }

        return instance;
    }

    private static ElementInstance ReadInstance(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), (InstanceRole)reader.ReadByte(), reader.ReadInt32())
        {
            State = (ElementState)reader.ReadByte(),
            Variables = ReadValue<FeelContext>(ref reader, options),
            Job = reader.ReadInt32(),
            UserTask = reader.ReadInt32(),
            Incident = reader.ReadInt32(),
            Child = ReadValue<long?>(ref reader, options) is { } child ? new InstanceKey(child) : null,
            Thrower = reader.ReadInt32(),
            Interrupted = reader.ReadBoolean(),
            ChildList = ReadValue<List<int>>(ref reader, options),
            WaitingFlowList = ReadValue<List<int>>(ref reader, options),
            WaitList = ReadValue<List<int>>(ref reader, options),
            JoinedFlows = ReadValue<ImmutableArray<int>>(ref reader, options),
            QueuedElements = ReadValue<ImmutableArray<int>>(ref reader, options),
            Received = ReadValue<ImmutableArray<ReceivedEvent>>(ref reader, options),
            Compensations = ReadValue<ImmutableArray<CompensationRecord>>(ref reader, options),
            PendingCompensations = ReadValue<ImmutableArray<CompensationRecord>>(ref reader, options),
            Loop = ReadLoop(ref reader, options),
        };

    private static void WriteLoop(ref MessagePackWriter writer, LoopState? loop, MessagePackSerializerOptions options)
    {
        if (loop is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Write(loop.Count);
        WriteValue(ref writer, loop.Items, options);
        writer.Write(loop.Started);
        writer.Write(loop.Completed);
        writer.Write(loop.Terminated);
        WriteValue<FeelList>(ref writer, FeelList.From(loop.Outputs), options);
    }

    private static LoopState? ReadLoop(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var loop = new LoopState(reader.ReadInt32(), ReadValue<FeelList?>(ref reader, options))
        {
            Started = reader.ReadInt32(),
            Completed = reader.ReadInt32(),
            Terminated = reader.ReadInt32(),
        };
        loop.OutputList.AddRange(ReadValue<FeelList>(ref reader, options).Items);
        return loop;
    }

    private static void WriteFlowchart(ref MessagePackWriter writer, ElementInstance instance, MessagePackSerializerOptions options)
    {
        if (!instance.IsFlowchart)
        {
            writer.WriteNil();
            return;
        }

        writer.Write(instance.FlowchartStart);
        WriteValue<FlowCount[]>(ref writer, [.. instance.FlowCountsByFlow.Values], options);
        WriteValue<int[]>(ref writer, [.. instance.ElementCountsByElement.SelectMany(count => new[] { count.Key, count.Value })], options);
    }

    private static void ReadFlowchart(ref MessagePackReader reader, ElementInstance instance, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return;
        }

        instance.FlowchartStart = reader.ReadInt32();
        foreach (var count in ReadValue<FlowCount[]>(ref reader, options))
        {
            instance.FlowCountsByFlow[count.Flow] = count;
        }

        foreach (var pair in ReadValue<int[]>(ref reader, options).Chunk(2))
        {
            instance.ElementCountsByElement[pair[0]] = pair[1];
        }
    }

    private static T[] Sorted<T>(Dictionary<int, T> values)
    {
        var numbers = new int[values.Count];
        var sorted = new T[values.Count];
        values.Keys.CopyTo(numbers, 0);
        values.Values.CopyTo(sorted, 0);
        Array.Sort(numbers, sorted);
        return sorted;
    }

    private static void ReadInto<T>(
        Dictionary<int, T> values, ref MessagePackReader reader, MessagePackSerializerOptions options, Func<T, int> number)
    {
        foreach (var value in ReadValue<T[]>(ref reader, options))
        {
            values.Add(number(value), value);
        }
    }

    private static void WriteValue<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) =>
        MessagePackSerializer.Serialize(ref writer, value, options);

    private static T ReadValue<T>(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        MessagePackSerializer.Deserialize<T>(ref reader, options);
}
