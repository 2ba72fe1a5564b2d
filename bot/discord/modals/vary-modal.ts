import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import { labelled, select } from '#bot/discord/modals/modal-fields.ts';
import { type JobView, picturesIn } from '#bot/domain/job.ts';
import { VARIATIONS, type Variation } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { failure, say } from '#bot/text/say.ts';

/** The form that asks which of a job's pictures to go on from, and how. Throws `not-found` when it has none. */
export function varyModal(
  { job }: JobView,
  { language }: { readonly language: Language },
): APIModalInteractionResponseCallbackData {
  const writer = writerOf(language);
  const pictures = job.state.kind === 'done' ? picturesIn(job.state.result) : [];
  const [first] = pictures;
  if (!first) throw failure('not-found', 'order.picture-gone');
  const isSquare = pictures.every(({ width, height }) => width === height);
  const ways = VARIATIONS.filter((variation) => variation !== 'square' || !isSquare);
  const choices = pictures.map(({ index, seed }) => ({
    value: String(index),
    label: writer.say(say('vary.picture-named', { index: index + 1, seed })),
  }));
  const options = ways.map((value) => ({ value, label: writer.say(say(`vary.${value}`)) }));
  return {
    custom_id: writeCustomId({ action: 'vary', jobId: job.id }),
    title: writer.say(say('vary.title')),
    components: [
      ...(choices.length > 1
        ? [labelled(writer.say(say('vary.picture')), select('picture', { options: choices }))]
        : []),
      labelled(writer.say(say('vary.how')), select('variation', { options })),
    ],
  };
}

/** What was chosen in the form; the first picture where there was no choice. */
export function readVaryModal(fields: ModalSubmitFields): {
  readonly pictureIndex: number;
  readonly variation: Variation;
} {
  const chosen = (name: string) => (fields.fields.has(name) ? fields.getStringSelectValues(name)[0] : undefined);
  const variation = VARIATIONS.find((known) => known === chosen('variation')) ?? 'subtle';
  return { pictureIndex: Number(chosen('picture') ?? 0), variation };
}
