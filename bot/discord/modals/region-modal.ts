import type { APIModalInteractionResponseCallbackData, ModalSubmitFields } from 'discord.js';
import { PROMPT_CHARS_MAX } from '#bot/commands/imagine-options.ts';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import { choiceField, labelled, select, textField, uploadField } from '#bot/discord/modals/modal-fields.ts';
import { givenFile } from '#bot/discord/modals/option-field.ts';
import { drawnWords } from '#bot/domain/drawn-words.ts';
import { type JobView, picturesIn } from '#bot/domain/job.ts';
import { PICTURE_AREAS } from '#bot/domain/picture-area.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { failure, say } from '#bot/text/say.ts';

/** The form that asks which part of a picture to draw anew, by a mask, and with which words. Throws `not-found`. */
export function regionModal(
  { job }: JobView,
  { language }: { readonly language: Language },
): APIModalInteractionResponseCallbackData {
  const { say: worded } = writerOf(language);
  const pictures = job.state.kind === 'done' ? picturesIn(job.state.result) : [];
  if (pictures.length === 0) throw failure('not-found', 'order.picture-gone');
  const choices = pictures.map(({ index, seed }) => ({
    value: String(index),
    label: worded(say('vary.picture-named', { index: index + 1, seed })),
  }));
  const value = readPrompt(drawnWords(job.settled)).text.trim();
  const words = textField('prompt', { value, charsMax: PROMPT_CHARS_MAX, lines: 'many', required: true });
  const mask = uploadField('mask', { max: 1 });
  const areas = PICTURE_AREAS.map((area) => ({ value: area, label: worded(say(`area.${area}`)) }));
  const area = choiceField('area', { options: areas, chosen: undefined, required: false, isFew: false });
  return {
    custom_id: writeCustomId({ action: 'region', jobId: job.id }),
    title: worded(say('vary.region')),
    components: [
      ...(choices.length > 1 ? [labelled(worded(say('vary.picture')), select('picture', { options: choices }))] : []),
      labelled(worded(say('region.area')), area),
      { ...labelled(worded(say('region.mask')), mask), description: worded(say('region.mask-about')) },
      labelled(worded(say('edit.prompt')), words),
    ],
  };
}

/** What was filled in, as /vary takes it. */
export function readRegionModal(fields: ModalSubmitFields): RegionValues {
  const chosen = (name: string) => (fields.fields.has(name) ? fields.getStringSelectValues(name)[0] : undefined);
  const [area, file] = [chosen('area'), fields.getUploadedFiles('mask')?.first()];
  return {
    picture: Number(chosen('picture') ?? 0) + 1,
    ...(area && { area }),
    ...(file && { mask: givenFile(file) }),
    prompt: fields.getTextInputValue('prompt').trim(),
  };
}

/** A part of one of a job's pictures, and what to draw there. */
interface RegionValues {
  readonly picture: number;
  readonly area?: string;
  readonly mask?: GivenPicture;
  readonly prompt: string;
}
