import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '#renderer/models/catalog.ts';
import { createTokenCounter } from '#renderer/models/token-counter.ts';
import { silentLog } from '#shared/log.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const catalog = createCatalog({ demoFolder: DEMO, modelsFolder: null, lorasFolder: null, hubFolder: null }, silentLog);
const [demo] = (await catalog.read()).usable;
const count = createTokenCounter();

async function check(texts: readonly string[], expected: readonly number[]) {
  const prompt = { chunks: texts.map((text) => ({ spans: [{ text, weight: 1 }] })) };
  expect(await count(demo!, prompt)).toEqual(expected);
}

describe('the token counter', () => {
  it('finds one empty window in no prompt', () => check([], [0]));
  it('counts words without start and end', () => check(['a red house'], [3]));
  it('begins a window after each BREAK', () => check(['a red house', 'night'], [3, 1]));
  it('cuts a long prompt where the text encoder does', () => check(['red '.repeat(80)], [75, 5]));
  it('says what is wrong with a tokenizer, and tries again', async () => {
    const broken = { ...demo!, tokenizer: '/nowhere' };
    await expect(count(broken, { chunks: [] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(count(broken, { chunks: [] })).rejects.toMatchObject({ code: 'invalid' });
  });
});
