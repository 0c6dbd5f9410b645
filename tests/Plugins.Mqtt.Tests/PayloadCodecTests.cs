using Kommune.Workflow.Plugins.Mqtt.Codecs;
using Xunit;

namespace Kommune.Workflow.Plugins.Mqtt.Tests;

public class PayloadCodecTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("function decodeUplink(input) { return { data: { mm: input.bytes[0] * 256 + input.bytes[1], port: input.fPort } }; }")]
    [InlineData("const decodeUplink = input => ({ data: { mm: (input.bytes[0] << 8) | input.bytes[1], port: input.fPort } });")]
    [InlineData("exports.decodeUplink = i => ({ data: { mm: i.bytes[0] * 256 + i.bytes[1], port: i.fPort }, errors: [] });")]
    [InlineData("function Decoder(bytes, port) { return { mm: bytes[0] * 256 + bytes[1], port: port }; }")]
    [InlineData("function Decode(fPort, bytes, variables) { return { mm: bytes[0] * 256 + bytes[1], port: fPort }; }")]
    public void Every_kind_of_codec_gives_its_fields(string script)
    {
        using var codec = PayloadCodec.Load(script);
        var decoded = codec.Decode([0x08, 0x44], 85, At);
        Assert.Equal("""{"mm":2116,"port":85}""", decoded.Data!.ToJsonString());
        Assert.Empty(decoded.Errors);
    }

    [Fact]
    public void A_codec_is_told_when_the_message_was_received()
    {
        using var codec = PayloadCodec.Load("function decodeUplink(i) { return { data: { at: i.recvTime.toISOString() } }; }");
        Assert.Equal("2026-03-02T08:00:00.000Z", codec.Decode([], 1, At).Data!["at"]!.GetValue<string>());
    }

    [Fact]
    public void Warnings_and_errors_are_the_codecs_own()
    {
        using var codec = PayloadCodec.Load("""
            function decodeUplink(input) {
              if (input.bytes.length === 0) return { errors: ["no bytes"] };
              return { data: { a: 1 }, warnings: ["low battery"] };
            }
            """);
        Assert.Equal(["low battery"], codec.Decode([1], 1, At).Warnings);
        var failed = codec.Decode([], 1, At);
        Assert.Null(failed.Data);
        Assert.Equal(["no bytes"], failed.Errors);
    }

    [Fact]
    public void A_codec_that_replaces_globals_harms_only_itself()
    {
        using var greedy = PayloadCodec.Load("JSON = null; Array.prototype.push = null; function Decoder(b) { return { n: b.length }; }");
        using var other = PayloadCodec.Load("function Decoder(b) { return { n: b.length }; }");
        Assert.NotEmpty(greedy.Decode([1, 2], 1, At).Errors);
        Assert.Equal("""{"n":2}""", other.Decode([1, 2], 1, At).Data!.ToJsonString());
    }

    [Theory]
    [InlineData("function Decoder() { while (true) {} }")]
    [InlineData("function Decoder() { return Decoder(); }")]
    [InlineData("function Decoder() { var a = []; while (true) a.push('x'.repeat(100000)); }")]
    [InlineData("function Decoder() { throw new Error('broken'); }")]
    [InlineData("function Decoder() { return unknownThing.x; }")]
    [InlineData("function Decoder() { return 7; }")]
    [InlineData("function Decoder() { var a = {}; a.a = a; return a; }")]
    [InlineData("function Decoder() { return { n: 1n }; }")]
    public void A_codec_that_misbehaves_says_why_every_time(string script)
    {
        using var codec = PayloadCodec.Load(script);
        var decoded = codec.Decode([1], 1, At);
        Assert.Null(decoded.Data);
        Assert.NotEmpty(Assert.Single(decoded.Errors));
        Assert.NotEmpty(Assert.Single(codec.Decode([1], 1, At).Errors));
    }

    [Theory]
    [InlineData("function decodeUplink( {")]
    [InlineData("var x = 1;")]
    [InlineData("while (true) {}")]
    public void A_script_that_is_no_codec_is_refused(string script) =>
        Assert.Contains("Codec", Assert.Throws<CodecException>(() => PayloadCodec.Load(script)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_codec_sees_nothing_of_the_host()
    {
        using var codec = PayloadCodec.Load("""
            function Decoder() {
              return { host: typeof System + typeof importNamespace + typeof require + typeof process + typeof fetch };
            }
            """);
        Assert.Equal("undefinedundefinedundefinedundefinedundefined", codec.Decode([], 1, At).Data!["host"]!.GetValue<string>());
    }
}
