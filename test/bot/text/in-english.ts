import { markdownOf } from '#bot/discord/markdown.ts';
import { showProblem } from '#bot/prompt/problems.ts';
import { writerOf } from '#bot/text/languages.ts';
import { isMessage, type Message } from '#shared/text/message.ts';
import type { RichNode, RichText } from '#shared/text/rich.ts';

const english = writerOf('en');

type InWords<T> = T extends Message | RichText
  ? string
  : T extends Uint8Array
    ? T
    : T extends readonly (infer Each)[]
      ? InWords<Each>[]
      : T extends object
        ? { readonly [Key in keyof T]: InWords<T[Key]> }
        : T;

/** Anything with its messages in English, whatever surrounds them; excerpts as blocks with a caret. */
export function inEnglish<T>(value: T): InWords<T> {
  return replaceDeep(value, (each) =>
    isMessage(each) ? english.rich(each).map(wordsOf).join('') : isRichText(each) ? each.map(wordsOf).join('') : null,
  ) as InWords<T>;
}

/** Anything with its messages and rich texts as Discord's markdown, messages in English. */
export function asMarkdown<T>(value: T): InWords<T> {
  return replaceDeep(value, (each) =>
    isMessage(each) ? markdownOf(english.rich(each)) : isRichText(each) ? markdownOf(each) : null,
  ) as InWords<T>;
}

const KINDS: readonly RichNode['kind'][] = ['plain', 'strong', 'code', 'link', 'mention', 'small', 'excerpt', 'break'];

/** A rich text without any node cannot be told from an empty list. */
function isRichText(value: unknown): value is RichText {
  return Array.isArray(value) && value.length > 0 && value.every((node) => KINDS.includes(node?.kind));
}

function wordsOf(node: RichNode): string {
  switch (node.kind) {
    case 'small':
      return node.text.map(wordsOf).join('');
    case 'break':
      return '\n';
    case 'excerpt':
      return `\n\`\`\`\n${showProblem(node.text, node)}\n\`\`\``;
    default:
      return node.text;
  }
}

function replaceDeep(value: unknown, replace: (value: unknown) => string | null): unknown {
  const replaced = replace(value);
  if (replaced !== null) return replaced;
  if (Array.isArray(value)) return value.map((each) => replaceDeep(each, replace));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaceDeep(each, replace)]));
}
