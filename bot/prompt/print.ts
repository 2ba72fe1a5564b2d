import type { Prompt, Span } from '#shared/contract/messages.ts';

/**
 * Writes a prompt as text that reads back to the same prompt, on its own and inside brackets: special characters are
 * escaped, each weight stands once, no bracket is open.
 */
export function print(prompt: Prompt): string {
  const last = prompt.chunks.length - 1;
  const chunks = prompt.chunks.map(({ spans }, i) => printChunk(spans, { isFirst: i === 0, isLast: i === last }));
  // A single BREAK at the end would start no chunk.
  const end = prompt.chunks.at(-1)?.spans.length === 0 ? ' BREAK' : '';
  return chunks.join(' BREAK ') + end;
}

/** Spaces at a BREAK would be lost with it; a backslash between keeps them. */
function printChunk(spans: readonly Span[], { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  const text = spans.map(printSpan).join('');
  const before = !isFirst && /^\s/.test(text) ? '\\' : '';
  const after = !isLast && /\s$/.test(text) ? '\\' : '';
  return `${before}${text}${after}`;
}

function printSpan({ text, weight }: Span): string {
  const escaped = escapeWords(text);
  return weight === 1 ? escaped : `(${escaped}:${weight})`;
}

/** A backslash before an ordinary character vanishes when read: it parts what would mean something together. */
function escapeWords(text: string): string {
  return text
    .replace(/[\\()[\]{]/g, '\\$&')
    .replaceAll('__', '_\\_')
    .replaceAll('BREAK', 'B\\REAK')
    .replaceAll('AND', 'A\\ND')
    .replace(/<(?=[a-z]+:)/gi, '<\\')
    .replace(/(?:--|[—–])(?=\p{L})/gu, '\\$&')
    .replace(/-(?=n\s+\d)/g, '\\$&')
    .replace(/:(?=\s*[+-]?(?:[\d.]|nan|inf))/gi, ':\\');
}
