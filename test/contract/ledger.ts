import { describe, expect, it } from 'vitest';
import type { TaskResult } from '#bot/domain/job.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import { newJob, TIMINGS } from '#test/fakes/new-job.ts';

const FILE = { file: 'a-1-0.png', bytes: 70, sha256: 'ab'.repeat(32), mime: 'image/png' };
const PICTURE = { ...FILE, index: 0, seed: 7, width: 64, height: 64, alpha: false };
const PICTURES: TaskResult = { kind: 'pictures', pictures: [PICTURE] };
const RESULT = { result: PICTURES, timings: TIMINGS, at: 1_700_000_001_000 };
const DIED = { key: 'attempt.strikes', values: { count: 3, last: { key: 'attempt.silent', values: {} } } };
const FAILURE = { code: 'unavailable', reason: DIED, at: 1_700_000_001_000 } as const;
const EPOCH = 5;
const by = (rendererId: string, epoch = EPOCH) => ({ rendererId, epoch });
const attempt = <Attempt>(id: string, number: Attempt, epoch = EPOCH) => ({ id, attempt: number, epoch });
const BY = { memberId: '5', at: 1_700_000_001_000 };

/** What every ledger keeps to. `open` gives an empty one; each test closes its own. */
export function ledgerContract(name: string, open: () => Promise<Ledger>) {
  const withLedger = (work: (ledger: Ledger) => Promise<void>) => async () => {
    const ledger = await open();
    try {
      await work(ledger);
    } finally {
      await ledger.close();
    }
  };

  describe(`${name}: accepting`, () => {
    it(
      'gives back every field of the job',
      withLedger(async (ledger) => {
        const place = { ...newJob('a').place, threadOf: 'a channel' };
        const { outcome, job } = await ledger.accept(newJob('a', { parentId: 'parent', place }));
        expect(outcome).toBe('accepted');
        const fields = newJob('a', { parentId: 'parent', place });
        const expected = { ...fields, state: { kind: 'queued' }, attempts: 0, panel: null, delivered: false };
        expect(job).toEqual({ ...expected, finishedAt: null });
        expect(await ledger.get('a')).toEqual(job);
        expect(await ledger.findByRequest(fields.requestKey)).toEqual(job);
      }),
    );
    it(
      'keeps that a job waits for others, and that it is looked at first',
      withLedger(async (ledger) => {
        await ledger.accept(newJob('a', { isRelaxed: true, isHeld: true }));
        await ledger.accept(newJob('b'));
        expect(await ledger.get('a')).toMatchObject({ isRelaxed: true, review: 'held' });
        expect(Object.keys((await ledger.get('b'))!)).not.toEqual(expect.arrayContaining(['isRelaxed', 'review']));
      }),
    );
    it(
      'accepts one request once, also when it comes twice at the same time',
      withLedger(async (ledger) => {
        const both = await Promise.all([
          ledger.accept(newJob('a', { requestKey: 'same' })),
          ledger.accept(newJob('b', { requestKey: 'same' })),
        ]);
        expect(both.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'duplicate']);
        expect(both[0].job).toEqual(both[1].job);
        expect(await ledger.open()).toHaveLength(1);
      }),
    );
    it(
      'knows nothing of a job that was never accepted',
      withLedger(async (ledger) => {
        expect(await ledger.get('x')).toBeNull();
        expect(await ledger.findByRequest('x')).toBeNull();
        expect(await ledger.beginAttempt('x', by('r'))).toBeNull();
        expect(await ledger.cancel('x', BY)).toBe(false);
      }),
    );
  });

  describe(`${name}: fences`, () => {
    describeFences(withLedger);
  });
  describe(`${name}: lists and panels`, () => {
    describeLists(withLedger);
  });
}

type WithLedger = (work: (ledger: Ledger) => Promise<void>) => () => Promise<void>;

