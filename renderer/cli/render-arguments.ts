import { readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AdapterFile, EmbeddingFile } from '#renderer/engine/contract/model-choice.ts';
import type { ValidMargins } from '#renderer/engine/contract/task.ts';
import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';
import { SEED_MAX, SIGMA_SPACINGS } from '#shared/contract/bounds.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What the command line asked for; not yet held against a model's limits. */
export interface RenderArguments extends DrawFields {
  /** A folder or a file; null = the bundled model. */
  readonly model: string | null;
  /** Instead of the model's own: a folder or a file. */
  readonly vae: string | null;
  readonly embeddings: readonly EmbeddingFile[];
  readonly refinement: { readonly path: string; readonly highNoiseFraction: number } | null;
  readonly prompt: Prompt;
  readonly negative: Prompt;
  /** For the metadata. */
  readonly promptText: string;
  readonly negativeText: string;
  readonly adapters: readonly AdapterFile[];
  /** Added at run time, not merged. */
  readonly styles: readonly AdapterFile[];
  /** Null = a random one. */
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

/** Those that a request has in the same words. */
type DrawFields = Required<
  Pick<DrawTask, 'sigmas' | 'eta' | 'guidanceRescale' | 'weighting' | 'prompt2' | 'negative2' | 'source' | 'hires'>
>;

/** One line for each option, for --help. */
export const USAGE = `Draws a picture without bot and cluster.
  --prompt TEXT         what to draw (no syntax: weight 1 throughout, as diffusers reads it)
  --prompt-json FILE    a parsed prompt instead: {"chunks":[{"spans":[{"text":"…","weight":1}]}]}
  --negative TEXT       what to keep out; acts where guidance is above 1
  --model PATH          a diffusers folder or a single file      (the bundled model)
  --vae PATH            instead of the model's own: a folder or a file
  --lora FILE:WEIGHT    an adapter to merge; may be repeated
  --style-lora FILE:WEIGHT  a LoRA to add at run time; may be repeated
  --embedding FILE      a textual inversion, called by the file's name; may be repeated
  --prompt2 TEXT, --negative2 TEXT  for the second text encoder of SDXL (the same)
  --weighting NAME      of a parsed prompt: a1111, a1111-no-norm, comfy or compel (a1111)
  --seed N              0 … 4294967295                           (random)
  --steps N             (4 with lcm, else 20)
  --guidance X          classifier-free guidance, up to 1 = off  (1 with lcm, else 7)
  --guidance-rescale X  0 … 1, against glare at high guidance    (0)
  --sampler NAME        ${SAMPLERS.map(({ name }) => name).join(', ')} (dpmpp_2m)
  --sigmas NAME         spacing of the noise levels: ${SIGMA_SPACINGS.join(', ')} (the model's own)
  --karras              the same as --sigmas karras
  --eta X               0 … 1, fresh noise per step, with ddim and tcd
  --width N --height N  pixels, multiples of 8                   (the model's own size)
  --count N             pictures, with seeds counting up         (1)
  --clip-skip N         last layers of the text encoder to leave out (0)
  --init FILE           a picture to start from: PNG, JPEG or WebP
  --strength X          above 0 … 1: the share of the steps that is taken from it (0.75; 1 with --margins)
  --mask FILE           white is drawn anew, black is kept
  --margins L,T,R,B     pixels to draw round the picture, inside --width x --height
  --feather N           with --mask or --margins: what is kept stays as it is, pixel by pixel, and passes over so many
                        pixels into what is drawn; without it all goes through the VAE
  --image-guidance X    how much a model that edits by instruction keeps to the picture (1.5)
  --hires SCALE         a second pass, so many times larger
  --hires-steps N --hires-strength X --hires-by latent|pixels    (like --steps, 0.5, latent)
  --refiner PATH        a second model for the last steps: a folder or a file
  --high-noise-fraction X  where it takes over                   (0.8)
  --out FILE.png        (picture.png); further pictures get -1, -2 … before the ending
  --latents FILE.json   write the final latents too: shape, and numbers in row order
  --json                print the timings as JSON only`;

const OPTIONS = {
  model: { type: 'string' },
  prompt: { type: 'string' },
  'prompt-json': { type: 'string' },
  negative: { type: 'string', default: '' },
  prompt2: { type: 'string' },
  negative2: { type: 'string' },
  weighting: { type: 'string', default: '' },
  vae: { type: 'string' },
  lora: { type: 'string', multiple: true },
  'style-lora': { type: 'string', multiple: true },
  embedding: { type: 'string', multiple: true },
  seed: { type: 'string' },
  steps: { type: 'string' },
  guidance: { type: 'string' },
  sampler: { type: 'string' },
  'guidance-rescale': { type: 'string', default: '0' },
  sigmas: { type: 'string', default: '' },
  karras: { type: 'boolean', default: false },
  eta: { type: 'string' },
  init: { type: 'string' },
  strength: { type: 'string' },
  mask: { type: 'string' },
  margins: { type: 'string' },
  feather: { type: 'string' },
  'image-guidance': { type: 'string', default: '1.5' },
  hires: { type: 'string' },
  'hires-steps': { type: 'string' },
  'hires-strength': { type: 'string', default: '0.5' },
  'hires-by': { type: 'string', default: 'latent' },
  refiner: { type: 'string' },
  'high-noise-fraction': { type: 'string', default: '0.8' },
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
  const values = parse(words);
  if (values.help) return null;
  const prompt = readPrompt(values.prompt, values['prompt-json']);
  return {
    model: values.model ?? null,
    ...prompt,
    negative: asOneSpan(values.negative),
    negativeText: values.negative,
    ...readDrawFields(values),
    vae: optional(values.vae, (path) => resolve(path)),
    embeddings: (values.embedding ?? []).map((file) => ({ name: basename(file, extname(file)), file: resolve(file) })),
    refinement: optional(values.refiner, (path) => ({
      path: resolve(path),
      highNoiseFraction: number('--high-noise-fraction', values['high-noise-fraction']),
    })),
    adapters: (values.lora ?? []).map(readAdapter),
    styles: (values['style-lora'] ?? []).map(readAdapter),
    seed: optional(values.seed, (text) => whole('--seed', text, { from: 0, to: SEED_MAX })),
    steps: optional(values.steps, (text) => whole('--steps', text, { from: 1, to: 1000 })),
    guidance: optional(values.guidance, (text) => number('--guidance', text)),
    sampler: values.sampler ?? null,
    karras: values.karras,
    width: optional(values.width, (text) => whole('--width', text, { from: 1, to: 65_536 })),
    height: optional(values.height, (text) => whole('--height', text, { from: 1, to: 65_536 })),
    count: whole('--count', values.count, { from: 1, to: 64 }),
    clipSkip: whole('--clip-skip', values['clip-skip'], { from: 0, to: 100 }),
    out: values.out,
    latents: values.latents ?? null,
    json: values.json,
  };
}

type OptionValues = ReturnType<typeof parse>;

function readDrawFields(values: OptionValues): DrawFields {
  return {
    sigmas: values.sigmas,
    eta: optional(values.eta, (text) => ({ value: number('--eta', text) })),
    guidanceRescale: number('--guidance-rescale', values['guidance-rescale']),
    weighting: values.weighting,
    prompt2: optional(values.prompt2, asOneSpan),
    negative2: optional(values.negative2, asOneSpan),
    source: readSource(values),
    hires: optional(values.hires, (scale) => ({
      scale: number('--hires', scale),
      steps: optional(values['hires-steps'], (text) => whole('--hires-steps', text, { from: 1, to: 1000 })) ?? 0,
      strength: number('--hires-strength', values['hires-strength']),
      by: values['hires-by'],
    })),
  };
}

function readSource(values: OptionValues): DrawFields['source'] {
  const { init, mask, margins, strength, feather } = values;
  if (init === undefined) {
    const stray = Object.entries({ mask, margins, strength, feather }).find(([, value]) => value !== undefined);
    if (!stray) return null;
    throw failure('invalid', 'render.stray', { option: `--${stray[0]}` });
  }
  return {
    image: readBytes(init, message('picture.picture')),
    strength: number('--strength', strength ?? (margins ? '1' : '0.75')),
    mask: mask === undefined ? new Uint8Array() : readBytes(mask, message('picture.mask')),
    margins: optional(margins, readMargins),
    imageGuidance: number('--image-guidance', values['image-guidance']),
    pasteBack: optional(feather, (text) => ({ feather: whole('--feather', text, { from: 0, to: 256 }) })),
  };
}

function readMargins(text: string): ValidMargins {
  const parts = text.split(',').map((part) => whole('--margins', part.trim(), { from: 0, to: 65_536 }));
  const [left, top, right, bottom] = parts;
  if (parts.length === 4) return { left: left!, top: top!, right: right!, bottom: bottom! };
  throw failure('invalid', 'render.margins', { given: text });
}

function readBytes(file: string, what: Message): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw failure('invalid', 'render.no-file', { what, file }, { cause });
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: joinNegatives(words), options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (thrown) {
    throw failure('invalid', 'command.unreadable', { problem: lowerFirst((thrown as Error).message) });
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
  if (text === undefined) throw failure('invalid', 'render.no-prompt');
  return { prompt: asOneSpan(text), promptText: text };
}

function asOneSpan(text: string): Prompt {
  return { chunks: text === '' ? [] : [{ spans: [{ text, weight: 1 }] }] };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw failure('invalid', 'render.no-prompt-file', { file }, { cause });
  }
}

