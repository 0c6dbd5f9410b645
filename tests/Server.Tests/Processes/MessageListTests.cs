using Kommune.Workflow.Server.Tests.Hosts;
using Xunit;

namespace Kommune.Workflow.Server.Tests.Processes;

public sealed class MessageListTests(BusyServer server) : IClassFixture<BusyServer>
{
    [Fact]
    public async Task Messages_are_listed_with_the_processes_that_take_them_and_not_with_those_that_throw_them()
    {
        var model = Model.Process("leerung", "Leerung", """
            <startEvent id="start"><outgoing>f1</outgoing><messageEventDefinition messageRef="voll" /></startEvent>
            <sequenceFlow id="f1" sourceRef="start" targetRef="warten" />
            <intermediateCatchEvent id="warten">
              <incoming>f1</incoming><outgoing>f2</outgoing><messageEventDefinition messageRef="geleert" />
            </intermediateCatchEvent>
            <sequenceFlow id="f2" sourceRef="warten" targetRef="ende" />
            <endEvent id="ende"><incoming>f2</incoming><messageEventDefinition messageRef="erledigt" /></endEvent>
            """).Replace("</process>", """
            </process>
            <message id="voll" name="behaelter-voll" />
            <message id="geleert" name="behaelter-geleert">
              <extensionElements><zeebe:subscription correlationKey="=behaelter" /></extensionElements>
            </message>
            <message id="erledigt" name="leerung-erledigt" />
            """, StringComparison.Ordinal);
        await server.DeployAsync(("leerung.bpmn", model));
        using var agent = await server.SignInAsync("agent");

        var messages = (await agent.GetAsync("/api/messages")).AsArray()
            .Where(message => (string)message!["processId"]! == "leerung")
            .Select(message => $"{message!["name"]} {message["processName"]} {(bool)message["starts"]!}");

        Assert.Equal(["behaelter-geleert Leerung False", "behaelter-voll Leerung True"], messages);
    }
}
