import type { Sentences } from '#shared/text/message.ts';
import { plainNode } from '#shared/text/rich.ts';

/** What stands around every sentence of the pseudo-language. */
export const BRACKETS = ['⟦', '⟧'] as const;

/**
 * A language made by a machine: every sentence of a catalog in brackets, its values as they are. Whatever a screen
 * shows outside of brackets is fixed in the program, where no translation reaches it.
 */
export function pseudoCatalog(english: Sentences): Sentences {
  return Object.fromEntries(
    Object.entries(english).map(([key, sentence]): [string, Sentences[string]] => [
      key,
      typeof sentence === 'function' ? (values, writer) => inBrackets(sentence(values, writer)) : inBrackets(sentence),
    ]),
  );
}

function inBrackets(wording: Exclude<Sentences[string], (...values: never) => unknown>) {
  const [open, close] = BRACKETS;
  if (typeof wording === 'string') return `${open}${wording}${close}`;
  return [plainNode(open), ...wording, plainNode(close)];
}
