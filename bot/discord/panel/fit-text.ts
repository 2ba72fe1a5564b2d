import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';

/** The text within `charsMax` UTF-16 units, as Discord counts; what is cut off shows as one ellipsis. */
export function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const head = text.slice(0, charsMax - 1);
  // Half of a pair of surrogates is no character.
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}…`;
}

/** Whole paragraphs as far as they fit, for half a code block spoils the message; then how many are left out. */
export function fitParagraphs(
  paragraphs: readonly string[],
  { charsMax, language }: { readonly charsMax: number; readonly language: Language },
): string[] {
  const said = paragraphs.filter((each) => each.trim() !== '');
  const more = (count: number) => `-# ${writerOf(language).say(say('discord.more', { count }))}`;
  const kept: string[] = [];
  let room = charsMax - `\n${more(99_999)}`.length;
  for (const paragraph of said) {
    if (paragraph.length + 1 > room) break;
    kept.push(paragraph);
    room -= paragraph.length + 1;
  }
  const left = said.length - kept.length;
  return left === 0 ? kept : [...kept, more(left)];
}
