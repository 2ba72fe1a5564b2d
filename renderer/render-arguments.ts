import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AdapterFile } from '#renderer/engine/engine.ts';
import { requireSafetensors } from '#renderer/engine/pipeline/model-folder.ts';
import { Failure } from '#shared/failure.ts';
import type { Prompt } from '#shared/rpc/messages.ts';

/** What the command line asked for; not yet held against a model's limits. */
export interface RenderArguments {
  /** Null = the bundled model. */
  readonly model: string | null;
  readonly prompt: Prompt;
  readonly negative: Prompt;
  /** For the metadata. */
  readonly promptText: string;
  readonly negativeText: string;
  readonly adapters: readonly AdapterFile[];
  /** Null = draw lots. */
  readonly seed: number | null;
  readonly steps: number | null;
  readonly guidance: number | null;
  readonly sampler: string | null;
  readonly karras: boolean;
  /** Null = the model's own size. */
  readonly width: number | null;
  readonly height: number | null;
  readonly count: number;
  readonly clipSkip: number;
  readonly out: string;
  readonly latents: string | null;
  readonly json: boolean;
}

/** One line for each option, for --help. */
export const USAGE = `Draws a picture without bot and cluster.
  --prompt TEXT         what to draw (no syntax: weight 1 throughout, as diffusers reads it)
  --prompt-json FILE    a parsed prompt instead: {"chunks":[{"spans":[{"text":"…","weight":1}]}]}
  --negative TEXT       what to keep out; acts where guidance is above 1
  --model DIR           a diffusers folder                       (the bundled model)
  --lora FILE:WEIGHT    an adapter to merge; may be repeated
  --seed N              0 … 4294967295                           (random)
  --steps N             (4 with lcm, else 25)
  --guidance X          classifier-free guidance, up to 1 = off  (1 with lcm, else 7.5)
  --sampler NAME        lcm, ddim, euler, euler_a, dpmpp_2m      (dpmpp_2m)
  --karras              Karras spacing of the noise levels
  --width N --height N  pixels, multiples of 8                   (the model's own size)
  --count N             pictures, with seeds counting up         (1)
  --clip-skip N         last layers of the text encoder to leave out (0)
  --out FILE.png        (picture.png); further pictures get -1, -2 … before the ending
  --latents FILE.json   write the final latents too: shape, and numbers in row order
  --json                print the timings as JSON only`;

const OPTIONS = {
  model: { type: 'string' },
  prompt: { type: 'string' },
  'prompt-json': { type: 'string' },
  negative: { type: 'string', default: '' },
  lora: { type: 'string', multiple: true },
  seed: { type: 'string' },
  steps: { type: 'string' },
  guidance: { type: 'string' },
  sampler: { type: 'string' },
  karras: { type: 'boolean', default: false },
  width: { type: 'string' },
  height: { type: 'string' },
  count: { type: 'string', default: '1' },
  'clip-skip': { type: 'string', default: '0' },
  out: { type: 'string', default: 'picture.png' },
  latents: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readArguments(words: readonly string[]): RenderArguments | null {
  const said = parse(words);
  if (said.help) return null;
  const prompt = readPrompt(said.prompt, said['prompt-json']);
  return {
    model: said.model ?? null,
    ...prompt,
    negative: asOneSpan(said.negative),
    negativeText: said.negative,
    adapters: (said.lora ?? []).map(readAdapter),
    seed: optional(said.seed, (text) => whole('--seed', text, { from: 0, to: 2 ** 32 - 1 })),
    steps: optional(said.steps, (text) => whole('--steps', text, { from: 1, to: 1000 })),
    guidance: optional(said.guidance, (text) => number('--guidance', text)),
    sampler: said.sampler ?? null,
    karras: said.karras,
    width: optional(said.width, (text) => whole('--width', text, { from: 1, to: 65_536 })),
    height: optional(said.height, (text) => whole('--height', text, { from: 1, to: 65_536 })),
    count: whole('--count', said.count, { from: 1, to: 64 }),
    clipSkip: whole('--clip-skip', said['clip-skip'], { from: 0, to: 100 }),
    out: said.out,
    latents: said.latents ?? null,
    json: said.json,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: joinNegatives(words), options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (thrown) {
    throw new Failure('invalid', `Cannot read the command line: ${lowerFirst((thrown as Error).message)}`);
  }
}

/** `--seed -1` as `--seed=-1`: else the parser takes the number for another option, and its sentence helps nobody. */
function joinNegatives(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    const isValue = /^-\.?\d/.test(word) && before?.startsWith('--') && !before.includes('=');
    if (isValue) joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}

function readPrompt(text: string | undefined, file: string | undefined): { prompt: Prompt; promptText: string } {
  if (file !== undefined) {
    const prompt = parsePrompt(readText(file), file);
    return {
      prompt,
      promptText: text ?? prompt.chunks.flatMap(({ spans }) => spans.map((span) => span.text)).join(''),
    };
  }
  if (text === undefined) throw new Failure('invalid', 'Cannot render: --prompt must say what to draw, given nothing');
  return { prompt: asOneSpan(text), promptText: text };
}

function asOneSpan(text: string): Prompt {
  return { chunks: text === '' ? [] : [{ spans: [{ text, weight: 1 }] }] };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Failure('invalid', `Cannot read the prompt: there is no file ${file}`, { cause });
  }
}

function parsePrompt(text: string, file: string): Prompt {
  const wanted = `Cannot read the prompt: ${file} must hold {"chunks":[{"spans":[{"text":"…","weight":1}]}]}`;
  try {
    const { chunks } = JSON.parse(text) as Prompt;
    const spans = chunks.flatMap((chunk) => chunk.spans);
    if (spans.every((span) => typeof span.text === 'string' && Number.isFinite(span.weight))) return { chunks };
  } catch (cause) {
    throw new Failure('invalid', wanted, { cause });
  }
  throw new Failure('invalid', wanted);
}

/** FILE or FILE:WEIGHT. A Windows drive's colon is not one, because no number follows it. */
function readAdapter(text: string): AdapterFile {
  const [, path = '', weight = '1'] = /^(.*?)(?::(-?[\d.]+))?$/.exec(text) ?? [];
  requireSafetensors(path);
  return { name: basename(path, '.safetensors'), file: resolve(path), weight: number('--lora weight', weight) };
}

function whole(name: string, text: string, { from, to }: { from: number; to: number }): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw new Failure('invalid', `Cannot render: ${name} must be a whole number from ${from} to ${to}, given ${text}`);
}

function number(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new Failure('invalid', `Cannot render: ${name} must be a number, given ${text}`);
}

function optional<T>(text: string | undefined, read: (text: string) => T): T | null {
  return text === undefined ? null : read(text);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.?\n?$/, '');
}
