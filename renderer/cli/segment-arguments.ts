import { fileOption, readOptions, wholeOption, wrongOption } from '#renderer/cli/read-options.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import { message } from '#shared/text/failure.ts';

/** What the command line asked for. */
export interface SegmentArguments extends Pick<ValidSegment, 'points' | 'box' | 'wanted'> {
  readonly model: string;
  /** What the weights of a network of another size cannot say; null = as published, or as the weights say. */
  readonly heads: number | null;
  readonly side: number | null;
  readonly patch: number | null;
  readonly input: string;
  readonly out: string;
  readonly json: boolean;
}

/** One line for each option, for --help. */
export const SEGMENT_USAGE = `Finds a thing in a picture, with Segment Anything.
  --model FILE          sam_vit_b_01ec64.pth, sam_vit_l_0b3195.pth, sam_vit_h_4b8939.pth or another size of it
  --input FILE          PNG, JPEG or WebP, 8 bits a channel
  --points JSON         pixels on the thing, as [[x, y], …], or [x, y, 0] for what is not it
  --box JSON            round the thing, as [left, top, right, bottom]
  --multimask           three masks: whole, part, part of a part; the best goes to --out, others beside it
  --everything          all that stands out, instead of points and a box
  --out FILE            the mask as a grey PNG, white on the thing
  --heads N             of attention in a network of another size (8)
  --image-size N        side of the picture that it reads, which the weights say, too
  --patch N             side of a token, likewise
  --json                scores, areas, boxes and timings as JSON
EASEL_PROVIDER and EASEL_THREADS say what computes.`;

const OPTIONS = {
  model: { type: 'string' },
  input: { type: 'string' },
  points: { type: 'string' },
  box: { type: 'string' },
  multimask: { type: 'boolean', default: false },
  everything: { type: 'boolean', default: false },
  out: { type: 'string' },
  heads: { type: 'string' },
  'image-size': { type: 'string' },
  patch: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const SIDE = { from: 1, to: 16_384 };

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readSegmentArguments(words: readonly string[]): SegmentArguments | null {
  const values = readOptions(words, OPTIONS);
  if (values.help || words.length === 0) return null;
  const needed = {
    model: fileOption('--model', values.model),
    input: fileOption('--input', values.input),
    out: fileOption('--out', values.out),
  };
  const points = readPoints(values.points);
  const box = readBox(values.box);
  const isPointed = points.length > 0 || box !== null;
  if (isPointed === (values.everything === true))
    throw wrongOption('--points', message('limit.pointing'), shownPointing(values));
  return {
    ...needed,
    points,
    box,
    wanted: values.everything ? 'all' : values.multimask ? 'several' : 'one',
    heads: wholeOption('--heads', values.heads, { from: 1, to: 1024 }),
    side: wholeOption('--image-size', values['image-size'], SIDE),
    patch: wholeOption('--patch', values.patch, SIDE),
    json: values.json === true,
  };
}

function shownPointing({ everything }: { readonly everything?: boolean }) {
  return everything ? '--everything' : message('given.none');
}

function readPoints(text: string | undefined): SegmentArguments['points'] {
  if (text === undefined) return [];
  const given = parse(text);
  const isPoint = (one: unknown) => isNumbers(one) && (one.length === 2 || one.length === 3);
  if (!Array.isArray(given) || given.length === 0 || !given.every(isPoint)) {
    throw wrongOption('--points', message('limit.points'), JSON.stringify(text));
  }
  return given.map(([x, y, inside = 1]: number[]) => ({ x: x!, y: y!, outside: inside === 0 }));
}

function readBox(text: string | undefined): SegmentArguments['box'] {
  if (text === undefined) return null;
  const given = parse(text);
  if (!isNumbers(given) || given.length !== 4) throw wrongOption('--box', message('limit.box'), JSON.stringify(text));
  const [left, top, right, bottom] = given as [number, number, number, number];
  return { left, top, right, bottom };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number' && Number.isFinite(one) && one >= 0);
}
