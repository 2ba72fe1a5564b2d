import { type Kysely, sql } from 'kysely';
import type { Leadership, LeadershipTerm } from '#bot/ports/leadership.ts';
import { dispatcherEpoch } from '#bot/storage/fence.ts';
import { isPostgres } from '#bot/storage/shared-database.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import { createMailbox } from '#shared/async/mailbox.ts';
import { pause, startTimeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** How long the right lasts that is not renewed, and how often it is. Milliseconds. */
export const LEASE_MS = 6_000;
const RENEW_MS = 1_500;

/** The right of the one process that has the ledger's file: it lasts until that process ends. */
export function soleLeadership(epoch: number): Leadership {
  return {
    async *terms(signal) {
      yield { epoch, signal, isSure: () => !signal.aborted };
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
  };
}

/** Rights that one bot has at a time: to dispatch, and to write panels. */
export type LeaseName = 'dispatcher' | 'panels';

/** What a lease takes. */
export interface LeaseOptions {
  readonly database: Kysely<Tables>;
  /** What it is the right to. */
  readonly name: LeaseName;
  /** Names this process among those that want the right. */
  readonly holder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly leaseMs?: number;
  readonly renewMs?: number;
}

/**
 * The right as a row with an end, which its holder moves on. The database's clock counts. A holder that cannot renew
 * gives up before the row's end; one that was frozen meanwhile finds out when it wakes up, and until then its epoch is
 * too low for the ledger and for renderers.
 */
export function createLeaseLeadership(options: LeaseOptions): Leadership {
  return {
    async *terms(signal) {
      const said = createMailbox<LeadershipTerm | null>(1);
      const holding = hold(options, { signal, changed: (term) => said.put(term, 'newest') });
      try {
        yield* said.read(signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      } finally {
        await holding;
      }
    },
  };
}

interface Holding {
  readonly signal: AbortSignal;
  readonly changed: (term: LeadershipTerm | null) => void;
}

async function hold(options: LeaseOptions, { signal, changed }: Holding): Promise<void> {
  const { clock, log, leaseMs = LEASE_MS, renewMs = RENEW_MS } = options;
  let own: (LeadershipTerm & { readonly ending: AbortController }) | null = null;
  let isFirst = true;
  let sureUntil = 0;
  const end = () => {
    own?.ending.abort(failure('superseded', 'lease.lost'));
    own = null;
  };
  const expiry = startTimeout(clock, leaseMs, () => {
    if (own) changed(null);
    end();
  });
  while (!signal.aborted) {
    const asked = clock.now();
    const epoch = await claim(options).catch((thrown) => {
      log.warn({ err: thrown, right: options.name }, 'a right could not be renewed');
      return undefined;
    });
    if (epoch !== undefined) {
      if (epoch !== null) {
        expiry.reset(leaseMs - clampMs(clock.now() - asked, leaseMs));
        sureUntil = asked + leaseMs;
      }
      if (epoch !== (own as LeadershipTerm | null)?.epoch && (epoch !== null || own !== null || isFirst)) {
        end();
        if (epoch !== null) own = newTerm(epoch, () => clock.now() < sureUntil);
        changed(own);
      }
      isFirst = false;
    }
    await pause(clock, renewMs, signal);
  }
  expiry.stop();
  end();
  await release(options).catch((thrown) => log.warn({ err: thrown }, 'a right runs out by itself'));
}

/** However the clock was set meanwhile. */
function clampMs(ms: number, most: number): number {
  return Math.min(Math.max(ms, 0), most);
}

function newTerm(epoch: number, isInTime: () => boolean): LeadershipTerm & { readonly ending: AbortController } {
  const ending = new AbortController();
  const { signal } = ending;
  return { epoch, signal, ending, isSure: () => !signal.aborted && isInTime() };
}

/** Takes the right or moves its end on; the epoch, or null while another one has it. */
async function claim({ database, name, holder, clock, leaseMs = LEASE_MS }: LeaseOptions): Promise<number | null> {
  const now = databaseNow(database);
  const least = Math.max(await dispatcherEpoch(database), Math.floor(clock.now() / 1000));
  const ends = sql<number>`${now} + ${sql.lit(leaseMs)}`;
  const next = sql<number>`CASE
    WHEN dispatch_lease.holder = ${holder} AND dispatch_lease.ends_at >= ${now} THEN dispatch_lease.epoch
    WHEN dispatch_lease.epoch > ${least} THEN dispatch_lease.epoch + 1 ELSE ${least + 1} END`;
  const row = await database
    .insertInto('dispatch_lease')
    .values({ name, holder, epoch: least + 1, ends_at: ends })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, epoch: next, ends_at: ends })
        .where(sql<boolean>`dispatch_lease.holder = ${holder} OR dispatch_lease.ends_at < ${now}`),
    )
    .returning('epoch')
    .executeTakeFirst();
  return row?.epoch ?? null;
}

async function release({ database, name, holder }: LeaseOptions) {
  const own = database.updateTable('dispatch_lease').set({ ends_at: 0 }).where('name', '=', name);
  await own.where('holder', '=', holder).execute();
}

/** Milliseconds since 1970 as the database has them. */
function databaseNow(database: Kysely<Tables>) {
  return isPostgres(database)
    ? sql<number>`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`
    : sql<number>`CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
}
