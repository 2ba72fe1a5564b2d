import type { TrainingPlan, TrainingState } from '#bot/ports/training.ts';
import type { RefusedPicture } from '#bot/ports/training-pictures.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { about, left } from '#bot/views/text.ts';
import { cut } from '#shared/text/cut.ts';
import { joinRich, plainNode, type RichText } from '#shared/text/rich.ts';

/** Lines of one list on a card. */
const SHOWN_MAX = 20;
const CAPTION_CHARS = 80;

/** What a training would be: pictures, words, cost, and what its starter confirms. */
export function trainingDraftCard(
  { wish, model, word, steps, captions, seconds, secondsLeft, memoryGib }: TrainingPlan,
  { refused, reader }: { readonly refused: readonly RefusedPicture[]; readonly reader: Reader },
): Card {
  const writer = writerOf(reader.language);
  const { rich } = writer;
  const { name, pictures, trainText = false, precision, randomCrop = false } = wish;
  const time = seconds === null ? null : writer.say(about(1000 * seconds));
  const reasons = refused.map((one) => `${oneLine(one.name)}: ${writer.say(one.reason)}`);
  return {
    heading: rich(say('train.heading', { name, model })),
    paragraphs: [
      rich(say('train.count', { count: pictures.length, refused: refused.length })),
      rich(say('train.cost', { steps, time })),
      ...(memoryGib === null ? [] : [rich(say('train.memory', { gib: memoryGib }))]),
      ...(trainText ? [rich(say('train.with-text'))] : []),
      ...(precision ? [rich(say(`train.${precision}`))] : []),
      ...(randomCrop ? [rich(say('train.cropped'))] : []),
      ...(secondsLeft === null ? [] : [rich(say('train.left', { seconds: secondsLeft }))]),
      rich(say('train.how-to-use', { name, word })),
      rich(say('train.consent')),
    ],
    fields: [
      ...(refused.length === 0 ? [] : [{ name: rich(say('train.left-out')), value: linesOf(reasons, rich) }]),
      {
        name: rich(say('train.captions')),
        value: linesOf(
          captions.map((caption, i) => `${i + 1}. ${cut(oneLine(caption), CAPTION_CHARS)}`),
          rich,
        ),
      },
    ],
  };
}

/** What was trained in a server, and how far running trainings are. */
export function trainedCard(all: readonly TrainingState[], { language }: Reader): Card {
  const { rich } = writerOf(language);
  return {
    heading: rich(say('train.list-heading')),
    paragraphs: all.length === 0 ? [rich(say('train.list-none'))] : [],
    fields: all.slice(0, SHOWN_MAX).map(({ name, kind, ownerName, state, view, isPaused, interim }) => {
      const { step = 0, steps: of = 0 } = view?.progress ?? {};
      const now = { isPaused: isPaused ?? false, left: view && step > 0 ? left(view.progress) : null };
      const use = `<lora:${name}:1>`;
      const line = { kind: say('train.kind', { kind }), state: say('train.state', { state, step, of, ...now }), use };
      const lines = [rich(say('train.line', { ...line, owner: oneLine(ownerName) }))];
      if (interim) lines.push(rich(say('train.interim', { step: interim.step, use })));
      return { name: [plainNode(name)], value: joinRich(lines, '\n') };
    }),
  };
}

function linesOf(lines: readonly string[], rich: (message: ReturnType<typeof say>) => RichText): RichText {
  const shown = lines.slice(0, SHOWN_MAX).map((line) => [plainNode(line)]);
  const more = lines.length - shown.length;
  return joinRich([...shown, ...(more > 0 ? [rich(say('train.more', { count: more }))] : [])], '\n');
}
