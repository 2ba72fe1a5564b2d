import { expect, it } from 'vitest';
import { withTrained } from '#bot/orders/settle-own-adapters.ts';
import type { TrainedAdapter } from '#bot/ports/trained.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const MIME = 'application/x-safetensors';
const FILE = { file: 'sea.safetensors', sha256: 'a'.repeat(64), bytes: 3, mime: MIME } as const;
const SEA = {
  ...{ serverId: 'harbour', name: 'sea', kind: 'words', model: 'tiny', family: 'sd15', word: 'sea-glass', pictures: 3 },
  ...{ jobId: 'j', ownerId: 'ada', ownerName: 'Ada', createdAt: 0, state: 'done' },
  file: { ...FILE, adapter: 'textual-inversion' },
} as const satisfies TrainedAdapter;

const sources = {
  trained: { list: async (serverId: string) => (serverId === SEA.serverId ? [SEA] : []) },
  pictures: { get: async () => Uint8Array.of(1, 2, 3) },
  blobs: { put: async (data: Uint8Array) => ({ sha256: 'b'.repeat(64), bytes: data.length, mime: MIME }) },
};

it.each([
  ['a cat, (Sea-Glass:1.3)', '', 1],
  ['a cat', 'sea-glass', 1],
  ['a cat of sea-glasses', '', 0],
])(
  'new words that a server trained come along where the prompt has them: %s, without %s',
  async (words, without, n) => {
    const order = settledOrder({ adapters: [], parametersPrompt: words, parametersNegative: without });
    const { task } = await withTrained(order, { serverId: 'harbour' }, sources);
    const own = task.kind === 'draw' ? (task.ownAdapters ?? []) : [];
    expect(own.map(({ name, word, weight }) => [name, word, weight])).toEqual([['sea', 'sea-glass', 1]].slice(0, n));
    expect(await withTrained(order, { serverId: 'island' }, sources)).toBe(order);
  },
);
