using Kommune.Workflow.Benchmarks;

var quick = args.Contains("--quick");
var only = args.FirstOrDefault(argument => !argument.StartsWith('-'));
var size = quick ? RunSize.Quick : RunSize.Full;

(string Name, Func<RunSize, Task> Run)[] groups =
[
    ("step", StepSpeed.RunAsync),
    ("simulation", SimulationSpeed.RunAsync),
    ("engine", EngineSpeed.RunAsync),
    ("memory", HostMemory.RunAsync),
    ("host", HostStart.RunAsync),
    ("inbox", InboxSpeed.RunAsync),
    ("sensors", SensorSpeed.RunAsync),
];
foreach (var (name, run) in groups)
{
    if (only is null || only == name)
    {
        await run(size);
    }
}

return 0;
