import { describe, expect, it } from 'vitest';
import type { TaskResult } from '#bot/domain/job.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { ServerBook } from '#bot/ports/servers.ts';
import { preset } from '#test/contract/preset-store.ts';
import { newJob, TIMINGS } from '#test/fakes/new-job.ts';

const FILE = { file: 'a-1-0.png', bytes: 70, sha256: 'ab'.repeat(32), mime: 'image/png' };
const PICTURE = { ...FILE, index: 0, seed: 7, width: 64, height: 64, alpha: false };
const PICTURES: TaskResult = { kind: 'pictures', pictures: [PICTURE] };
const EPOCH = 5;
const AT = 1_700_000_001_000;
const ADA = '80351110224678912';
const PANEL = { channelId: '1', messageId: '2', interactionToken: null, tokenExpiresAt: 5 };
const { place } = newJob('a');
const elsewhere = { ...place, serverId: '9' };

/** A ledger with all that belongs to its bin. */
interface Kept {
  readonly ledger: Ledger;
  readonly servers: ServerBook;
  readonly presets: PresetStore;
}

/** What every ledger keeps to about deleting, coming back, and servers that are left. */
export function binContract(name: string, open: () => Promise<Kept & { close(): Promise<void> }>) {
  const withKept = (work: (kept: Kept) => Promise<void>) => async () => {
    const kept = await open();
    try {
      await work(kept);
    } finally {
      await kept.close();
    }
  };
  describe(`${name}: the bin`, () => describeBin(withKept));
  describe(`${name}: jobs of servers`, () => describeServers(withKept));
}

type WithKept = (work: (kept: Kept) => Promise<void>) => () => Promise<void>;

/** A job that is done at AT. */
async function draw(ledger: Ledger, id: string, change: Parameters<typeof newJob>[1] = {}) {
  await ledger.accept(newJob(id, change));
  await ledger.beginAttempt(id, { rendererId: 'r', epoch: EPOCH });
  await ledger.finish({ id, attempt: 1, epoch: EPOCH }, { result: PICTURES, timings: TIMINGS, at: AT });
}

function describeBin(withKept: WithKept) {
  it(
    'gives a job back as it was, without the message that is gone',
    withKept(async ({ ledger }) => {
      await draw(ledger, 'a');
      await ledger.bindPanel('a', PANEL);
      await ledger.markDelivered('a');
      const before = (await ledger.get('a'))!;
      expect(await ledger.remove('a', { memberId: ADA, at: AT })).toBe(true);
      expect(await ledger.binned('a')).toEqual({ memberId: ADA, at: AT });
      const back = { ...before, panel: null, delivered: false, restored: true };
      expect(await ledger.takeBack('a', AT - 1)).toEqual(back);
      expect(await ledger.binned('a')).toBeNull();
      expect(await ledger.takeBack('a', AT - 1)).toBeNull();
      expect(await ledger.findByMessage(PANEL.messageId)).toBeNull();
    }),
  );
  it(
    'gives nothing back that went into it too long ago, was erased, or is claimed',
    withKept(async ({ ledger }) => {
      for (const id of ['old', 'claimed', 'erased']) await draw(ledger, id);
      await ledger.remove('old', { memberId: ADA, at: AT });
      expect(await ledger.takeBack('old', AT)).toBeNull();
      await ledger.remove('claimed', { memberId: ADA, at: AT });
      expect((await ledger.claim(AT - 1, 9)).map(({ id }) => id)).toEqual([]);
      expect((await ledger.claim(AT, 9)).map(({ id }) => id).sort()).toEqual(['claimed', 'old']);
      expect(await ledger.takeBack('claimed', 0)).toBeNull();
      expect(await ledger.erase('erased')).toEqual({
        id: 'erased',
        files: [PICTURE, { file: 'erased-previews.json' }],
      });
      expect(await ledger.takeBack('erased', 0)).toBeNull();
    }),
  );
  it(
    'forgets what is claimed and nothing else, and what was claimed before a death is claimed again',
    withKept(async ({ ledger }) => {
      for (const id of ['gone', 'back', 'there']) await draw(ledger, id);
      await ledger.remove('gone', { memberId: ADA, at: AT });
      const claimed = [{ id: 'gone', files: [PICTURE, { file: 'gone-previews.json' }] }];
      expect(await ledger.claim(AT, 9)).toEqual(claimed);
      expect(await ledger.claim(AT, 9)).toEqual(claimed);
      await ledger.remove('back', { memberId: ADA, at: AT });
      await ledger.forget(['gone', 'back', 'there']);
      expect(await ledger.get('gone')).toBeNull();
      expect(await ledger.takeBack('back', 0)).toMatchObject({ state: { kind: 'done' } });
      expect(await ledger.get('there')).toMatchObject({ state: { kind: 'done' } });
    }),
  );
  it(
    'keeps that a request was answered for as long as the bin keeps, whatever became of its job',
    withKept(async ({ ledger }) => {
      await draw(ledger, 'a', { createdAt: AT });
      await ledger.erase('a');
      expect(await ledger.claim(AT - 1, 9)).toEqual([]);
      expect(await ledger.claim(AT, 9)).toHaveLength(1);
    }),
  );
  it(
    'takes all of an owner that have ended at once, here or everywhere, and knows which went together',
    withKept(async ({ ledger }) => {
      for (const id of ['a', 'b']) await draw(ledger, id);
      await draw(ledger, 'bobs', { ownerId: '7' });
      await draw(ledger, 'elsewhere', { place: elsewhere });
      await ledger.accept(newJob('open'));
      const here = { platform: 'discord', serverId: place.serverId, ownerId: ADA } as const;
      expect(await ledger.count(here)).toBe(2);
      await ledger.remove('a', { memberId: ADA, at: AT });
      const moved = await ledger.removeAll(here, { memberId: ADA, at: AT + 1 });
      expect(moved.map(({ id, state }) => [id, state.kind])).toEqual([['b', 'done']]);
      expect(await ledger.lastBinned([ADA], { ...here, since: AT - 1 })).toEqual(['b']);
      expect(await ledger.lastBinned([ADA], { ...here, since: AT + 1 })).toEqual([]);
      expect(await ledger.lastBinned(['7'], { ...here, since: 0 })).toEqual([]);
      expect(await ledger.removeAll({ platform: 'discord', ownerId: ADA }, { memberId: ADA, at: AT })).toHaveLength(1);
      expect((await ledger.recent({ limit: 9 })).map(({ id }) => id).sort()).toEqual(['bobs', 'open']);
    }),
  );
  it(
    'lets jobs of a platform go that ended long ago, and no open one',
    withKept(async ({ ledger }) => {
      for (const id of ['a', 'b', 'c']) await draw(ledger, id);
      await draw(ledger, 'studio', { place: { platform: 'studio', serverId: 'studio', channelId: 'studio' } });
      await ledger.accept(newJob('open'));
      expect(await ledger.expire('discord', { before: AT, limit: 9 })).toBe(0);
      expect(await ledger.expire('discord', { before: AT + 1, limit: 9, serverId: 'another' })).toBe(0);
      expect(await ledger.expire('discord', { before: AT + 1, limit: 2 })).toBe(2);
      expect(await ledger.expire('discord', { before: AT + 1, limit: 2 })).toBe(1);
      expect((await ledger.recent({ limit: 9 })).map(({ id }) => id).sort()).toEqual(['open', 'studio']);
      expect(await ledger.undelivered()).toMatchObject([{ id: 'studio' }]);
    }),
  );
}

