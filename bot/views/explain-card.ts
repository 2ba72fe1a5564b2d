import type {
  ExplainedReading,
  ExplainedSetting,
  ExplainedText,
  ExplainedWords,
  Explanation,
} from '#bot/ports/explanation.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, CardField } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import type { SpelledToken } from '#shared/contract/token-count.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message, Writer } from '#shared/text/message.ts';
import { code, joinRich, linesOf, plainNode, type RichText, rich } from '#shared/text/rich.ts';

/** Characters of one window, windows of a text, and texts that a card shows; the studio shows all of them. */
const WINDOW_CHARS = 420;
const WINDOWS_SHOWN = 4;
const TEXTS_SHOWN = 4;
const WORDS_CHARS = 300;
const UNKNOWN_SHOWN = 12;

/** How an order is read: its windows of tokens, what the style adds, who said each setting, and what is odd about it. */
export function explainCard({ chosen, reading, problems, notices }: Explanation, { language }: Reader): Card {
  const writer = writerOf(language);
  const { rich: worded } = writer;
  const field = (name: Message, value: RichText): CardField => ({ name: worded(name), value });
  const lines = (messages: readonly Message[]) => linesOf(messages.map(worded));
  return {
    heading: worded(reading ? say('explain.heading', { model: reading.model }) : say('explain.heading-unread')),
    paragraphs: chosen === null ? [] : [rich`${writer.say(say('explain.chosen'))} ${code(short(chosen))}`],
    fields: [
      ...(problems.length === 0 ? [] : [field(say('explain.problems'), lines(problems))]),
      ...(reading ? readingFields(reading, writer) : []),
      ...(notices.length === 0 ? [] : [field(say('explain.notices'), lines(notices))]),
    ],
  };
}

function readingFields(reading: ExplainedReading, writer: Writer): readonly CardField[] {
  const { prompt, negative, settings, adapters, unknown, style } = reading;
  const { rich: worded, say: words } = writer;
  const field = (name: Message, value: RichText): CardField => ({ name: worded(name), value });
  const added = addedBy({ prompt, negative }, writer);
  const near = unknown.slice(0, UNKNOWN_SHOWN).map(({ word, near }) => (near ? `${word} → ${near}?` : word));
  return [
    ...wordFields(say('explain.prompt'), { read: prompt, reading, writer }),
    ...(negative.text === '' ? [] : wordFields(say('explain.negative'), { read: negative, reading, writer })),
    ...(style !== null && added.length > 0 ? [field(say('explain.style', { style }), linesOf(added))] : []),
    ...(adapters.length === 0
      ? []
      : [
          field(
            say('style-card.adapters'),
            joinRich(
              adapters.map(
                ({ name, weight, from }) =>
                  rich`${code(`${name}:${weight}`)} ${words(say(from === 'style' ? 'explain.from-style' : 'explain.from-flag'))}`,
              ),
              ' · ',
            ),
          ),
        ]),
    ...(unknown.length === 0 ? [] : [field(say('explain.unknown'), [plainNode(near.join(' · '))])]),
    ...(settings.length === 0 ? [] : [field(say('style-card.settings'), settingsLine(settings, writer))]),
  ];
}

function addedBy({ prompt, negative }: Pick<ExplainedReading, 'prompt' | 'negative'>, { say: words }: Writer) {
  const parts = [
    [say('explain.before'), prompt.added.before],
    [say('explain.after'), prompt.added.after],
    [say('explain.avoids'), negative.added.before],
  ] as const;
  return parts.filter(([, text]) => text !== '').map(([name, text]) => rich`${words(name)} ${code(short(text))}`);
}

interface Read {
  readonly read: ExplainedWords;
  readonly reading: ExplainedReading;
  readonly writer: Writer;
}

function wordFields(name: Message, { read, reading, writer }: Read): readonly CardField[] {
  const shown = read.texts.slice(0, TEXTS_SHOWN);
  const more = read.texts.length - shown.length + read.more;
  return [
    ...shown.map((text, i) => ({
      name: writer.rich(
        read.texts.length + read.more === 1 ? name : say('explain.text', { name, number: i + 1, ...when(text) }),
      ),
      value: linesOf(windowLines(text, { reading, writer })),
    })),
    ...(more > 0 ? [{ name: writer.rich(say('explain.more-texts', { count: more })), value: [] }] : []),
  ];
}

/** The steps of a text as people write them; empty = all of them. */
function when({ steps, weight }: ExplainedText): { readonly steps: string; readonly weight: number } {
  const stretches = (steps ?? []).map(({ from, to }) => (to === from ? String(from) : `${from}–${to ?? ''}`));
  return { steps: stretches.join(', '), weight };
}

function windowLines(
  { windows, isSpelled }: ExplainedText,
  { reading, writer }: Omit<Read, 'read'>,
): readonly RichText[] {
  const shown = windows.slice(0, WINDOWS_SHOWN).map(({ tokens }, i) => {
    const counts = { number: i + 1, of: windows.length, count: tokens.length, max: reading.windowTokens };
    const label = isSpelled ? say('explain.window', counts) : say('explain.window-words', counts);
    const spelled = tokenText(tokens);
    return rich`${writer.say(label)} ${spelled === '' ? '' : code(cut(spelled, WINDOW_CHARS))}`;
  });
  const more = windows.length - WINDOWS_SHOWN;
  return more > 0 ? [...shown, writer.rich(say('explain.more-windows', { count: more }))] : shown;
}

/** Tokens as words with a dot between the pieces of one; what does not weigh 1 stands in brackets with its weight. */
function tokenText(tokens: readonly SpelledToken[]): string {
  const runs: { weight: number; text: string }[] = [];
  for (const { text, weight, endsWord } of tokens) {
    const piece = `${text}${endsWord ? ' ' : '·'}`;
    const last = runs.at(-1);
    if (last?.weight === weight) last.text += piece;
    else runs.push({ weight, text: piece });
  }
  return runs
    .map(({ weight, text }) => (weight === 1 ? text.trim() : `(${text.trim()}:${Math.round(weight * 1000) / 1000})`))
    .join(' ');
}

const NAMES: Readonly<Record<ExplainedSetting['name'], Message>> = {
  sampler: say('explain.sampler'),
  spacing: say('explain.spacing'),
  steps: say('explain.steps'),
  guidance: say('explain.guidance'),
  size: say('explain.size'),
  seed: say('explain.seed'),
  count: say('explain.count'),
  'clip-skip': say('explain.clip-skip'),
  strength: say('explain.strength'),
  keep: say('explain.keep'),
  variation: say('explain.variation'),
  tile: say('explain.tile'),
  stop: say('explain.stop'),
};

function settingsLine(settings: readonly ExplainedSetting[], { say: words }: Writer): RichText {
  const lines = settings.map(({ name, value, from }) => {
    const shown = from === 'chance' ? '' : ` ${value}`;
    return [plainNode(`${words(NAMES[name])}${shown} (${words(say(`explain.from-${from}`))})`)];
  });
  return joinRich(lines, ' · ');
}

function short(text: string): string {
  return cut(oneLine(text), WORDS_CHARS);
}
