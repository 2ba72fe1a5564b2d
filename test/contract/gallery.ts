import { describe, expect, it } from 'vitest';
import type { Place } from '#bot/domain/job.ts';
import type { GalleryQuery } from '#bot/ports/gallery.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import { newJob, settledOrder } from '#test/fakes/new-job.ts';

const STUDIO = { platform: 'studio', serverId: 'studio', channelId: 'studio' } as const;
const SERVER = { platform: 'discord', serverId: '419390618209353730' } as const;
const ALL: GalleryQuery = { places: [STUDIO, SERVER], words: [], ids: null, grouped: false, from: 0, limit: 10 };

/** What can be looked at of every ledger. `open` gives an empty one. */
export function galleryContract(name: string, open: () => Promise<Ledger>) {
  describe(`${name}: the gallery`, () => {
    it('finds by words and settings, in pages, by place and time, and groups of one sentence', async () => {
      const ledger = await open();
      const of = async (change: Partial<GalleryQuery>) => {
        const { total, found } = await ledger.gallery({ ...ALL, ...change });
        return [total, ...found.map(({ job, others }) => `${job.id}${others > 0 ? `+${others}` : ''}`)];
      };
      await accept(ledger, 'a', { prompt: 'a Red house --seed 1', steps: 4 });
      await accept(ledger, 'b', { prompt: 'a (red:1.2) house <lora:ink:1> --seed 2', steps: 20, parentId: 'a' });
      await accept(ledger, 'c', { prompt: 'ein ÄLTERES Haus, 100%', steps: 20 });
      await accept(ledger, 'd', { prompt: 'a red boat', steps: 20, place: { ...SERVER, channelId: '1' } });
      await accept(ledger, 'live', { prompt: 'a red house', steps: 4, place: { ...STUDIO, channelId: 'live' } });
      expect(await of({})).toEqual([4, 'd', 'c', 'b', 'a']);
      expect(await of({ from: 1, limit: 2 })).toEqual([4, 'c', 'b']);
      expect(await of({ words: ['RED', 'house'] })).toEqual([2, 'b', 'a']);
      expect(await of({ words: ['20 steps', 'tiny'] })).toEqual([3, 'd', 'c', 'b']);
      expect(await of({ words: ['älteres'] })).toEqual([1, 'c']);
      expect([await of({ words: ['0%'] }), await of({ words: ['_'] })]).toEqual([[1, 'c'], [0]]);
      expect(await of({ grouped: true })).toEqual([3, 'd', 'c', 'b+1']);
      expect(await of({ places: [SERVER] })).toEqual([1, 'd']);
      expect(await of({ ids: ['a', 'd'] })).toEqual([2, 'd', 'a']);
      expect(await of({ since: 1_700_000_000_003 })).toEqual([2, 'd', 'c']);
      expect([await of({ places: [] }), await of({ ids: [] })]).toEqual([[0], [0]]);
      await ledger.reword('c', { ...settledOrder(), order: { prompt: 'a new house' } });
      expect(await of({ words: ['älteres'] })).toEqual([0]);
      await ledger.close();
    });

    it('knows where a job comes from, what came of it and what was tried with its words', async () => {
      const ledger = await open();
      await accept(ledger, 'a', { prompt: 'a house' });
      await accept(ledger, 'b', { prompt: 'a house --seed 2', parentId: 'a' });
      await accept(ledger, 'c', { prompt: 'a boat', parentId: 'a' });
      await accept(ledger, 'elsewhere', { prompt: 'a house', parentId: 'a', place: { ...SERVER, channelId: '1' } });
      const kin = async (id: string) => {
        const { parent, children, alike } = await ledger.kin(id, { places: [STUDIO], limit: 5 });
        return [parent?.id ?? null, children.map((one) => one.id), alike.map((one) => one.id)];
      };
      expect(await kin('a')).toEqual([null, ['c', 'b'], ['b', 'a']]);
      expect(await kin('b')).toEqual(['a', [], ['b', 'a']]);
      expect(await kin('nobody')).toEqual([null, [], []]);
      await ledger.close();
    });
  });
}

interface Accepted {
  readonly prompt: string;
  readonly steps?: number;
  readonly parentId?: string;
  readonly place?: Place;
}

let second = 0;

async function accept(ledger: Ledger, id: string, { prompt, steps = 4, place = STUDIO, parentId }: Accepted) {
  second = id === 'a' ? 1 : second + 1;
  const settled = { ...settledOrder({ steps }), order: { prompt } };
  const createdAt = 1_700_000_000_000 + second;
  await ledger.accept(newJob(id, { place, settled, createdAt, parentId: parentId ?? null }));
}
