import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { callAs, startHost } from '../host.mjs';
import { accessible, picture, signedIn, withPeople } from '../people.mjs';

const sample = fileURLToPath(new URL('../../SamplePlugin/bin/Release/net10.0', import.meta.url));

let host, plugins;
before(async () => {
  plugins = await mkdtemp(join(tmpdir(), 'plugins-'));
  await cp(sample, join(plugins, 'probe'), { recursive: true });
  host = await startHost('--plugins', plugins);
});
after(async () => {
  await host?.stop();
  await rm(plugins, { recursive: true, force: true });
});

test('How far machine work is shows in the case and under Betrieb, and cancelling the case stops it', async () => {
  const model = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
      targetNamespace="http://example.org"><process id="lang" name="Lange Arbeit" isExecutable="true">
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <serviceTask id="t" name="Seiten zählen"><extensionElements><zeebe:taskDefinition type="probe-long"/></extensionElements></serviceTask>
    <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>`;
  const form = new FormData();
  form.append('resources', new File([model], 'lang.bpmn'));
  await callAs(host, 'admin', 'POST', '/v2/deployments', form);
  const { key } = await callAs(host, 'admin', 'POST', '/api/processes/lang/cases', { variables: {} });

  await withPeople([signedIn(host, 'admin')], async ({ page, go }) => {
    await go(`/vorgaenge/${key}`);
    await page.getByText('30 % · Zählt die Seiten').first().waitFor();
    await accessible(page);
    await picture(page, 'fortschritt-vorgang');

    await go('/betrieb?teil=jobs');
    await page.getByText('30 % · Zählt die Seiten').first().waitFor();
    await accessible(page);
    await picture(page, 'fortschritt-betrieb');

    await callAs(host, 'admin', 'POST', `/api/cases/${key}/cancel`, { reason: 'Nicht mehr nötig' });
    await go('/betrieb?teil=jobs');
    await page.getByText('30 % · Zählt die Seiten').waitFor({ state: 'detached' });
  });
});