function parsePrompt(text: string, file: string): Prompt {
  try {
    const { chunks } = JSON.parse(text) as Prompt;
    const spans = chunks.flatMap((chunk) => chunk.spans);
    if (spans.every((span) => typeof span.text === 'string' && Number.isFinite(span.weight))) return { chunks };
  } catch (cause) {
    throw failure('invalid', 'render.prompt-shape', { file }, { cause });
  }
  throw failure('invalid', 'render.prompt-shape', { file });
}

/** FILE or FILE:WEIGHT. A Windows drive's colon is not one, because no number follows it. */
function readAdapter(text: string): AdapterFile {
  const [, path = '', weight = '1'] = /^(.*?)(?::(-?[\d.]+))?$/.exec(text) ?? [];
  return { name: basename(path, extname(path)), file: resolve(path), weight: number('--lora weight', weight) };
}

function whole(name: string, text: string, { from, to }: { from: number; to: number }): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw failure('invalid', 'request.wrong', { field: name, limit: message('limit.whole', { from, to }), given: text });
}

function number(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw failure('invalid', 'request.wrong', { field: name, limit: message('limit.any-number'), given: text });
}

function optional<T>(text: string | undefined, read: (text: string) => T): T | null {
  return text === undefined ? null : read(text);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.?\n?$/, '');
}
