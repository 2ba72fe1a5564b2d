import { existsSync } from 'node:fs';

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
