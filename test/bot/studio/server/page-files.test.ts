import { describe, expect, it } from 'vitest';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';

/** Addresses that a served text asks for: links, scripts and imports. */
function asked(text: string): readonly string[] {
  const pattern = /(?:href|src)="(\/[^"]+)"|(?:from|import)\s*\(?\s*'(\/[^']+)'/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2]!);
}

/** Everything that a browser comes to from this address. */
async function crawl(address: string): Promise<ReadonlyMap<string, Response>> {
  const seen = new Map<string, Response>();
  const waiting = ['/'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    const response = await fetch(address + path);
    seen.set(path, response.clone());
    waiting.push(...asked(await response.text()));
  }
  return seen;
}

/** Bytes of all modules together. */
const SCRIPT_MAX = 320_000;

describe('the page', () => {
  it('finds every file it asks for, with the right type', async () => {
    const { studio } = await openStudio();
    const seen = await crawl(studio.address);
    const wrong = [...seen].filter(([, { status }]) => status !== 200).map(([path]) => path);
    expect(wrong).toEqual([]);
    expect([...seen.keys()].some((path) => path.endsWith('/bot/prompt/highlight.ts'))).toBe(true);
    for (const [path, { headers }] of seen)
      if (path.endsWith('.ts')) expect(headers.get('content-type'), path).toBe('text/javascript; charset=utf-8');
  });

  it('holds no types, no inline script and nothing from another place', async () => {
    const { studio } = await openStudio();
    const texts = await Promise.all(
      [...(await crawl(studio.address))].map(async ([path, r]) => [path, await r.text()]),
    );
    // Both languages and the whole prompt language are in it.
    const scripts = texts.filter(([path]) => path!.endsWith('.ts')).map(([, text]) => text!.length);
    expect(scripts.reduce((sum, length) => sum + length, 0)).toBeLessThan(SCRIPT_MAX);
    for (const [path, text] of texts) {
      expect(text, path).not.toMatch(/^(export )?(interface|type) /m);
      expect(text, path).not.toMatch(/<script(?![^>]* src=)|\son\w+="|https?:\/\/(?!www\.w3\.org)/);
    }
  });

  it('is asked for once, until it changes', async () => {
    const { studio } = await openStudio();
    const main = asked(await (await fetch(studio.address)).text()).find((path) => path.endsWith('main.ts'))!;
    const kept = async (path: string) => (await fetch(studio.address + path)).headers.get('cache-control');
    expect(await kept(main)).toContain('immutable');
    expect(await kept(main.replace(/@\w+/, '@older'))).toBe('no-cache');
    expect(await kept('/')).toBe('no-cache');
    const path = `${studio.address}/bot/studio/page/main.ts`;
    const etag = (await fetch(path)).headers.get('etag')!;
    expect((await fetch(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });
});
