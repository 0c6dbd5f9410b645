import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { callAs } from './host.mjs';

const patienceMs = 30_000;
const pollMs = 100;

/** Asks until the answer holds; fails with the last answer. */
export async function eventually(ask, holds) {
  const until = Date.now() + patienceMs;
  let answer;
  do {
    answer = await ask();
    if (holds(answer)) return answer;
    await pause(pollMs);
  } while (Date.now() < until);
  throw new Error(`Expected another answer in time, but the last one was ${JSON.stringify(answer).slice(0, 2000)}`);
}

/** Moves the broker inside to a free port, so that hosts side by side do not meet; its port. */
export async function ownBroker(host) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  await callAs(host, 'admin', 'PUT', '/api/plugins/mqtt/settings', { values: { brokerPort: port } });
  await eventually(
    () => callAs(host, 'admin', 'GET', '/api/plugins/mqtt/sources'),
    ({ broker }) => broker.running && broker.port === port,
  );
  return port;
}

/** Connects as a device does; `send` returns when the broker has taken the message for stored. */
export async function deviceAt(port, username, password) {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { username, password, reconnectPeriod: 0 });
  return {
    send: (topic, body) => client.publishAsync(topic, typeof body === 'string' ? body : JSON.stringify(body), { qos: 1 }),
    leave: () => client.endAsync(),
  };
}

const hour = 3_600_000;
const now = Date.now();

/** Nine containers of a small town: names, where they stand, what they held over the last days. */
export const bins = Array.from({ length: 9 }, (_, i) => ({
  id: `b-${i + 1}`,
  name: `B-00${i + 1} ${['Marktplatz', 'Rathausgasse', 'Seestraße', 'Bahnhof', 'Mühlweg', 'Hafen', 'Postweg', 'Feldweg', 'Klinikum'][i]}`,
  place: { latitude: 48.67 + i * 0.003, longitude: 10.14 + (i % 3) * 0.006 },
  // The first three are full, then come those of tomorrow, of the day after, and later.
  last: [97, 90, 84, 74, 70, 60, 56, 20, 12][i],
  perDay: [10, 10, 10, 10, 8, 10, 9, 5, 4][i],
}));

/** Sets the small town up and lets it report over MQTT, as far as the day before. */
export async function smallTown(host, port) {
  const type = {
    id: 'behaelter',
    name: 'Behälter',
    fields: [{ name: 'fuellstand', label: 'Füllstand', path: 'level', kind: 'measure', unit: '%' }],
  };
  const source = {
    id: 'stadt',
    name: 'Stadt',
    topics: ['stadt/+/up'],
    payload: { profile: 'plainJson', topicPattern: 'stadt/{device}/up', timePath: 't' },
  };
  const rule = {
    rule: {
      id: 'voll',
      kind: 'threshold',
      field: 'fuellstand',
      limit: 80,
      clear: 70,
      onRaise: { name: 'behaelter-voll', key: 'behaelter' },
      onClear: { name: 'behaelter-geleert', key: 'behaelter' },
    },
    name: 'Behälter voll',
    typeId: 'behaelter',
  };
  await callAs(host, 'admin', 'PUT', '/api/plugins/mqtt/documents', [
    { kind: 'sources', id: 'stadt', content: source },
    { kind: 'types', id: 'behaelter', content: type },
    { kind: 'rules', id: 'voll', content: rule },
    ...bins.map(({ id, name, place }) => ({
      kind: 'devices',
      id,
      content: {
        id,
        name,
        place,
        typeId: 'behaelter',
        litres: 3000,
        attributes: { behaelter: id.toUpperCase(), fraktion: 'Glas', standort: name.slice(6) },
        registeredAt: new Date(now).toISOString(),
      },
    })),
  ]);
  const { password } = await callAs(host, 'admin', 'PUT', '/api/plugins/mqtt/accounts/gateway', {});
  const gateway = await deviceAt(port, 'gateway', password);
  for (const { id, last, perDay } of bins) {
    for (let hours = 72; hours >= 0; hours -= 6) {
      const level = Math.max(0, Math.min(last, last - (hours / 24) * perDay));
      await gateway.send(`stadt/${id}/up`, { t: now - hours * hour, level: Math.round(level * 10) / 10 });
    }
  }
  return gateway;
}
