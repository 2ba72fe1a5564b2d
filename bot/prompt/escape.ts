import { pairsOf } from '#bot/prompt/pairs.ts';

/**
 * A text that cannot reach into words around it: brackets without a partner become mere characters, a last backslash
 * goes, and a number after a last colon is no weight. What changes from step to step stays as it is.
 */
export function escapeUnbalanced(text: string): string {
  const pairs = pairsOf(text);
  const paired = new Set([...pairs].flat());
  let calm = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') calm += text.slice(at, ++at + 1);
    else calm += '()[]'.includes(text[at]!) && !paired.has(at) ? `\\${text[at]}` : text[at]!;
  }
  const isOpen = /(?:^|[^\\])(?:\\\\)*\\$/.test(calm);
  return (isOpen ? calm.slice(0, -1) : calm).replace(/:(?=[^:()[\]\\>]+$)/, ':\\');
}

/** A text that a place in square brackets can take whole: no colon or bar outside of its own brackets parts it. */
export function escapeSeparators(text: string): string {
  const pairs = pairsOf(text);
  let whole = '';
  for (let at = 0; at < text.length; at++) {
    const close = pairs.get(at) ?? (text[at] === '\\' ? at + 1 : at);
    const piece = text.slice(at, close + 1);
    // Behind the colon, too: a number there would be a weight where a bracket follows.
    const isApart = piece === ':' && at + 1 < text.length && !'\\()[]'.includes(text[at + 1]!);
    whole += piece === ':' || piece === '|' ? `\\${piece}${isApart ? '\\' : ''}` : piece;
    at = close;
  }
  return whole;
}
