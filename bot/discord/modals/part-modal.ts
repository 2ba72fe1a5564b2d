import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import { PROMPT_CHARS_MAX } from '#bot/commands/imagine-options.ts';
import { type CustomId, writeCustomId } from '#bot/discord/custom-id.ts';
import { labelled, textField } from '#bot/discord/modals/modal-fields.ts';
import type { Job, JobView } from '#bot/domain/job.ts';
import type { PartWish } from '#bot/ports/job-service.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';

/** The form that asks what to draw in the place of a thing that was found. */
export function partModal(
  { job }: JobView,
  {
    part,
    language,
    typed,
    id = { action: 'part', jobId: job.id, picture: part },
  }: {
    readonly part: number;
    readonly language: Language;
    /** Words that were typed before, in place of the picture's. */
    readonly typed?: string;
    readonly id?: CustomId;
  },
): APIModalInteractionResponseCallbackData {
  const { say: worded } = writerOf(language);
  const value = typed ?? wordsOf(job);
  const words = textField('prompt', { value, charsMax: PROMPT_CHARS_MAX, lines: 'many', required: true });
  return {
    custom_id: writeCustomId(id),
    title: worded(say('part.title', { number: part + 1 })),
    components: [labelled(worded(say('edit.prompt')), words)],
  };
}

/** Of a picture that nobody drew here the name of its file is all that is known, unless it was said what to draw. */
function wordsOf({ parentId, settled: { order } }: Job): string {
  if (order.start) return order.prompt;
  return parentId === null ? '' : readPrompt(order.prompt).text.trim();
}

/** What was filled in. */
export function readPartModal(fields: ModalSubmitFields, of: Pick<PartWish, 'jobId' | 'part'>): PartWish {
  return { ...of, variation: 'part', prompt: fields.getTextInputValue('prompt').trim() };
}
