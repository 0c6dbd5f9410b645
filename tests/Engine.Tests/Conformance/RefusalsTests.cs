using System.Globalization;
using System.Text.RegularExpressions;
using Kommune.Workflow.Definitions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Conformance;

/// <summary>Documents that break one rule of the standard each are refused with a finding that names it.</summary>
public sealed partial class RefusalsTests
{
    public static TheoryData<string> Files
    {
        get
        {
            var folder = Corpus.Find("bpmn-conformance");
            return folder is null
                ? new TheoryData<string>(string.Empty)
                : new TheoryData<string>(Directory.GetFiles(Path.Combine(folder, "must-refuse"), "*.bpmn")
                    .Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_broken_document_is_refused_by_the_rule_it_breaks(string file)
    {
        var folder = Corpus.Require("bpmn-conformance");

        var compiled = BpmnCompiler.Compile(File.ReadAllBytes(Path.Combine(folder, "must-refuse", file)));

        Assert.False(compiled.Ok);
        Assert.Empty(compiled.Processes);
        var errors = compiled.Findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => f.Rule).Distinct().ToList();
        if (file.StartsWith("REF", StringComparison.Ordinal))
        {
            // These files are numbered in a row; their rule is the one about the reference that is broken.
            Assert.Contains(errors, e => e.StartsWith("REF.", StringComparison.Ordinal));
        }
        else
        {
            Assert.Contains(RuleOf(file), errors);
        }
    }

    private static string RuleOf(string file) =>
        string.Create(CultureInfo.InvariantCulture, $"EXT.{RuleNumber().Match(file).Groups[1].Value}");

    [GeneratedRegex(@"^EXT(\d{3})_")]
    private static partial Regex RuleNumber();
}
