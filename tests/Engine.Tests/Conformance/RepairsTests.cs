using System.Text;
using Kommune.Workflow.Definitions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Conformance;

/// <summary>A refused document, repaired by one edit, is no longer refused by any rule of the standard.</summary>
public sealed class RepairsTests
{
    [Theory]
    [InlineData("EXT011_2_failure_endEventNoRef", "id=\"_3_ED_1\"", "id=\"_3_ED_1\" escalationRef=\"ES_1\"")]
    [InlineData("EXT019_1_failure_exclusiveDiverging", "Mixed", "Diverging")]
    [InlineData("EXT020_1_failure_dataInput", "id=\"Din_3_7\" isCollection=\"false\"", "id=\"Din_3_7\" isCollection=\"true\"")]
    [InlineData("EXT024_1_failure", "isImmediate=\"false\"", "isImmediate=\"true\"")]
    [InlineData("EXT029_1_failure", "minimum=\"-1\"", "minimum=\"2\"")]
    [InlineData("EXT035_1_failure", "\"Public\"", "\"Private\"")]
    [InlineData("EXT037_1_failure", "startQuantity=\"0\"", "startQuantity=\"3\"")]
    [InlineData("EXT053_1_failure", "name=\"Script Task\"", "name=\"Script Task\" scriptFormat=\"text/x-feel\"")]
    [InlineData("EXT065_2_failure_calledProcess_wrongInputData", "itemSubjectRef=\"ID_3\"", "itemSubjectRef=\"ID_1\"")]
    [InlineData("EXT069_2_failure_unequalStructureRef", "xsd:int", "String")]
    [InlineData("EXT070_2_failure_unequalStructureRef", "xsd:int", "String")]
    [InlineData("EXT072_1_Fail_invalid_complex_behavior_condition", ">23<", ">=n &gt; 2<")]
    [InlineData("EXT076_2_Fail_2", "[2]", "[1]")]
    [InlineData("EXT091_1_failure_differentStructureRef", "itemSubjectRef=\"ID_2\"", "itemSubjectRef=\"ID_1\"")]
    [InlineData("EXT094_2_failure_singleErrorEvent", "xsd:int", "String")]
    [InlineData("EXT095_1_Fail", "<eventDefinitionRef>_2_ED_1</eventDefinitionRef>", "")]
    [InlineData("EXT099_3_fail_eventref", "<eventDefinitionRef>_2_ED_1</eventDefinitionRef>", "")]
    [InlineData("EXT100_2_fail_event_ref", "<eventDefinitionRef>ED_1</eventDefinitionRef>", "")]
    [InlineData("EXT110_6_failure_noCancel_error", "cancelActivity=\"false\"", "cancelActivity=\"true\"")]
    [InlineData("EXT127_2_failure_endEvent", "id=\"_2_ED_1\"", "id=\"_2_ED_1\" messageRef=\"MSG_1\"")]
    [InlineData("EXT132_1_fail_invalid_timeDate", "INVALID", "2026-09-15T08:00:00")]
    [InlineData("EXT134_1_fail_invalid_timeDuration", "INVALID", "P1DT5M")]
    [InlineData("EXT149_4_failure_terminateThrow", "<terminateEventDefinition id=\"term\" />", "")]
    [InlineData("REF_1", "messageRef=\"_6\"", "messageRef=\"_3\"")]
    [InlineData("REF_5", "<interfaceRef>F2_2<", "<interfaceRef>IF_1<")]
    [InlineData("REF_9", "<dataInputRefs>_2<", "<dataInputRefs>Din_4_1<")]
    [InlineData("REF_17", "<errorRef>MSG_1<", "<errorRef>ERR_1<")]
    public void One_edit_satisfies_the_standard(string file, string broken, string repaired)
    {
        var folder = Corpus.Require("bpmn-conformance");
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(folder, "must-refuse", $"{file}.bpmn")));
        Assert.Contains(broken, text, StringComparison.Ordinal);

        var compiled = BpmnCompiler.Compile(Encoding.Latin1.GetBytes(text.Replace(broken, repaired, StringComparison.Ordinal)));

        // Scripts and conditions of the corpus are not in our dialect; only the standard's rules are asked here.
        Assert.DoesNotContain(
            compiled.Findings,
            f => f.Severity == FindingSeverity.Error && !f.Rule.StartsWith("kommune.", StringComparison.Ordinal));
    }
}
