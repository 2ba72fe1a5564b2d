import type { Order } from '#bot/domain/job.ts';
import type { TypedPreset } from '#bot/presets/valid-preset.ts';
import { Failure } from '#shared/failure.ts';

/** Characters of a request's key, a page's name and the like. */
const NAME_CHARS_MAX = 64;

/** A JSON object that has not been looked at. */
export type Unread = Readonly<Record<string, unknown>>;

/** The body as an object; what is no JSON, or no object, is refused. */
export async function readBody(request: { json(): Promise<unknown> }): Promise<Unread> {
  const body = await request.json().catch((thrown: unknown) => {
    if (thrown instanceof SyntaxError) throw new Failure('invalid', 'Cannot read the request: it is not JSON');
    throw thrown;
  });
  return readObject(body);
}

/** A parsed value as an object; anything else is refused. */
export function readObject(value: unknown, what = 'the request'): Unread {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Unread;
  throw new Failure('invalid', `Cannot read ${what}: it must be an object, given ${shown(value)}`);
}

/** A short name that must be there. */
export function readName(from: Unread, key: string): string {
  const value = readText(from, key);
  if (value !== undefined && value.length > 0 && value.length <= NAME_CHARS_MAX) return value;
  throw new Failure('invalid', `Cannot read "${key}": 1–${NAME_CHARS_MAX} characters, given ${shown(from[key])}`);
}

/** What was typed and chosen; absent and null both mean "not said". Limits are checked by the job service. */
export function readOrder(value: unknown): Order {
  const from = readObject(value, 'the order');
  const ratio = from.ratio == null ? undefined : readRatio(readObject(from.ratio, '"ratio"'));
  return defined({
    prompt: readText(from, 'prompt') ?? '',
    negative: readText(from, 'negative'),
    style: readText(from, 'style'),
    width: readNumber(from, 'width'),
    height: readNumber(from, 'height'),
    ratio,
    steps: readNumber(from, 'steps'),
    guidance: readNumber(from, 'guidance'),
    seed: readNumber(from, 'seed'),
    count: readNumber(from, 'count'),
  });
}

/** A style as the dialog sends it; what the words and numbers may be is checked by the presets themselves. */
export function readTypedPreset(from: Unread): TypedPreset {
  return {
    name: readText(from, 'name') ?? '',
    description: readText(from, 'description') ?? null,
    template: readText(from, 'template') ?? null,
    negative: readText(from, 'negative') ?? null,
    model: readText(from, 'model') ?? null,
    adapters: readText(from, 'adapters') ?? null,
    sampler: readText(from, 'sampler') ?? null,
    karras: readFlag(from, 'karras'),
    steps: readNumber(from, 'steps') ?? null,
    guidance: readNumber(from, 'guidance') ?? null,
    width: readNumber(from, 'width') ?? null,
    height: readNumber(from, 'height') ?? null,
    clipSkip: readNumber(from, 'clipSkip') ?? null,
  };
}

function readRatio(from: Unread): { width: number; height: number } {
  return { width: readNumber(from, 'width') ?? Number.NaN, height: readNumber(from, 'height') ?? Number.NaN };
}

/** Text or nothing. */
export function readText(from: Unread, key: string): string | undefined {
  const value = from[key];
  if (value == null) return undefined;
  if (typeof value === 'string') return value;
  throw new Failure('invalid', `Cannot read "${key}": it must be text, given ${shown(value)}`);
}

function readNumber(from: Unread, key: string): number | undefined {
  const value = from[key];
  if (value == null) return undefined;
  if (typeof value === 'number') return value;
  throw new Failure('invalid', `Cannot read "${key}": it must be a number, given ${shown(value)}`);
}

function readFlag(from: Unread, key: string): boolean | null {
  const value = from[key];
  if (value == null) return null;
  if (typeof value === 'boolean') return value;
  throw new Failure('invalid', `Cannot read "${key}": it must be true or false, given ${shown(value)}`);
}

/** The object without what was not said: an absent field and an undefined one are not the same here. */
function defined<T extends object>(from: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 40);
}
