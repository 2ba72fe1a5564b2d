import { joinRich, linesOf, plainNode, plainText, type RichText } from '#shared/text/rich.ts';

/**
 * A sentence for people before it is in any language: a key of the catalogs, and what stands in it. Plain data, so that
 * it can be stored and sent as JSON.
 */
export interface Message {
  readonly key: string;
  readonly values: MessageValues;
}

/** What stands in a sentence; numbers are finite, as JSON has no others. */
export type MessageValue = string | number | boolean | null | Message | readonly (string | number | Message)[];
export type MessageValues = Readonly<Record<string, MessageValue>>;

/** A sentence that somebody else has worded already: another program's, or one stored before sentences had keys. */
const PLAIN = 'plain';

/** Several messages, one a line. */
const LINES = 'lines';

/** A message about a stretch of a text, with that text. */
const ABOUT_TEXT = 'about-text';

/** Keys that every language words the same way; they are in no catalog. */
export const STRUCTURE: readonly string[] = [PLAIN, LINES, ABOUT_TEXT];

/** What a sentence may need of its language. */
export interface Writer {
  /** The words of a message, without what makes some of them strong or code; what is data already stays as it is. */
  say(this: void, message: Message | string | number): string;
  rich(this: void, message: Message): RichText;
  /** The same, but a number as the language writes it. */
  text(this: void, part: string | number | Message): string;
  /** The form for this many, by the language's own rules; `one` and `other` are enough for English and German. */
  plural(count: number, forms: { readonly one: string; readonly other: string }): string;
  /** A number as the language writes it, with at most three decimals, or with exactly `decimals`. */
  number(value: number, decimals?: number): string;
  /** A whole number with its thousands apart. */
  amount(value: number): string;
  /** `a, b and c`. */
  list(items: readonly (string | number | Message)[]): string;
}

/** A sentence in some language: words alone, or with what they are. */
type Wording = string | RichText;

/** The sentences of one part of the program in one language, by key. */
export type Sentences = Readonly<Record<string, Wording | ((values: never, writer: Writer) => Wording)>>;

/** What another language must have: the same keys, for the same values. */
export type Translation<English extends Sentences> = {
  readonly [Key in keyof English]: English[Key] extends (values: infer Values, writer: Writer) => Wording
    ? (values: Values, writer: Writer) => Wording
    : Wording;
};

/** The values that a sentence wants: none, or one object. */
export type ValuesOf<English extends Sentences, Key extends keyof English> = English[Key] extends (
  values: infer Values extends MessageValues,
  writer: Writer,
) => Wording
  ? readonly [values: Values]
  : readonly [];

/** Makes messages whose keys and values the compiler checks against a catalog. */
export function messageMaker<English extends Sentences>() {
  return <Key extends keyof English & string>(key: Key, ...values: ValuesOf<English, Key>): Message => ({
    key,
    values: values[0] ?? {},
  });
}

/** From here on digits say more than a number that is written out. */
const WRITTEN_OUT_MAX = 1e15;

/** Words messages in a language. A key that no catalog knows is shown with its values: nothing is swallowed. */
export function createWriter(catalog: Sentences, locale: string): Writer {
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const amounts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const number = numberWriter(locale);
  const writer: Writer = {
    say: (message) => (isMessage(message) ? plainText(writer.rich(message)) : String(message)),
    rich: (message) => wordRich(message, catalog, writer),
    text: (part) => (typeof part === 'number' ? number(part) : writer.say(part)),
    plural: (count, forms) => (plurals.select(count) === 'one' ? forms.one : forms.other),
    number,
    amount: (value) => amounts.format(value),
    list: (items) => lists.format(items.map(writer.text)),
  };
  return writer;
}

function wordRich({ key, values }: Message, catalog: Sentences, writer: Writer): RichText {
  switch (key) {
    case PLAIN:
      return [plainNode(String(values.text ?? ''))];
    case LINES:
      return linesOf((values.lines as readonly Message[]).map(writer.rich));
    case ABOUT_TEXT: {
      const { text, from, to } = values as { text: string; from: number; to: number };
      return joinRich([writer.rich(values.message as Message), [{ kind: 'excerpt', text, from, to }]], '');
    }
  }
  const wording = wordingOf(Object.hasOwn(catalog, key) ? catalog[key] : undefined, values, writer);
  if (wording === null) return [plainNode(`${key} ${JSON.stringify(values)}`)];
  return typeof wording === 'string' ? [plainNode(wording)] : wording;
}

/** Null where there are no words, or not for these values: another version of this program may have made the message. */
function wordingOf(sentence: Sentences[string] | undefined, values: MessageValues, writer: Writer): Wording | null {
  if (typeof sentence !== 'function') return sentence ?? null;
  try {
    return sentence(values as never, writer);
  } catch {
    return null;
  }
}

function numberWriter(locale: string): Writer['number'] {
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: 3, useGrouping: false });
  return (value, decimals) => {
    if (Math.abs(value) >= WRITTEN_OUT_MAX) return value.toExponential(2);
    if (decimals === undefined) return short.format(value);
    const fixed = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false };
    return new Intl.NumberFormat(locale, fixed).format(value);
  };
}

/** A message of words that are worded already. */
export function plainMessage(text: string): Message {
  return { key: PLAIN, values: { text } };
}

/** Several messages as one, a line each. */
export function linesMessage(lines: readonly Message[]): Message {
  const [only, ...more] = lines;
  return only && more.length === 0 ? only : { key: LINES, values: { lines } };
}

/** The messages that one consists of. */
export function linesOfMessage(message: Message): readonly Message[] {
  return message.key === LINES ? (message.values.lines as readonly Message[]) : [message];
}

/** A message about a stretch of a text (UTF-16 offsets), which is shown with it. */
export function aboutText(
  message: Message,
  excerpt: { readonly text: string; readonly from: number; readonly to: number },
): Message {
  const { text, from, to } = excerpt;
  return { key: ABOUT_TEXT, values: { message, text, from, to } };
}

/** Whether something read from a wire or a file is a message. */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { key, values } = value as { key?: unknown; values?: unknown };
  return typeof key === 'string' && typeof values === 'object' && values !== null && !Array.isArray(values);
}