function describeFences(withLedger: WithLedger) {
  it(
    'counts attempts from 1 and begins none while one runs',
    withLedger(async (ledger) => {
      await ledger.accept(newJob('a'));
      expect(await ledger.beginAttempt('a', by('r1'))).toBe(1);
      expect(await ledger.beginAttempt('a', by('r2'))).toBeNull();
      expect((await ledger.get('a'))?.state).toEqual({ kind: 'rendering', attempt: 1, rendererId: 'r1' });
      expect(await ledger.requeue(attempt('a', 1))).toBe(true);
      expect((await ledger.get('a'))?.state).toEqual({ kind: 'queued' });
      expect(await ledger.beginAttempt('a', by('r2'))).toBe(2);
    }),
  );
  it(
    'refuses the result of an attempt that is not the newest, and every second result',
    withLedger(async (ledger) => {
      await ledger.accept(newJob('a'));
      await ledger.beginAttempt('a', by('r1'));
      await ledger.requeue(attempt('a', 1));
      expect(await ledger.finish(attempt('a', 1), RESULT)).toBe(false);
      await ledger.beginAttempt('a', by('r2'));
      expect(await ledger.finish(attempt('a', 1), RESULT)).toBe(false);
      expect(await ledger.requeue(attempt('a', 1))).toBe(false);
      expect(await ledger.finish(attempt('a', 2), RESULT)).toBe(true);
      expect(await ledger.finish(attempt('a', 2), RESULT)).toBe(false);
      const job = await ledger.get('a');
      expect(job?.state).toEqual({ kind: 'done', attempt: 2, result: PICTURES, timings: TIMINGS });
      expect(job?.finishedAt).toBe(RESULT.at);
    }),
  );
  it(
    'lets cancelled win over a late result, and over a late failure',
    withLedger(async (ledger) => {
      await ledger.accept(newJob('a'));
      await ledger.beginAttempt('a', by('r1'));
      expect(await ledger.cancel('a', BY)).toBe(true);
      expect(await ledger.finish(attempt('a', 1), RESULT)).toBe(false);
      expect(await ledger.fail(attempt('a', 1), FAILURE)).toBe(false);
      expect(await ledger.requeue(attempt('a', 1))).toBe(false);
      expect(await ledger.cancel('a', BY)).toBe(false);
      expect((await ledger.get('a'))?.state).toEqual({ kind: 'cancelled', byId: '5' });
    }),
  );
  it(
    'fails a job with its reason, queued or rendering',
    withLedger(async (ledger) => {
      for (const id of ['a', 'b']) await ledger.accept(newJob(id));
      await ledger.beginAttempt('b', by('r1'));
      for (const id of ['a', 'b']) {
        expect(await ledger.fail(attempt(id, id === 'a' ? null : 1), FAILURE)).toBe(true);
        const state = (await ledger.get(id))?.state;
        expect(state).toEqual({ kind: 'failed', code: 'unavailable', reason: DIED });
      }
    }),
  );
  it(
    'lets no late failure of an attempt win over a newer one, nor a failure of a queued job over a running one',
    withLedger(async (ledger) => {
      await ledger.accept(newJob('a'));
      await ledger.beginAttempt('a', by('r1'));
      await ledger.requeue(attempt('a', 1));
      expect(await ledger.fail(attempt('a', 1), FAILURE)).toBe(false);
      await ledger.beginAttempt('a', by('r2'));
      expect(await ledger.fail(attempt('a', 1), FAILURE)).toBe(false);
      expect(await ledger.fail(attempt('a', null), FAILURE)).toBe(false);
      expect((await ledger.get('a'))?.state).toEqual({ kind: 'rendering', attempt: 2, rendererId: 'r2' });
      expect(await ledger.fail(attempt('a', 2), FAILURE)).toBe(true);
    }),
  );
  it(
    'tells an older dispatcher that it was superseded, whatever it wants to write, and changes nothing',
    withLedger(async (ledger) => {
      for (const id of ['a', 'b']) await ledger.accept(newJob(id));
      await ledger.beginAttempt('a', by('r1'));
      await ledger.takeOver(EPOCH + 1);
      await ledger.accept(newJob('c')); // accepted after: the older one may not have it either
      const writes = [
        ledger.beginAttempt('b', by('r1')),
        ledger.beginAttempt('c', by('r1')),
        ledger.requeue(attempt('a', 1)),
        ledger.finish(attempt('a', 1), RESULT),
        ledger.fail(attempt('a', 1), FAILURE),
        ledger.fail(attempt('b', null), FAILURE),
        ledger.takeOver(EPOCH),
      ];
      for (const write of await Promise.allSettled(writes))
        expect(write).toMatchObject({ status: 'rejected', reason: { name: 'Failure', code: 'superseded' } });
      const states = (await ledger.open()).map(({ state }) => state.kind);
      expect(states).toEqual(['rendering', 'queued', 'queued']);
    }),
  );
  it(
    'lets the newer dispatcher finish what the older one began, and begin what it had not',
    withLedger(async (ledger) => {
      for (const id of ['a', 'b']) await ledger.accept(newJob(id));
      await ledger.beginAttempt('a', by('r1'));
      await ledger.takeOver(EPOCH + 1);
      expect(await ledger.finish(attempt('a', 1, EPOCH + 1), RESULT)).toBe(true);
      expect(await ledger.beginAttempt('b', by('r1', EPOCH + 1))).toBe(1);
      expect(await ledger.finish(attempt('b', 1, EPOCH), RESULT).catch(({ code }) => code)).toBe('superseded');
    }),
  );
  it(
    'lets a member cancel and delete whoever dispatches',
    withLedger(async (ledger) => {
      await ledger.accept(newJob('a'));
      await ledger.takeOver(EPOCH + 1);
      expect(await ledger.cancel('a', BY)).toBe(true);
      expect(await ledger.remove('a', BY)).toBe(true);
    }),
  );
  it(
    'deletes only what has ended',
    withLedger(async (ledger) => {
      await ledger.accept(newJob('a'));
      expect(await ledger.remove('a', BY)).toBe(false);
      await ledger.cancel('a', BY);
      expect(await ledger.remove('a', BY)).toBe(true);
      expect(await ledger.remove('a', BY)).toBe(false);
      expect((await ledger.get('a'))?.state).toEqual({ kind: 'deleted' });
    }),
  );
}

