import type { Kysely } from 'kysely';
import type { Tables } from '#bot/storage/tables.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** So many share a commit at most: the thread does nothing else meanwhile. */
const TOGETHER_MAX = 32;

/** Writes one thing; its promise resolves when that is on the disk. */
type Write<Value, Result> = (database: Kysely<Tables>, value: Value) => Promise<Result>;

interface Asked<Value, Result> {
  readonly value: Value;
  readonly settle: PromiseWithResolvers<Result>;
}

/**
 * Writes that are asked for while others wait share one commit, in their order: on SQLite a commit is most of what a
 * small write costs. Where one of them throws nothing of the commit is kept, and each is written by itself.
 */
export function sharedCommits<Value, Result>(
  database: Kysely<Tables>,
  write: Write<Value, Result>,
): (value: Value) => Promise<Result> {
  const waiting: Asked<Value, Result>[] = [];
  let isWriting = false;
  const writeAll = async () => {
    // What else this turn of the event loop asks for comes along.
    await yieldToEventLoop();
    while (waiting.length > 0) await writeTogether(database, write, waiting.splice(0, TOGETHER_MAX));
    isWriting = false;
  };
  return (value) => {
    const settle = Promise.withResolvers<Result>();
    waiting.push({ value, settle });
    if (!isWriting) {
      isWriting = true;
      void writeAll();
    }
    return settle.promise;
  };
}

/** Never throws: each is told what became of it. */
async function writeTogether<Value, Result>(
  database: Kysely<Tables>,
  write: Write<Value, Result>,
  asked: readonly Asked<Value, Result>[],
): Promise<void> {
  const values = asked.map(({ value }) => value);
  const together = asked.length > 1 && (await committed(database, write, values).catch(() => null));
  for (const [i, { value, settle }] of asked.entries()) {
    if (together) settle.resolve(together[i]!);
    // A write may throw before it gives a promise; those that wait behind it are written all the same.
    else await (async () => write(database, value))().then(settle.resolve, settle.reject);
  }
}

function committed<Value, Result>(database: Kysely<Tables>, write: Write<Value, Result>, values: readonly Value[]) {
  return database.transaction().execute(async (transaction) => {
    const results: Result[] = [];
    for (const value of values) results.push(await write(transaction, value));
    return results;
  });
}
