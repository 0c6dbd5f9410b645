/** Measures how long the designer takes to be usable, from a warm cache; one line a figure, as `./bench` prints them. */
import { startHost } from './host.mjs';
import { signedIn } from './people.mjs';

const rounds = 9;

const host = await startHost();
const person = await signedIn(host, 'prozess');
person.expects(/^404 GET \/api\/procedures\/[^/]+\/draft$/);
const { page } = person;

/** Seconds from the address to a drawing that answers to a key: the outline follows and the questions of its step are there. */
async function usable() {
  const started = performance.now();
  await person.go('/prozesse/idee/bearbeiten');
  await page.getByRole('treeitem').nth(1).press('ArrowDown');
  await page.getByRole('complementary', { name: 'Eigenschaften' }).getByRole('textbox').first().waitFor();
  return (performance.now() - started) / 1000;
}

const first = await usable();
const times = [];
for (let round = 0; round < rounds; round++) times.push(await usable());
await person.leave();
await host.stop();
const sorted = times.toSorted((one, other) => one - other);
console.log(`designer.usable.first ${first.toFixed(2)} s`);
console.log(`designer.usable.warm.median ${sorted[(rounds - 1) / 2].toFixed(2)} s`);
console.log(`designer.usable.warm.max ${sorted.at(-1).toFixed(2)} s`);
