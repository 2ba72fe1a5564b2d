import { failure } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';

/** An object of somebody else's JSON, whose fields are read one by one. */
export type Body = Readonly<Record<string, unknown>>;

/** Throws `invalid` for what is no object. */
export function bodyOf(value: unknown): Body {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  throw failure('invalid', 'input.object', { given: shown(value) });
}

/** A text; empty where nothing is said. */
export function textIn(body: Body, name: string): string {
  const value = body[name] ?? '';
  if (typeof value === 'string') return value;
  throw failure('invalid', 'input.text', { name, given: shown(value) });
}

/** A number, also as text, as some clients send all they have; null where nothing is said. */
export function numberIn(body: Body, name: string): number | null {
  const value = body[name] ?? null;
  if (value === null || value === '') return null;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw failure('invalid', 'input.number', { name, given: shown(value) });
}

/** A boolean, also 0 or 1 or as text; null where nothing is said. */
export function switchIn(body: Body, name: string): boolean | null {
  const value = body[name] ?? null;
  if (value === null || typeof value === 'boolean') return value;
  if (value === 1 || value === 'true') return true;
  if (value === 0 || value === 'false' || value === '') return false;
  throw failure('invalid', 'input.boolean', { name, given: shown(value) });
}

/** Texts; none where nothing is said. A1111's own examples have the word `string` where nothing is meant. */
export function textsIn(body: Body, name: string): readonly string[] {
  const value = body[name] ?? [];
  const texts = Array.isArray(value) ? value : [value];
  const wrong = texts.find((text) => typeof text !== 'string');
  if (wrong !== undefined) throw failure('invalid', 'input.text', { name, given: shown(wrong) });
  return (texts as readonly string[]).filter((text) => text !== '' && text !== 'string');
}

function shown(value: unknown): string {
  return cut(JSON.stringify(value) ?? 'nothing', 40);
}
