import { Failure } from '#shared/failure.ts';

/** Reads the fields of a config.json as diffusers and transformers write them: absent and null mean the default. */
export interface ConfigReader {
  integer(key: string, fallback?: number): number;
  number(key: string, fallback?: number): number;
  flag(key: string, fallback: boolean): boolean;
  text(key: string, fallback?: string): string;
  integers(key: string, fallback: readonly number[]): readonly number[];
  texts(key: string, fallback: readonly string[]): readonly string[];
  /** Whether the file names the field, be it with null. */
  has(key: string): boolean;
  /** Whatever stands there; null when absent. */
  raw(key: string): unknown;
  /** Refuses a file whose field has another value than the one that is built. */
  only(key: string, supported: string | number | boolean | null, fallback?: string | number | boolean | null): void;
  /** The sentence for a value that cannot be used. */
  fail(key: string, expected: string): Failure;
}

/** A reader of `json`; `name` is what it configures ("unet"). Throws Failure('invalid') naming the field. */
export function configReader(json: unknown, name: string): ConfigReader {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Failure('invalid', `Cannot build the ${name}: its config.json is not an object`);
  }
  const fields = new Map<string, unknown>(Object.entries(json));
  const raw = (key: string) => fields.get(key) ?? null;
  const fail = (key: string, expected: string) => {
    const given = JSON.stringify(raw(key))?.slice(0, 100);
    return new Failure('invalid', `Cannot build the ${name}: ${key} must be ${expected}, given ${given}`);
  };
  /** A field of one kind, or its default; absent without a default is a refusal. */
  function field<T>(key: string, kind: { is: (value: unknown) => value is T; expected: string }, fallback?: T): T {
    const value = raw(key) ?? fallback;
    if (!kind.is(value)) throw fail(key, kind.expected);
    return value;
  }
  return {
    raw,
    has: (key) => fields.has(key),
    fail,
    integer: (key, fallback) => field(key, { is: isCount, expected: 'a positive whole number' }, fallback),
    number: (key, fallback) => field(key, { is: isNumber, expected: 'a number' }, fallback),
    flag: (key, fallback) => field(key, { is: isFlag, expected: 'true or false' }, fallback),
    text: (key, fallback) => field(key, { is: isText, expected: 'a text' }, fallback),
    integers: (key, fallback) => field(key, { is: listOf(isCount), expected: 'a list of whole numbers' }, fallback),
    texts: (key, fallback) => field(key, { is: listOf(isText), expected: 'a list of texts' }, fallback),
    only(key, supported, fallback = supported) {
      if ((raw(key) ?? fallback) !== supported) throw fail(key, JSON.stringify(supported));
    },
  };
}

/** Whether a value is a size or number of things: whole, above 0, and small enough that no product overflows. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 1_000_000;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Whether a value is a list whose every item is of a kind. */
export function listOf<T>(is: (value: unknown) => value is T): (value: unknown) => value is readonly T[] {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(is);
}
