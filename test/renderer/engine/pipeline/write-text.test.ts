import { describe, expect, it } from 'vitest';
import type { Captioner } from '#renderer/engine/networks/open-captioner.ts';
import { PLAIN_WRITING, writeText } from '#renderer/engine/pipeline/write-text.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { checkCase } from '#test/golden/check/check-case.ts';
import { BLIP_PART } from '#test/golden/check/parts/blip.ts';

describe('writeText', () => {
  it('writes token for token what transformers does: greedily, by beams, with every rule', () =>
    checkCase(BLIP_PART, 'generate'));

  it('ends where transformers does when the end is likely', () => checkCase(BLIP_PART, 'generate biased'));

  it('stops between two tokens', async () => {
    const abort = new AbortController();
    const seen = { states: tensor([1, 1, 1]), cross: {} };
    const read: Captioner['read'] = async (ids) => ({
      logits: tensor([ids.length, 1, 4]),
      written: { length: 1, made: {} },
    });
    const shape = { side: 1, startId: 1, endId: 3, lengthMax: 9, vocabulary: 4 };
    const network: Captioner = { ...shape, look: async () => seen, read };
    const write = async (beams: number) => {
      const options = { ...PLAIN_WRITING, beams, lengthMax: 9, signal: abort.signal };
      for await (const { kind } of writeText(network, seen, options)) if (kind === 'token') abort.abort();
    };
    await expect(write(1)).rejects.toThrow(/aborted/);
    await expect(write(3)).rejects.toThrow(/aborted/);
  });
});
