import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const flags = [
  '--lang=de-DE',
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const wide = { width: 1440, height: 900 };
const patienceMs = 15_000;

/** What a person's browser complains about: errors, warnings, refused and failed requests, as one line each. */
function faultsOf(page) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // A refused request is told with its address below.
    if (!['error', 'warning'].includes(message.type()) || /^Failed to load resource/.test(message.text())) return;
    faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() < 400) return;
    faults.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
  });
  page.on('requestfailed', (request) => {
    // Leaving a page ends what it was still asking.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    faults.push(`${request.failure()?.errorText} ${request.method()} ${new URL(request.url()).pathname}`);
  });
  return faults;
}

/**
 * Opens a browser of its own for one person and shows the sign-in page. Whatever the browser complains about fails the journey when
 * the person leaves, except what `expects` was told as a pattern (`401 POST /api/session`).
 */
export async function arrive(host, viewport = wide) {
  const profile = mkdtempSync(join(tmpdir(), 'browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: flags,
    viewport,
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
  });
  context.setDefaultTimeout(patienceMs);
  const page = context.pages()[0] ?? (await context.newPage());
  const faults = faultsOf(page);
  const expected = [];
  await page.goto(host.url);
  const leave = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
    const unexpected = faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)));
    assert.deepEqual(unexpected, [], 'The console and the network stay clean.');
  };
  return { page, leave, go: (path) => page.goto(host.url + path), expects: (pattern) => expected.push(pattern) };
}

/** Opens a browser and signs a demo account in. */
export async function signedIn(host, userName, viewport = wide) {
  const person = await arrive(host, viewport);
  await person.page.getByLabel('Benutzername').fill(userName);
  await person.page.getByLabel('Kennwort').fill('demo');
  await person.page.getByRole('button', { name: 'Anmelden' }).click();
  await person.page.getByRole('heading', { level: 1, name: /Alle offenen/ }).waitFor({ state: 'attached' });
  return person;
}

/** No violation of WCAG 2.1 A or AA, and nothing to scroll sideways. */
export async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  assert.deepEqual(found, [], `Accessibility of ${page.url()}`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wider <= 0, `${page.url()} scrolls sideways by ${wider} px`);
}

const handbook = fileURLToPath(new URL('../../docs/handbuch', import.meta.url));

/** The pictures the handbook's pages show. */
function shownInHandbook() {
  const pages = readdirSync(handbook).filter((name) => name.endsWith('.md'));
  const named = pages.flatMap((name) => [...readFileSync(join(handbook, name), 'utf8').matchAll(/\(bilder\/([\w-]+)\.png\)/g)]);
  return new Set(named.map(([, name]) => name));
}

/**
 * Keeps a picture of the page in the folder `SCREENSHOTS` names. With `HANDBOOK_PICTURES=1` (`npm run pictures`) those that the handbook
 * shows are made anew there. Otherwise nothing is kept.
 */
export async function picture(page, name) {
  if (process.env.SCREENSHOTS !== undefined)
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
  if (process.env.HANDBOOK_PICTURES === '1' && shownInHandbook().has(name))
    await page.screenshot({ path: join(handbook, 'bilder', `${name}.png`) });
}

/** Runs the story with people who leave at its end, whatever happens. */
export async function withPeople(people, story) {
  const present = await Promise.all(people);
  try {
    await story(...present);
  } catch (error) {
    for (const [at, { page }] of present.entries()) {
      console.error(`${page.url()}\n${await page.locator('body').innerText()}`);
      await picture(page, `fehler-${at + 1}`);
    }
    await Promise.all(present.map(({ leave }) => leave().catch(() => undefined)));
    throw error;
  }
  for (const { leave } of present) await leave();
}
