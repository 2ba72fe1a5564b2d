// `node test/bench/policy/record-trace.ts LEDGER.sqlite > trace.jsonl`: what members asked a bot to draw and when, as a
// trace that `EASEL_BENCH_TRACE=trace.jsonl npm run bench -- policy` plays. Who asked is a number in it, and what for is
// not in it.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { deadlineOf } from '#bot/domain/deadline.ts';
import { readJob } from '#bot/storage/job-row.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import type { Tables } from '#bot/storage/tables.ts';
import type { TraceJob } from '#test/bench/policy/trace.ts';

/** Rows that are read at a time. */
const PIECE = 500;

/** Every picture that was ever asked for, in the order in which they came, as lines of a trace. */
export async function* recordTrace(database: Kysely<Tables>): AsyncGenerator<string, void, undefined> {
  const [servers, members] = [numbering('server'), numbering('member')];
  let began: number | null = null;
  for (let at = 0; ; at += PIECE) {
    const ordered = database.selectFrom('jobs').selectAll().orderBy('created_at').orderBy('id');
    const rows = await ordered.offset(at).limit(PIECE).execute();
    for (const row of rows) {
      const { settled, place, ownerId, createdAt, panel } = readJob(row);
      if (settled.task.kind !== 'draw') continue;
      began ??= createdAt;
      const { model, steps, width, height, count } = settled.task;
      const deadline = deadlineOf(panel);
      const job: Omit<TraceJob, 'id'> = {
        at: createdAt - began,
        serverId: servers(`${place.platform} ${place.serverId}`),
        memberId: members(`${place.platform} ${ownerId}`),
        ...{ model, steps, side: Math.round(Math.sqrt(width * height)), count },
        ...(deadline !== null && { deadline: deadline - began }),
      };
      yield JSON.stringify(job);
    }
    if (rows.length < PIECE) return;
  }
}

/** Names in the order of their first use. */
function numbering(word: string): (name: string) => string {
  const numbers = new Map<string, number>();
  return (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return `${word}-${number}`;
  };
}

if (import.meta.main) {
  const [, , file] = process.argv;
  if (file === undefined || !existsSync(file)) {
    process.stderr.write('record-trace: name a ledger that is there, as in record-trace.ts data/easel.sqlite\n');
    process.exit(1);
  }
  const database = openDatabase(file);
  for await (const line of recordTrace(database))
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  await database.destroy();
}
