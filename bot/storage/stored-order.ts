import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LIKE_SCOPES } from '#bot/domain/beside-pictures.ts';
import type { Order, SettledOrder } from '#bot/domain/job.ts';
import { PICTURE_AREAS } from '#bot/domain/picture-area.ts';
import type { BlobRef } from '#bot/domain/task.ts';
import { messageIn } from '#bot/storage/stored-message.ts';
import { blob, readTask } from '#bot/storage/stored-task.ts';

/** The version of what is written now. Rows without one are of schema 2 and before. */
const VERSION = 2;

/** A settled order as it is stored. Throws for an order that could not be read again: better now than after a restart. */
export function writeOrder(settled: SettledOrder): string {
  order.parse(settled.order);
  return JSON.stringify({ v: VERSION, ...settled });
}

/** What was read, and the bytes that an older row had inside: they have no blob yet. */
export interface ReadOrder {
  readonly settled: SettledOrder;
  readonly inline: readonly { readonly ref: BlobRef; readonly data: Uint8Array }[];
}

/** Reads what this or an older program stored. Throws for what neither can have. */
export function readOrder(stored: string): ReadOrder {
  const json = versioned.parse(JSON.parse(stored));
  if (json.v !== undefined && json.v !== VERSION)
    throw new RangeError(`Cannot read version ${json.v} of a job: this program knows ${VERSION}`);
  const inline: ReadOrder['inline'][number][] = [];
  const task = json.v === undefined ? fromSpec(json.spec, (data) => inline.push(data)) : json.task;
  const { draftOf, ...rest } = settledShape.parse(json);
  const full = draftOf === undefined ? {} : { draftOf: readTask(draftOf) };
  return { settled: { ...rest, task: readTask(task), ...full }, inline };
}

const versioned = z.looseObject({ v: z.number().optional() });

const followed = z.strictObject({
  image: blob.exactOptional(),
  network: z.string().exactOptional(),
  weight: z.number().exactOptional(),
  from: z.number().exactOptional(),
  to: z.number().exactOptional(),
});

const order: z.ZodType<Order> = z.strictObject({
  prompt: z.string(),
  negative: z.string().exactOptional(),
  style: z.string().exactOptional(),
  width: z.number().exactOptional(),
  height: z.number().exactOptional(),
  ratio: z.strictObject({ width: z.number(), height: z.number() }).exactOptional(),
  steps: z.number().exactOptional(),
  guidance: z.number().exactOptional(),
  seed: z.number().exactOptional(),
  count: z.number().exactOptional(),
  hires: z.number().exactOptional(),
  hiresBy: z.string().exactOptional(),
  refiner: z.string().exactOptional(),
  handover: z.number().exactOptional(),
  draft: z.boolean().exactOptional(),
  private: z.boolean().exactOptional(),
  start: z
    .strictObject({
      image: blob,
      width: z.int(),
      height: z.int(),
      frames: z.int().exactOptional(),
      mask: blob.exactOptional(),
      margins: z
        .strictObject({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() })
        .exactOptional(),
      strength: z.number().exactOptional(),
    })
    .exactOptional(),
  // One picture by itself is of programs that knew no more than one.
  control: z.union([z.array(followed), followed.transform((one) => [one])]).exactOptional(),
  controlGuess: z.boolean().exactOptional(),
  like: z
    .array(
      z.strictObject({
        image: blob,
        scope: z.enum(LIKE_SCOPES),
        strength: z.number().exactOptional(),
        area: z.enum(PICTURE_AREAS).exactOptional(),
        mask: z.strictObject({ image: blob, width: z.int(), height: z.int() }).exactOptional(),
      }),
    )
    .exactOptional(),
});

const sentence = z.unknown().transform((stored, context) => {
  const message = messageIn(stored);
  if (message !== null) return message;
  context.issues.push({ code: 'custom', message: 'Not a sentence', input: stored });
  return z.NEVER;
});

const settledShape = z.object({
  order,
  chosen: z.string().exactOptional(),
  style: z.string().nullable(),
  notices: z.array(sentence),
  pace: z.enum(['relax', 'fast']).exactOptional(),
  draftOf: z.unknown().optional(),
});

/** Before there were kinds of tasks: only pictures were drawn, fields had other names, and files were inside. */
function fromSpec(spec: unknown, found: (inline: ReadOrder['inline'][number]) => void): unknown {
  const { told, source, ...rest } = z.looseObject({}).parse(spec) as Record<string, unknown>;
  return {
    kind: 'draw',
    ...rest,
    ...(told !== undefined && { sizeConditioning: told }),
    ...(source !== undefined && { source: source && fromSource(source, found) }),
  };
}

const buffer = z.strictObject({ type: z.literal('Buffer'), data: z.array(z.int().min(0).max(255)) });

function fromSource(source: unknown, found: (inline: ReadOrder['inline'][number]) => void): unknown {
  const { image, mask, ...rest } = z.looseObject({ image: buffer, mask: buffer }).parse(source);
  const refer = ({ data }: z.infer<typeof buffer>): BlobRef | null => {
    if (data.length === 0) return null;
    const bytes = Uint8Array.from(data);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const ref = { sha256, bytes: bytes.length, mime: mimeOf(bytes) };
    found({ ref, data: bytes });
    return ref;
  };
  return { ...rest, image: refer(image), mask: refer(mask) };
}

/** By the first bytes; a picture of an old row was PNG, JPEG or WebP. */
function mimeOf(file: Uint8Array): string {
  if (file[0] === 0x89) return 'image/png';
  return file[0] === 0xff ? 'image/jpeg' : 'image/webp';
}
