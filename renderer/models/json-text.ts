import { sharedEnglish } from '#shared/text/english.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Where a text stops being JSON. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem';
  readonly said: Message;
  readonly line: number;

  constructor(said: Message, line: number) {
    super(sharedEnglish.say(said));
    this.said = said;
    this.line = line;
  }
}

/** A JSON text that remembers where its values stand, so that a sentence about one can name its line. */
export interface JsonText {
  readonly value: unknown;
  /** Counts from 1. Of a value that is not there: the line of what should hold it. */
  lineOf(path: readonly PropertyKey[]): number;
}

const DEPTH_MAX = 32;

/**
 * Reads what JSON.parse reads, and unlike it says the line of every mistake and refuses a name that an object has
 * twice. Throws JsonProblem.
 */
export function readJsonText(text: string): JsonText {
  const reader = new Reader(text);
  const value = reader.readAll();
  return {
    value,
    lineOf(path) {
      for (let length = path.length; length >= 0; length--) {
        const at = reader.places.get(keyOf(path.slice(0, length)));
        if (at !== undefined) return reader.lineAt(at);
      }
      return 1;
    },
  };
}

function keyOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

class Reader {
  /** Where each value begins, in characters. */
  readonly places = new Map<string, number>();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Counts from 1. */
  lineAt(place: number): number {
    return this.#text.slice(0, place).split('\n').length;
  }

  readAll(): unknown {
    const value = this.#value([]);
    this.#space();
    if (this.#at < this.#text.length) throw this.#problem(message('json.end'));
    return value;
  }

  #value(path: readonly string[]): unknown {
    this.#space();
    if (path.length > DEPTH_MAX) throw this.#problem(message('json.levels', { limit: DEPTH_MAX }));
    this.places.set(keyOf(path), this.#at);
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(path);
    if (first === '[') return this.#array(path);
    if (first === '"') return this.#string();
    return this.#word();
  }

  #object(path: readonly string[]): object {
    const entries = new Map<string, unknown>();
    this.#list('}', () => {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#problem(message('json.name'));
      const at = this.#at;
      const name = this.#string();
      if (entries.has(name))
        throw new JsonProblem(message('json.twice', { name: JSON.stringify(name) }), this.lineAt(at));
      this.#take(':');
      entries.set(name, this.#value([...path, name]));
    });
    return Object.fromEntries(entries);
  }

  #array(path: readonly string[]): unknown[] {
    const items: unknown[] = [];
    this.#list(']', () => items.push(this.#value([...path, String(items.length)])));
    return items;
  }

  /** From the opening bracket to the closing one; a comma before that is a mistake, as in JSON. */
  #list(end: '}' | ']', readItem: () => void): void {
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      readItem();
      this.#space();
      const next = this.#text[this.#at];
      if (next !== ',' && next !== end) throw this.#problem(message('json.either', { end }));
      this.#at += 1;
      if (next === end) return;
    }
  }

  #string(): string {
    const literal = this.#match(/"(?:[^"\\\n\r]|\\.)*"/y);
    const value = literal === null ? undefined : parseLiteral(literal);
    if (typeof value !== 'string') throw this.#problem(message('json.text'));
    return value;
  }

  #word(): unknown {
    const start = this.#at;
    const literal = this.#match(/[-+.\w]+/y);
    const value = literal === null ? undefined : parseLiteral(literal);
    if (value !== undefined) return value;
    this.#at = start;
    throw this.#problem(message('json.value'));
  }

  #take(wanted: string): void {
    this.#space();
    if (this.#text[this.#at] !== wanted) throw this.#problem(message('json.sign', { sign: wanted }));
    this.#at += 1;
  }

  #space(): void {
    this.#match(/[ \t\n\r]*/y);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #problem(wanted: Message): JsonProblem {
    const given = this.#text.slice(this.#at).split(/\s/)[0]!.slice(0, 20);
    const said = message('json.expected', { wanted, given: given === '' ? message('json.nothing') : given });
    return new JsonProblem(said, this.lineAt(this.#at));
  }
}

function parseLiteral(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
