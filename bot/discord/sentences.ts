import { markdownOf } from '#bot/discord/markdown.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import type { Message } from '#shared/text/message.ts';
import type { RichText } from '#shared/text/rich.ts';

/** Sentences as Discord's markdown; each line ends in a full stop, unless a block follows. */
export function sentencesMarkdown(said: Message, language: Language): string {
  return markdownOf(withFullStops(writerOf(language).rich(said), language === 'ja' ? '。' : '.'));
}

function withFullStops(text: RichText, stop: string): RichText {
  return text.map((node, i) => {
    const next = text[i + 1];
    const endsLine = next === undefined || next.kind === 'break';
    const isSentence = node.kind === 'plain' && !/[.!?。！？⟧]$/.test(node.text);
    return endsLine && isSentence ? { kind: 'plain', text: `${node.text}${stop}` } : node;
  });
}
