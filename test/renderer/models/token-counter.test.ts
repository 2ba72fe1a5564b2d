import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '#renderer/models/catalog.ts';
import { createTokenCounter } from '#renderer/models/token-counter.ts';
import { silentLog } from '#shared/log.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const catalog = createCatalog({ demoFolder: DEMO, modelsFolder: null, lorasFolder: null, hubFolder: null }, silentLog);
const [demo] = (await catalog.read()).usable;
const readTokens = createTokenCounter();
const count = async (...[model, prompt]: Counted) => (await readTokens(model, prompt, { spell: false })).windows;

type Counted = [Parameters<typeof readTokens>[0], Parameters<typeof readTokens>[1]];

function spans(...texts: readonly string[]) {
  return { chunks: texts.map((text) => ({ spans: [{ text, weight: 1 }] })) };
}

async function check(texts: readonly string[], expected: readonly number[]) {
  expect(await count(demo!, spans(...texts))).toEqual(expected);
}

describe('the token counter', () => {
  it('finds one empty window in no prompt', () => check([], [0]));
  it('counts words without start and end', () => check(['a red house'], [3]));
  it('begins a window after each BREAK', () => check(['a red house', 'night'], [3, 1]));
  it('cuts a long prompt where the text encoder does', () => check(['red '.repeat(80)], [75, 5]));
  it('counts as a model reads whose tokenizer fills windows with "!"', async () => {
    const counts = async (pad: string | null) =>
      count({ ...demo!, tokenizer: { folder: null, pad, vocabulary: 49_408 } }, spans('wow!!'));
    expect([await counts(null), await counts('!')]).toEqual([[2], [3]]);
  });
  it('says what is wrong with a tokenizer, and tries again', async () => {
    const broken = { ...demo!, tokenizer: { ...demo!.tokenizer, folder: '/nowhere' } };
    await expect(count(broken, { chunks: [] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(count(broken, { chunks: [] })).rejects.toMatchObject({ code: 'invalid' });
  });
});
