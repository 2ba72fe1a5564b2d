import { z } from 'zod';
import type { TaskResult } from '#bot/domain/job.ts';
import type { Timings } from '#shared/contract/messages.ts';

/** The version of what is written now. Schema 2 had a list of pictures without one. */
const VERSION = 2;

/** What a job gave, as it is stored. */
export function writeResult(result: TaskResult): string {
  return JSON.stringify({ v: VERSION, ...result });
}

/** Reads what this or an older program stored. Throws for what neither can have. */
export function readResult(stored: string): TaskResult {
  const json: unknown = JSON.parse(stored);
  if (Array.isArray(json)) return { kind: 'pictures', pictures: z.array(oldPicture).parse(json) };
  const { v, ...rest } = z.looseObject({ v: z.number() }).parse(json);
  if (v !== VERSION) throw new RangeError(`Cannot read version ${v} of a result: this program knows ${VERSION}`);
  return result.parse(rest);
}

/** The timings of a job as they are stored. */
export function readTimings(stored: string): Timings {
  return timings.parse(JSON.parse(stored));
}

const file = { file: z.string(), bytes: z.int(), sha256: z.string().nullable(), mime: z.string() };
const sides = { width: z.int(), height: z.int() };
const picture = { index: z.int(), seed: z.int(), ...sides };

const oldPicture = z
  .strictObject({ ...picture, file: z.string(), bytes: z.int() })
  .transform((old) => ({ ...old, sha256: null, mime: 'image/png', alpha: false }));

const result: z.ZodType<TaskResult> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pictures'),
    pictures: z.array(z.strictObject({ ...file, ...picture, alpha: z.boolean() })),
  }),
  z.strictObject({
    kind: z.literal('texts'),
    texts: z.array(z.strictObject({ text: z.string(), score: z.number(), isTag: z.literal(true).optional() })),
  }),
  z.strictObject({
    kind: z.literal('masks'),
    masks: z.array(z.strictObject({ ...file, ...sides, index: z.int(), label: z.string(), score: z.number() })),
  }),
  z.strictObject({
    kind: z.literal('animation'),
    animation: z.strictObject({ ...file, ...sides, seed: z.int(), frames: z.int(), framesPerSecond: z.number() }),
  }),
  z.strictObject({
    kind: z.literal('adapter'),
    adapter: z.strictObject({ ...file, adapter: z.string(), brokeOffAt: z.int().optional() }),
  }),
]);

const timings = z.strictObject({
  queuedMs: z.number(),
  loadMs: z.number(),
  encodeMs: z.number(),
  denoiseMs: z.number(),
  decodeMs: z.number(),
  totalMs: z.number(),
  unetCalls: z.number(),
});
