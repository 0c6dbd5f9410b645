using System.Text;
using Kommune.Workflow.Definitions;
using Xunit;

namespace Kommune.Workflow.Engine.Tests.Definitions;

public sealed class HostileDocumentTests
{
    private const string Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("kein XML")]
    [InlineData("<definitions")]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a>&unknown;</a>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"klingon\"?><a/>")]
    public void Malformed_xml_is_a_finding_with_a_line(string text)
    {
        var finding = Assert.Single(Compile(text).Findings);

        Assert.Equal("kommune.xml-malformed", finding.Rule);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
    }

    [Theory]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>")]
    public void Document_types_and_entities_are_refused(string text)
    {
        var finding = Assert.Single(Compile(text).Findings);

        Assert.Contains("DTD", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_beyond_its_limits_is_refused_before_it_is_built()
    {
        var options = new BpmnOptions { DocumentBytesMax = 1000, ElementsMax = 10, DepthMax = 5 };
        var tooLong = $"<definitions xmlns='{Bpmn}'>{new string(' ', 1000)}</definitions>";
        var tooMany = $"<definitions xmlns='{Bpmn}'>{string.Concat(Enumerable.Repeat("<a/>", 10))}</definitions>";
        var tooDeep = $"<definitions xmlns='{Bpmn}'><a><a><a><a><a/></a></a></a></a></definitions>";

        foreach (var text in new[] { tooLong, tooMany, tooDeep })
        {
            var finding = Assert.Single(BpmnCompiler.Compile(Encoding.UTF8.GetBytes(text), options).Findings);
            Assert.Equal("kommune.xml-limit", finding.Rule);
        }
    }

    [Fact]
    public void A_stream_is_read_only_up_to_the_limit()
    {
        using var endless = new EndlessStream();

        var compiled = BpmnCompiler.Compile(endless, new BpmnOptions { DocumentBytesMax = 100_000 });

        Assert.Equal("kommune.xml-limit", Assert.Single(compiled.Findings).Rule);
    }

    [Fact]
    public void Another_kind_of_xml_is_no_bpmn()
    {
        Assert.Equal("kommune.not-bpmn", Assert.Single(Compile("<html/>").Findings).Rule);
    }

    /// <summary>Every answer comes from an index: a large document is refused or compiled, but not slowly.</summary>
    [Theory]
    [InlineData("<intermediateThrowEvent id='t{0}'><linkEventDefinition name='x'/></intermediateThrowEvent>"
        + "<intermediateCatchEvent id='c{0}'><linkEventDefinition name='x'/></intermediateCatchEvent>")]
    [InlineData("<task id='t{0}'/><sequenceFlow id='f{0}' sourceRef='t0' targetRef='t{0}'/>")]
    [InlineData("<dataObject id='d{0}' name='Antrag {0}'/><sequenceFlow id='f{0}' sourceRef='d{0}' targetRef='d{0}'>"
        + "<conditionExpression>=Antrag {0} = 1</conditionExpression></sequenceFlow>")]
    public void A_large_document_of_one_shape_is_answered(string shape)
    {
        var content = string.Concat(Enumerable.Range(0, 3000).Select(i => shape.Replace("{0}", $"{i}", StringComparison.Ordinal)));

        var compiled = Compile(
            $"<definitions xmlns='{Bpmn}' targetNamespace='t'><process id='p' isExecutable='true'>{content}</process></definitions>");

        Assert.True(compiled.Findings.Length <= 1000);
    }

    private static CompiledDefinitions Compile(string text) => BpmnCompiler.Compile(Encoding.UTF8.GetBytes(text));

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
