import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { accessible, signedIn, withPeople } from '../people.mjs';

/** Compares a value of the case with a number; with a text there no way is open, and the case gets stuck. */
const process = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitionen" targetNamespace="https://example.org/teilen">
  <bpmn:process id="teilen" name="Betrag zuordnen" isExecutable="true">
    <bpmn:startEvent id="Beginn" />
    <bpmn:sequenceFlow id="Fluss_1" sourceRef="Beginn" targetRef="Grenze" />
    <bpmn:exclusiveGateway id="Grenze" name="Über der Grenze?" />
    <bpmn:sequenceFlow id="Fluss_2" name="ja" sourceRef="Grenze" targetRef="Hoch">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=betrag &gt; 10</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Fluss_3" name="nein" sourceRef="Grenze" targetRef="Klein">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=betrag &lt;= 10</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:endEvent id="Hoch" name="hoch" />
    <bpmn:endEvent id="Klein" name="klein" />
  </bpmn:process>
</bpmn:definitions>`;

let host;
let stuck;
before(async () => {
  host = await startHost();
  const form = new FormData();
  form.append('resources', new Blob([process], { type: 'text/xml' }), 'teilen.bpmn');
  await callAs(host, 'admin', 'POST', '/v2/deployments', form);
  stuck = await callAs(host, 'admin', 'POST', '/v2/process-instances', {
    processDefinitionId: 'teilen',
    variables: { betrag: 'zwölf' },
  });
});
after(() => host?.stop());

test('A stuck case is repaired and goes on', async () => {
  await withPeople([signedIn(host, 'admin')], async ({ page, go }) => {
    await page.getByRole('link', { name: /Betrieb/ }).click();
    await accessible(page);
    await page.getByRole('button', { name: /Beheben/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('betrag').fill('zwölf');
    await dialog.getByRole('button', { name: 'Speichern und erneut versuchen' }).click();
    await dialog.getByText('Der Wert lässt sich nicht lesen.').waitFor();
    await accessible(page);
    await dialog.getByLabel('betrag').fill('12');
    await dialog.getByRole('button', { name: 'Speichern und erneut versuchen' }).click();
    await page.getByText('Keine Störungen').waitFor();
    await go(`/vorgaenge/${stuck.processInstanceKey}`);
    await page.getByText('Abgeschlossen', { exact: true }).waitFor();
    await accessible(page);
  });
});
