import { readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readControls } from '#renderer/cli/control-arguments.ts';
import { readGivenMask, readGivenPicture } from '#renderer/cli/given-picture.ts';
import { imageMaskFiles, readImagePrompts } from '#renderer/cli/image-prompt-arguments.ts';
import { RENDER_OPTIONS } from '#renderer/cli/render-options.ts';
import type { AdapterFile, EmbeddingFile } from '#renderer/engine/contract/model-choice.ts';
import type { ValidMargins } from '#renderer/engine/contract/task.ts';
import { FEATHER_MAX, PREDICTIONS, type Prediction, SEED_MAX } from '#shared/contract/bounds.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What the command line asked for; not yet held against a model's limits. */
export interface RenderArguments extends DrawFields {
  /** A folder or a file; null = the bundled model. */
  readonly model: string | null;
  /** Instead of the model's own: a folder or a file. */
  readonly vae: string | null;
  /** What the model predicts; null = as its files say. */
  readonly prediction: Prediction | null;
  readonly embeddings: readonly EmbeddingFile[];
  /** What IP-Adapters read; null where there are none. */
  readonly imageEncoder: string | null;
  /** Files of the masks of pictures beside the words. */
  readonly imageMasks: readonly string[];
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
  Pick<
    DrawTask,
    | 'sigmas'
    | 'spacing'
    | 'eta'
    | 'guidanceRescale'
    | 'weighting'
    | 'prompt2'
    | 'negative2'
    | 'source'
    | 'hires'
    | 'imagePrompts'
    | 'control'
  >
>;

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
    prediction: optional(values.prediction, readPrediction),
    embeddings: (values.embedding ?? []).map((file) => ({ name: basename(file, extname(file)), file: resolve(file) })),
    imageMasks: imageMaskFiles(values),
    imageEncoder: optional(values['image-encoder'], (path) => resolve(path)),
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
    spacing: values.spacing,
    eta: optional(values.eta, (text) => ({ value: number('--eta', text) })),
    guidanceRescale: number('--guidance-rescale', values['guidance-rescale']),
    weighting: values.weighting,
    prompt2: optional(values.prompt2, asOneSpan),
    negative2: optional(values.negative2, asOneSpan),
    source: readSource(values),
    imagePrompts: readImagePrompts(values),
    control: readControls(values),
    hires: readHires(values),
  };
}

const HIRES_OPTIONS = ['hires-steps', 'hires-strength', 'hires-by', 'hires-upscaler'] as const;

function readHires(values: OptionValues): DrawFields['hires'] {
  const upscaler = optional(values['hires-upscaler'], (path) => resolve(path));
  const stray = HIRES_OPTIONS.find((name) => values[name] !== undefined);
  if (values.hires === undefined && stray) throw failure('invalid', 'render.stray-pass', { option: `--${stray}` });
  return optional(values.hires, (scale) => ({
    scale: number('--hires', scale),
    steps: optional(values['hires-steps'], (text) => whole('--hires-steps', text, { from: 1, to: 1000 })) ?? 0,
    strength: number('--hires-strength', values['hires-strength'] ?? '0.5'),
    by: values['hires-by'] ?? (upscaler === null ? 'latent' : 'upscaler'),
    ...(upscaler !== null && { upscaler }),
  }));
}

function readSource(values: OptionValues): DrawFields['source'] {
  const { init, mask, margins, strength, feather } = values;
  if (init === undefined) {
    const stray = Object.entries({ mask, margins, strength, feather }).find(([, value]) => value !== undefined);
    if (!stray) return null;
    throw failure('invalid', 'render.stray', { option: `--${stray[0]}` });
  }
  const image = readGivenPicture(init, 'image');
  return {
    image,
    strength: number('--strength', strength ?? (margins ? '1' : '0.75')),
    mask: mask === undefined ? new Uint8Array() : readGivenMask(mask, image),
    margins: optional(margins, readMargins),
    imageGuidance: number('--image-guidance', values['image-guidance']),
    pasteBack: optional(feather, (text) => ({ feather: whole('--feather', text, { from: 0, to: FEATHER_MAX }) })),
  };
}

function readMargins(text: string): ValidMargins {
  const parts = text.split(',').map((part) => whole('--margins', part.trim(), { from: 0, to: 65_536 }));
  const [left, top, right, bottom] = parts;
  if (parts.length === 4) return { left: left!, top: top!, right: right!, bottom: bottom! };
  throw failure('invalid', 'render.margins', { given: text });
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: joinNegatives(words), options: RENDER_OPTIONS, strict: true, allowPositionals: false })
      .values;
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

/** FILE, FILE:WEIGHT or FILE:TEXT:UNET. A Windows drive's colon is not one, because no number follows it. */
function readAdapter(text: string): AdapterFile {
  const [, path = '', first = '1', second] = /^(.*?)(?::(-?[\d.]+))?(?::(-?[\d.]+))?$/.exec(text) ?? [];
  const weight = number('--lora weight', second ?? first);
  const textWeight = number('--lora weight', first);
  const file = { name: basename(path, extname(path)), file: resolve(path), weight };
  return textWeight === weight ? file : { ...file, textWeight };
}

function readPrediction(text: string): Prediction {
  const found = PREDICTIONS.find((one) => one === text);
  if (found) return found;
  const limit = message('limit.one-of', { known: PREDICTIONS });
  throw failure('invalid', 'request.wrong', { field: '--prediction', limit, given: text });
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