function describeServers(withKept: WithKept) {
  const server = { platform: 'discord', serverId: place.serverId } as const;
  const fill = async ({ ledger, presets }: Kept) => {
    await draw(ledger, 'a');
    await draw(ledger, 'other', { place: elsewhere });
    for (const id of [place.serverId, elsewhere.serverId]) {
      await presets.create(preset(id, 'ink'), { stylesMax: 9 });
      await presets.setDefault(id, 'ink');
    }
  };
  it(
    'are forgotten with its styles when it was left for long enough, and no other server’s',
    withKept(async (kept) => {
      const { ledger, servers, presets } = kept;
      await fill(kept);
      await servers.enter(server);
      await servers.leave(server, AT);
      expect(await servers.entered('discord')).toEqual([]);
      expect(await servers.leftBefore(AT - 1)).toEqual([]);
      expect(await servers.leftBefore(AT)).toEqual([server]);
      expect(await servers.forget(server, AT - 1)).toBe(false);
      expect(await servers.forget(server, AT)).toBe(true);
      expect(await ledger.claim(AT, 9)).toEqual([{ id: 'a', files: [PICTURE, { file: 'a-previews.json' }] }]);
      await ledger.forget(['a']);
      expect(await ledger.get('a')).toBeNull();
      expect(await ledger.get('other')).toMatchObject({ state: { kind: 'done' } });
      expect(await presets.list(place.serverId)).toEqual([]);
      expect(await presets.defaultOf(place.serverId)).toBeUndefined();
      expect(await presets.undo(place.serverId, 'ink', { stylesMax: 9, byId: 'ada', at: 1 })).toBeNull();
      expect(await presets.versions(place.serverId, 'ink')).toEqual([]);
      expect(await presets.list(elsewhere.serverId)).toHaveLength(1);
      expect(await presets.defaultOf(elsewhere.serverId)).toBe('ink');
      expect(await servers.leftBefore(AT)).toEqual([]);
    }),
  );
  it(
    'stay when it was entered again meanwhile, also while they were about to go, and while one is open',
    withKept(async (kept) => {
      const { ledger, servers, presets } = kept;
      await fill(kept);
      await servers.leave(server, AT);
      await ledger.accept(newJob('open'));
      expect(await servers.forget(server, AT)).toBe(false);
      await ledger.cancel('open', { memberId: '5', at: AT });
      const due = await servers.leftBefore(AT);
      await servers.enter(server);
      expect(due).toEqual([server]);
      expect(await servers.forget(server, AT)).toBe(false);
      expect(await ledger.get('a')).toMatchObject({ state: { kind: 'done' } });
      expect(await presets.list(place.serverId)).toHaveLength(1);
      expect(await servers.entered('discord')).toEqual([place.serverId]);
    }),
  );
  it(
    'need not be shown any more once it was left',
    withKept(async (kept) => {
      await fill(kept);
      expect((await kept.ledger.undelivered()).map(({ id }) => id)).toEqual(['a', 'other']);
      await kept.servers.leave(server, AT);
      expect((await kept.ledger.undelivered()).map(({ id }) => id)).toEqual(['other']);
    }),
  );
}