function describeLists(withLedger: WithLedger) {
  it(
    'lists open jobs in the order they came, also within one millisecond',
    withLedger(async (ledger) => {
      for (const id of ['z', 'm', 'a', 'k']) await ledger.accept(newJob(id));
      await ledger.beginAttempt('m', by('r1'));
      await ledger.cancel('k', BY);
      expect((await ledger.open()).map(({ id }) => id)).toEqual(['z', 'm', 'a']);
    }),
  );
  it(
    'gives many open jobs in pieces, in the same order, and lets other work in between',
    withLedger(async (ledger) => {
      const ids = Array.from({ length: 230 }, (_, index) => `job-${index}`);
      for (const id of ids) await ledger.accept(newJob(id));
      await ledger.cancel('job-5', BY);
      await ledger.beginAttempt('job-7', by('r1'));
      let turns = 0;
      const turning = setInterval(() => {
        turns += 1;
      }, 0);
      const pieces: string[][] = [];
      for await (const piece of ledger.openInPieces()) {
        pieces.push(piece.map(({ id }) => id));
        await ledger.cancel('job-229', BY); // gone before its piece comes
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      clearInterval(turning);
      expect(pieces.flat()).toEqual(ids.filter((id) => id !== 'job-5' && id !== 'job-229'));
      expect(pieces.length).toBeGreaterThan(1);
      expect(turns).toBeGreaterThan(0);
    }),
  );
  it(
    'offers an ended job until its panel shows the end',
    withLedger(async (ledger) => {
      for (const id of ['a', 'b', 'c']) await ledger.accept(newJob(id));
      await ledger.markDelivered('a');
      await ledger.beginAttempt('a', by('r1'));
      await ledger.finish(attempt('a', 1), RESULT);
      await ledger.cancel('b', BY);
      expect((await ledger.undelivered()).map(({ id }) => id)).toEqual(['a', 'b']);
      await ledger.markDelivered('a');
      await ledger.bindPanel('b', { channelId: '1', messageId: '2', interactionToken: null, tokenExpiresAt: 5 });
      await ledger.markDelivered('b');
      expect(await ledger.undelivered()).toEqual([]);
      await ledger.remove('b', BY);
      expect((await ledger.undelivered()).map(({ id }) => id)).toEqual(['b']);
      await ledger.markDelivered('b');
      expect(await ledger.undelivered()).toEqual([]);
      expect((await ledger.get('a'))?.delivered).toBe(true);
    }),
  );
  it(
    'finds a job by the message that shows it',
    withLedger(async (ledger) => {
      await ledger.accept(newJob('a'));
      const panel = { channelId: '1', messageId: '2', interactionToken: null, tokenExpiresAt: 5 };
      await ledger.bindPanel('a', { ...panel, reach: 'token', language: 'de' });
      expect((await ledger.findByMessage('2'))?.panel).toEqual({ ...panel, reach: 'token', language: 'de' });
      await ledger.bindPanel('a', panel);
      expect((await ledger.findByMessage('2'))?.panel).toEqual(panel);
      expect(await ledger.findByMessage('3')).toBeNull();
    }),
  );
  it(
    'lists recent jobs newest first, by place, without the deleted',
    withLedger(async (ledger) => {
      const live = { platform: 'studio', serverId: 'studio', channelId: 'live' } as const;
      await ledger.accept(newJob('a', { createdAt: 1 }));
      await ledger.accept(newJob('b', { createdAt: 2, place: live }));
      await ledger.accept(newJob('c', { createdAt: 3, place: { ...live, channelId: 'studio' } }));
      await ledger.accept(newJob('d', { createdAt: 4 }));
      await ledger.accept(newJob('e', { createdAt: 5 }));
      await ledger.cancel('e', BY);
      await ledger.remove('e', BY);
      const ids = async (query: Parameters<Ledger['recent']>[0]) => (await ledger.recent(query)).map(({ id }) => id);
      expect(await ids({ limit: 10 })).toEqual(['d', 'c', 'b', 'a']);
      expect(await ids({ limit: 2 })).toEqual(['d', 'c']);
      expect(await ids({ limit: 10, before: 3 })).toEqual(['b', 'a']);
      expect(await ids({ limit: 10, platform: 'studio' })).toEqual(['c', 'b']);
      expect(await ids({ limit: 10, serverId: 'studio', channelId: 'live' })).toEqual(['b']);
      await ledger.accept(newJob('f', { createdAt: 6, ownerId: 'eve', parentId: 'a' }));
      expect(await ids({ limit: 10, ownerId: 'eve' })).toEqual(['f']);
      expect(await ids({ limit: 10, parentId: 'a' })).toEqual(['f']);
    }),
  );
}
