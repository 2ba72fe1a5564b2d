/**
 * A sentence for people before it is in any language: a key of the catalogs, and what stands in it. Plain data, so that
 * it can be stored and sent.
 */
export interface Message {
  readonly key: string;
  readonly values: MessageValues;
}

export type MessageValue = string | number | boolean | null | Message | readonly (string | number | Message)[];
export type MessageValues = Readonly<Record<string, MessageValue>>;

/** A sentence that somebody else has worded already: another program's, or one stored before sentences had keys. */
export const PLAIN = 'plain';

/** What a sentence may need of its language. */
export interface Writer {
  /** A message, also inside another one; what is data already stays as it is. */
  say(this: void, message: Message | string | number): string;
  /** The form for this many, by the language's own rules; `one` and `other` are enough for English and German. */
  plural(count: number, forms: { readonly one: string; readonly other: string }): string;
  /** A number as the language writes it, with at most three decimals. */
  number(value: number): string;
  /** `a, b and c`. */
  list(items: readonly (string | number | Message)[]): string;
}

/** The sentences of one part of the program in one language, by key. */
export type Sentences = Readonly<Record<string, string | ((values: never, writer: Writer) => string)>>;

/** What another language must have: the same keys, for the same values. */
export type Translation<English extends Sentences> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : English[Key];
};

/** The values that a sentence wants: none, or one object. */
export type ValuesOf<English extends Sentences, Key extends keyof English> = English[Key] extends (
  values: infer Values extends MessageValues,
  writer: Writer,
) => string
  ? readonly [values: Values]
  : readonly [];

/** Makes messages whose keys and values the compiler checks against a catalog. */
export function messageMaker<English extends Sentences>() {
  return <Key extends keyof English & string>(key: Key, ...values: ValuesOf<English, Key>): Message => ({
    key,
    values: values[0] ?? {},
  });
}

/** Words messages in a language. A key that no catalog knows is shown with its values: nothing is swallowed. */
export function createWriter(catalog: Sentences, locale: string): Writer {
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 3, useGrouping: false });
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const writer: Writer = {
    say(message) {
      if (!isMessage(message)) return String(message);
      const { key, values } = message;
      if (key === PLAIN) return String(values.text ?? '');
      const sentence = Object.hasOwn(catalog, key) ? catalog[key] : undefined;
      if (typeof sentence === 'string') return sentence;
      try {
        if (sentence) return sentence(values as never, writer);
      } catch {
        // A message that another version of this program made, with values of other kinds.
      }
      return `${key} ${JSON.stringify(values)}`;
    },
    plural: (count, forms) => (plurals.select(count) === 'one' ? forms.one : forms.other),
    number: (value) => numbers.format(value),
    list: (items) => lists.format(items.map(writer.say)),
  };
  return writer;
}

/** A message of words that are worded already. */
export function plainMessage(text: string): Message {
  return { key: PLAIN, values: { text } };
}

/** Whether something read from a wire or a file is a message. */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { key, values } = value as { key?: unknown; values?: unknown };
  return typeof key === 'string' && typeof values === 'object' && values !== null && !Array.isArray(values);
}
