import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser that CHROMIUM names, else the system's; null when there is none. */
export function findChromium(named: string | undefined = process.env.CHROMIUM): string | null {
  return (named ? [named] : PLACES).find((place) => existsSync(place)) ?? null;
}

/** Nothing that a page under test does not need, above all no network of its own. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts that browser without a window; throws when there is none. */
export async function launchChromium(executablePath = findChromium(), flags: readonly string[] = []): Promise<Browser> {
  if (executablePath === null) throw new Error('Cannot open a page: no Chromium is installed; CHROMIUM may name one');
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags], headless: true });
}
