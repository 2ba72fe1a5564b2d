import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

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
  fail(key: string, wanted: string | Message): Failure;
}

/** A reader of `json`; `name` is what it configures ("unet"). Throws Failure('invalid') naming the field. */
export function configReader(json: unknown, name: string): ConfigReader {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw failure('invalid', 'network.no-config', { network: name });
  }
  const fields = new Map<string, unknown>(Object.entries(json));
  const raw = (key: string) => fields.get(key) ?? null;
  const fail = (key: string, wanted: string | Message) => {
    const given = String(JSON.stringify(raw(key))?.slice(0, 100));
    return failure('invalid', 'network.setting', {
      network: name,
      problem: message('setting.wrong', { key, wanted, given }),
    });
  };
  /** A field of one kind, or its default; absent without a default is a refusal. */
  function field<T>(key: string, kind: { is: (value: unknown) => value is T; wanted: Message }, fallback?: T): T {
    const value = raw(key) ?? fallback;
    if (!kind.is(value)) throw fail(key, kind.wanted);
    return value;
  }
  return {
    raw,
    has: (key) => fields.has(key),
    fail,
    integer: (key, fallback) => field(key, { is: isCount, wanted: message('setting.count') }, fallback),
    number: (key, fallback) => field(key, { is: isNumber, wanted: message('setting.number') }, fallback),
    flag: (key, fallback) => field(key, { is: isFlag, wanted: message('setting.flag') }, fallback),
    text: (key, fallback) => field(key, { is: isText, wanted: message('setting.text') }, fallback),
    integers: (key, fallback) => field(key, { is: listOf(isCount), wanted: message('setting.whole-list') }, fallback),
    texts: (key, fallback) => field(key, { is: listOf(isText), wanted: message('setting.text-list') }, fallback),
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
