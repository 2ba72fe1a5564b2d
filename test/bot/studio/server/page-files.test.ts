import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#bot/text/locale.ts';
import { DIALOG_MODULES, DIALOGS } from '#test/bot/studio/page/dialogs.ts';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';

/** Addresses that the text served at `path` asks for: links, scripts and imports. */
function asked(text: string, path: string): readonly string[] {
  const pattern = /(?:href|src)="(\/[^"]+)"|(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? new URL(match[2]!, `http://page${path}`).pathname);
}

/** Everything that a browser comes to from this address. */
async function crawl(address: string): Promise<ReadonlyMap<string, Response>> {
  const seen = new Map<string, Response>();
  const waiting = ['/'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    const response = await fetch(address + path);
    seen.set(path, response.clone());
    waiting.push(...asked(await response.text(), path));
  }
  return seen;
}

/** Where the sentences of a language are. */
const FOLDERS: Readonly<Record<(typeof LANGUAGES)[number], string>> = {
  en: 'english',
  de: 'german',
  es: 'spanish',
  ja: 'japanese',
};

/**
 * The page is to need at most 250 kB of script. That holds for what it begins with, as a browser reads it, and for all
 * that one reader can ever be sent, in every room and dialog, as it is sent. Both have room to spare.
 */
const FIRST_LOAD_MAX = 180_000;
const EVER_SENT_MAX = 180_000;

/** All that one reader can ever be sent, unpacked: beyond the 250 kB, since nobody loads it at once. */
const EVER_READ_MAX = 440_000;

/** What a browser is sent, which takes it packed. */
async function sentBytes(address: string): Promise<number> {
  const asked = get(address, { headers: { 'accept-encoding': 'gzip, deflate, br' } });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const piece of response) bytes += (piece as Buffer).length;
  return bytes;
}

const isDialogModule = (path: string) => DIALOG_MODULES.some((module) => path.endsWith(module));

/** The modules that a browser is told to load at once. */
async function loadedAtOnce(address: string, language: string): Promise<ReadonlyMap<string, string>> {
  const { headers } = await fetch(address, { headers: { 'accept-language': language } });
  const paths = [...headers.get('link')!.matchAll(/<([^>]+)>; rel=modulepreload/g)].map(([, path]) => path!);
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await (await fetch(address + path)).text()] as const)),
  );
}

describe('the page', () => {
  it('finds every file it asks for, with the right type', async () => {
    const { studio } = await openStudio();
    const seen = await crawl(studio.address);
    const wrong = [...seen].filter(([, { status }]) => status !== 200).map(([path]) => path);
    expect(wrong).toEqual([]);
    expect([...seen.keys()].some((path) => path.endsWith('/bot/prompt/highlight.ts'))).toBe(true);
    const scripts = [...seen.keys()].filter((path) => path.endsWith('.ts') && !/\/text\/(?!english)\w+\//.test(path));
    const bytes = await Promise.all(scripts.map(async (path) => (await seen.get(path)!.arrayBuffer()).byteLength));
    expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(EVER_READ_MAX);
    const sent = await Promise.all(scripts.map((path) => sentBytes(studio.address + path)));
    expect(sent.reduce((sum, length) => sum + length, 0)).toBeLessThan(EVER_SENT_MAX);
    for (const [path, { headers }] of seen)
      if (path.endsWith('.ts')) expect(headers.get('content-type'), path).toBe('text/javascript; charset=utf-8');
  }, 60_000); // some two hundred files are read, stripped of their types and packed

  it('holds no types, no inline script, nothing from another place, and no dialog that axe has not looked at', async () => {
    const { studio } = await openStudio();
    const texts = await Promise.all(
      [...(await crawl(studio.address))].map(async ([path, r]) => [path, await r.text()] as const),
    );
    const html = texts.find(([path]) => path === '/')![1];
    const dialogs = [...html.matchAll(/<dialog id="([^"]+)"/g)].map(([, id]) => `#${id}`);
    expect(dialogs.toSorted()).toEqual(Object.keys(DIALOGS).toSorted());
    for (const [path, text] of texts) {
      expect(text, path).not.toMatch(/^(export )?(interface|type) /m);
      expect(text, path).not.toMatch(/<script(?![^>]* src=)|\son\w+="/);
      // Discord's origins are named where an Activity hears its host, and nothing is loaded from there.
      if (path.endsWith('.ts')) expect([path, text.includes("element('dialog'")]).toEqual([path, isDialogModule(path)]);
      expect(text, path).not.toMatch(/https?:\/\/(?!www\.w3\.org|(?:ptb\.|canary\.)?discord\.com')/);
    }
  });

  it('begins with little: its own language alone, no dialogs, and everything that these modules import', async () => {
    const { studio } = await openStudio();
    for (const language of LANGUAGES) {
      const modules = await loadedAtOnce(studio.address, language);
      const bytes = [...modules.values()].map((text) => Buffer.byteLength(text));
      expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(FIRST_LOAD_MAX);
      const catalogs = [...modules.keys()].flatMap((path) => /\/bot\/text\/(\w+)\/page\.ts/.exec(path)?.[1] ?? []);
      expect(catalogs).toEqual([FOLDERS[language]]);
      for (const [path, text] of modules) {
        const atOnce = asked(text.replaceAll(/import\(.*?\)/g, ''), path);
        expect(atOnce.filter((one) => !modules.has(one))).toEqual([]);
      }
    }
  });

  it('is asked for once, until it changes', async () => {
    const { studio } = await openStudio();
    const main = asked(await (await fetch(studio.address)).text(), '/').find((path) => path.endsWith('main.ts'))!;
    const kept = async (path: string) => (await fetch(studio.address + path)).headers.get('cache-control');
    expect(await kept(main)).toContain('immutable');
    expect(await kept(main.replace(/@\w+/, '@older'))).toBe('no-cache');
    expect(await kept('/')).toBe('no-cache');
    const path = `${studio.address}/bot/studio/page/main.ts`;
    const etag = (await fetch(path)).headers.get('etag')!;
    expect((await fetch(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });
});
