import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import { labelled, textField } from '#bot/discord/modals/modal-fields.ts';
import { drawnWords } from '#bot/domain/drawn-words.ts';
import type { JobView } from '#bot/domain/job.ts';
import { wordsToGoOn } from '#bot/prompt/one-picture.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';

/** The form that asks for other words before one of a job's pictures is drawn differently. */
export function remixModal(
  { job }: JobView,
  { picture, language }: { readonly picture: number; readonly language: Language },
): APIModalInteractionResponseCallbackData {
  const writer = writerOf(language);
  const value = wordsToGoOn(drawnWords(job.settled));
  return {
    custom_id: writeCustomId({ action: 'variation', jobId: job.id, picture }),
    title: writer.say(say('vary.title')),
    components: [
      labelled(
        writer.say(say('edit.prompt')),
        textField('prompt', { value, charsMax: 4000, lines: 'many', required: true }),
      ),
    ],
  };
}

/** The words that were sent. */
export function readRemixModal(fields: ModalSubmitFields): string {
  return fields.getTextInputValue('prompt').trim();
}
