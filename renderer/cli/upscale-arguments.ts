import { parseArgs } from 'node:util';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What the command line asked for. */
export interface UpscaleArguments {
  readonly model: string;
  readonly blend: { readonly file: string; readonly share: number } | null;
  readonly input: string;
  /** Null = as the network does it. */
  readonly scale: number | null;
  /** Null = the whole picture at once. */
  readonly tiles: { readonly side: number; readonly pad: number } | null;
  readonly out: string;
  readonly json: boolean;
}

const USUAL = { side: 192, pad: 10 };

/** One line for each option, for --help. */
export const UPSCALE_USAGE = `Makes a picture larger with an ESRGAN or Real-ESRGAN network.
  --model FILE          .pth, .safetensors, or .param with its .bin beside it (ncnn)
  --input FILE          PNG, JPEG or WebP, 8 bits a channel
  --out FILE            the larger picture, as PNG
  --scale X             1 … 8, by Lanczos where the network does another (the network's own)
  --tile N              side of a tile in pixels, 16 … 4096        (${USUAL.side})
  --tile-pad N          pixels around it that the network sees, 0 … 256 (${USUAL.pad})
  --no-tiles            the whole picture at once
  --blend FILE:X        another file of the same network, of which the share X is taken: -dn of Real-ESRGAN's
                        general networks is the share of the first file, so X is 1 less that
  --json                timings and sizes as JSON
EASEL_PROVIDER and EASEL_THREADS say what computes.`;

const OPTIONS = {
  model: { type: 'string' },
  blend: { type: 'string' },
  input: { type: 'string' },
  scale: { type: 'string' },
  tile: { type: 'string' },
  'tile-pad': { type: 'string' },
  'no-tiles': { type: 'boolean', default: false },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readUpscaleArguments(words: readonly string[]): UpscaleArguments | null {
  const values = parse(words);
  if (values.help || words.length === 0) return null;
  const { model, input, out, json, scale } = values;
  const needed = { '--model': model, '--input': input, '--out': out };
  for (const [option, value] of Object.entries(needed)) {
    if (!value) throw wrong(option, message('limit.file'), message('given.none'));
  }
  return {
    model: model!,
    blend: values.blend === undefined ? null : readBlend(values.blend),
    input: input!,
    scale: scale === undefined ? null : number('--scale', scale, { from: 1, to: 8 }),
    tiles: readTiles(values),
    out: out!,
    json,
  };
}

function readTiles(values: ReturnType<typeof parse>): UpscaleArguments['tiles'] {
  const { tile, 'tile-pad': pad, 'no-tiles': whole } = values;
  if (whole && (tile !== undefined || pad !== undefined)) {
    throw wrong('--no-tiles', message('limit.alone'), tile === undefined ? '--tile-pad' : '--tile');
  }
  if (whole) return null;
  return {
    side: tile === undefined ? USUAL.side : wholeNumber('--tile', tile, { from: 16, to: 4096 }),
    pad: pad === undefined ? USUAL.pad : wholeNumber('--tile-pad', pad, { from: 0, to: 256 }),
  };
}

function readBlend(text: string): UpscaleArguments['blend'] {
  const at = text.lastIndexOf(':');
  const [file, share] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (file === '') throw wrong('--blend', message('limit.file-share'), JSON.stringify(text));
  return { file, share: number('--blend', share, { from: 0, to: 1 }) };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function number(option: string, text: string, { from, to }: Range): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= from && value <= to) return value;
  throw wrong(option, message('limit.number', { from, to }), JSON.stringify(text));
}

function wholeNumber(option: string, text: string, range: Range): number {
  const value = number(option, text, range);
  if (Number.isInteger(value)) return value;
  throw wrong(option, message('limit.whole', range), JSON.stringify(text));
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (thrown) {
    const [problem = ''] = (thrown as Error).message.split('. ');
    throw failure('invalid', 'command.unreadable', { problem });
  }
}

function wrong(option: string, limit: Message, given: string | Message): Failure {
  return failure('invalid', 'upscaler.argument', { option, limit, given });
}
