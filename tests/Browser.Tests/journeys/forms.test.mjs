import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { accessible, signedIn, withPeople } from '../people.mjs';

const process = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    id="Definitionen" targetNamespace="https://example.org/hund">
  <bpmn:process id="hund" name="Hund anmelden" isExecutable="true">
    <bpmn:startEvent id="Beginn" />
    <bpmn:sequenceFlow id="Fluss_1" sourceRef="Beginn" targetRef="Pruefen" />
    <bpmn:userTask id="Pruefen" name="Anmeldung prüfen">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:formDefinition formId="hund" />
        <zeebe:assignmentDefinition candidateGroups="change-agents" />
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="Fluss_2" sourceRef="Pruefen" targetRef="Ende" />
    <bpmn:endEvent id="Ende" />
  </bpmn:process>
</bpmn:definitions>`;

const form = {
  title: 'Hund anmelden',
  pages: [
    {
      name: 'halter',
      title: 'Halterin oder Halter',
      elements: [
        { type: 'text', name: 'name', title: 'Name', isRequired: true },
        { type: 'boolean', name: 'weitere', title: 'Leben weitere Hunde im Haushalt?' },
      ],
    },
    {
      name: 'hund',
      title: 'Angaben zum Hund',
      elements: [{ type: 'text', name: 'rufname', title: 'Rufname', isRequired: true }],
    },
    {
      name: 'haushalt',
      title: 'Weitere Hunde',
      visibleIf: '{weitere} = true',
      elements: [{ type: 'text', inputType: 'number', name: 'anzahl', title: 'Anzahl', isRequired: true, min: 1 }],
    },
  ],
};

let host;
before(async () => {
  host = await startHost();
  const files = new FormData();
  files.append('resources', new Blob([process], { type: 'text/xml' }), 'hund.bpmn');
  files.append('resources', new Blob([JSON.stringify(form)], { type: 'application/json' }), 'hund.form.json');
  await callAs(host, 'admin', 'POST', '/v2/deployments', files);
  for (const person of ['agent', 'agent2']) {
    await callAs(host, 'admin', 'POST', '/v2/process-instances', { processDefinitionId: 'hund' });
    const { rows } = await callAs(host, person, 'GET', '/api/inbox?process=hund&view=groups');
    await callAs(host, person, 'POST', `/api/tasks/${rows[0].key}/claim`);
  }
});
after(() => host?.stop());

/** Fills a form of several pages: with faults on the way, back and forth, and to the end. */
async function fill(page) {
  await page.getByRole('link', { name: /Anmeldung prüfen/ }).click();
  await page.getByRole('heading', { name: 'Schritt 1 von 2 Halterin oder Halter' }).waitFor();
  await page.getByRole('button', { name: 'Weiter: Angaben zum Hund' }).click();
  await page.getByRole('button', { name: 'Name', exact: true }).waitFor();
  await accessible(page);
  await page.getByRole('textbox', { name: 'Name' }).fill('A. L.');

  // Completing shows what nobody has looked at yet, before anything is sent.
  await page.getByRole('button', { name: 'Erledigen' }).click();
  const second = page.getByRole('heading', { name: 'Schritt 2 von 2 Angaben zum Hund' });
  await second.waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H3');
  await accessible(page);
  await page.getByRole('button', { name: 'Zurück', exact: true }).click();
  await page.getByRole('heading', { name: /^Schritt 1 von 2/ }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Name' }).inputValue(), 'A. L.');

  // A page more is asked for when an answer makes it necessary.
  await page.getByText('Ja', { exact: true }).click();
  await page.getByRole('heading', { name: /^Schritt 1 von 3/ }).waitFor();
  await page.getByRole('button', { name: 'Weiter: Angaben zum Hund' }).click();
  await page.getByRole('textbox', { name: 'Rufname' }).fill('Balu');
  await page.getByRole('button', { name: 'Weiter: Weitere Hunde' }).click();
  await page.getByRole('button', { name: 'Erledigen' }).click();
  await page.getByText('(Weitere Hunde)').waitFor();
  await accessible(page);
  await page.getByRole('spinbutton', { name: 'Anzahl' }).fill('2');
  await page.getByRole('button', { name: 'Erledigen' }).click();
  await page.getByRole('button', { name: /Rückgängig/ }).waitFor();
}

test('A form of several pages is filled in page by page beside the list', async () => {
  await withPeople([signedIn(host, 'agent')], async ({ page }) => fill(page));
});

test('A form of several pages is filled in page by page on a phone', async () => {
  await withPeople([signedIn(host, 'agent2', { width: 390, height: 844 })], async ({ page }) => fill(page));
});
