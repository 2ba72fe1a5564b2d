import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';

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
