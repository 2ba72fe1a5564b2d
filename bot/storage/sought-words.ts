import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { sentenceOf } from '#bot/domain/sentence.ts';
import type { Tables } from '#bot/storage/tables.ts';

/** What a job is found by: its words and settings in lower case, and what it shares with others of its sentence. */
export interface SoughtWords {
  readonly sought: string;
  readonly sentence: string;
}

/** Of a settled order as it is stored, by this or an older program; nothing where it cannot be read. */
export function soughtWords(stored: string): SoughtWords {
  const read = readable.safeParse(parsed(stored));
  if (!read.success) return { sought: '', sentence: '' };
  const { order, chosen = '', style, ...settled } = read.data;
  const task = settled.task ?? settled.spec ?? {};
  const { width, height, steps, guidance, seed, model = '', sampler = '', adapters = [] } = task;
  const told = [
    order.prompt,
    chosen,
    style ?? '',
    model,
    sampler,
    ...adapters.map(({ name }) => name),
    seed === undefined ? '' : `seed ${seed}`,
    width === undefined || height === undefined ? '' : `${width}x${height}`,
    steps === undefined ? '' : `${steps} steps`,
    guidance === undefined ? '' : `guidance ${guidance}`,
  ];
  return { sought: told.filter(Boolean).join(' ').toLowerCase(), sentence: sentenceOf(order.prompt) };
}

function parsed(stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    return null;
  }
}

const drawn = z.looseObject({
  model: z.string().optional(),
  sampler: z.string().optional(),
  steps: z.number().optional(),
  guidance: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  seed: z.number().optional(),
  adapters: z.array(z.looseObject({ name: z.string() })).optional(),
});

/** As much of it as can be sought. */
const readable = z.looseObject({
  order: z.looseObject({ prompt: z.string() }),
  chosen: z.string().optional(),
  style: z.string().nullable(),
  task: drawn.optional(),
  spec: drawn.optional(),
});

/** Rows that are given their words at a time. */
const PIECE = 500;

/** Every job can be found by its words, also one that was there before. */
export async function addSoughtWords(transaction: Transaction<Tables>): Promise<void> {
  const { schema } = transaction;
  await schema
    .alterTable('jobs')
    .addColumn('sought', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await schema
    .alterTable('jobs')
    .addColumn('sentence', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await schema.createIndex('jobs_by_sentence').on('jobs').columns(['sentence', 'sequence']).execute();
  for (let after = 0; ; ) {
    const rows = await transaction
      .selectFrom('jobs')
      .select(['sequence', 'settled'])
      .where('sequence', '>', after)
      .where('state', '!=', 'deleted')
      .orderBy('sequence')
      .limit(PIECE)
      .execute();
    for (const { sequence, settled } of rows)
      await transaction.updateTable('jobs').set(soughtWords(settled)).where('sequence', '=', sequence).execute();
    if (rows.length < PIECE) return;
    after = rows.at(-1)!.sequence;
  }
}

/** A condition for `where`: the job has this word somewhere among its words and settings. */
export function hasWord(word: string) {
  const pattern = `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`sought LIKE ${pattern} ESCAPE '\\'`;
}
