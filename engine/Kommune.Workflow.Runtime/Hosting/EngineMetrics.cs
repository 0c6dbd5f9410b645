using System.Diagnostics.Metrics;
using Kommune.Workflow.Execution;

namespace Kommune.Workflow.Runtime;

/// <summary>What this node committed, counted (meter <see cref="MeterName"/>); no names, no contents.</summary>
internal sealed class EngineMetrics
{
    public const string MeterName = "Kommune.Workflow.Runtime";

    private readonly Counter<long> commits;
    private readonly Counter<long> started;
    private readonly Counter<long> ended;
    private readonly Counter<long> tasksCreated;
    private readonly Counter<long> tasksEnded;
    private readonly Counter<long> jobsFailed;
    private readonly Counter<long> incidents;

    public EngineMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        commits = meter.CreateCounter<long>("kommune.commits", "{commit}", "Steps of cases made durable.");
        started = meter.CreateCounter<long>("kommune.cases.started", "{case}", "Cases started.");
        ended = meter.CreateCounter<long>("kommune.cases.ended", "{case}", "Cases completed or cancelled.");
        tasksCreated = meter.CreateCounter<long>("kommune.tasks.created", "{task}", "Tasks for people created.");
        tasksEnded = meter.CreateCounter<long>("kommune.tasks.ended", "{task}", "Tasks completed or withdrawn.");
        jobsFailed = meter.CreateCounter<long>("kommune.jobs.failed", "{attempt}", "Attempts at jobs that failed.");
        incidents = meter.CreateCounter<long>("kommune.incidents.raised", "{incident}", "Incidents raised.");
    }

    public void Committed(InstanceCommit commit)
    {
        commits.Add(1);
        foreach (var e in commit.Entry.Events)
        {
            switch (e)
            {
                case InstanceStarted: started.Add(1); break;
                case InstanceCompleted or InstanceTerminated: ended.Add(1); break;
                case TaskCreated: tasksCreated.Add(1); break;
                case TaskEnded: tasksEnded.Add(1); break;
                case JobFailed: jobsFailed.Add(1); break;
                case IncidentRaised: incidents.Add(1); break;
            }
        }
    }
}
