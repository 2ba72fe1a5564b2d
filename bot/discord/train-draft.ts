import { type APIModalInteractionResponseCallbackData, ComponentType, type ModalSubmitFields } from 'discord.js';
import { readTrainingWish, TRAIN_FILES_MAX, trainFilesIn, trainingDraft } from '#bot/commands/train.ts';
import { acceptJob } from '#bot/discord/accept-job.ts';
import { answerCommand, answerMessage, commandCalled } from '#bot/discord/answer-command.ts';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { labelled, textField } from '#bot/discord/modals/modal-fields.ts';
import { TRAINING_CALL as CALL, withTrainButtons } from '#bot/discord/train-buttons.ts';
import type { TrainingWish } from '#bot/ports/training.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';

type Values = Readonly<Record<string, unknown>>;

/** Characters of a form's text, as Discord takes them. */
const TEXT_CHARS_MAX = 4000;

/** Whether a command wants pictures that it was not given: Discord can ask for them in a form. */
export function lacksPictures(call: string, values: Values): boolean {
  const [group, name = ''] = call.split(' ');
  return group === CALL && NEEDS_PICTURES.includes(name) && trainFilesIn(values).length === 0;
}

const NEEDS_PICTURES: readonly string[] = ['style', 'subject', 'textual-inversion'];

/** Opens the form that asks for pictures. */
export async function askForPictures(call: string, values: Values, invocation: Invocation): Promise<void> {
  const { answer, drafts, member, reader } = invocation;
  const jobId = await drafts.keep({ memberId: member.id, call, values, parentId: null });
  await answer.openModal(filesModal(jobId, reader.language));
}

function filesModal(
  jobId: string,
  language: Invocation['reader']['language'],
): APIModalInteractionResponseCallbackData {
  const words = writerOf(language);
  return {
    custom_id: writeCustomId({ action: 'train-files', jobId }),
    title: words.say(say('train.files')),
    components: [
      labelled(words.say(say('train.files')), {
        type: ComponentType.FileUpload,
        custom_id: 'files',
        required: true,
        min_values: 1,
        max_values: TRAIN_FILES_MAX,
      }),
    ],
  };
}

/** The form with pictures comes back, and the command runs with them. */
export async function submitTrainFiles(
  id: string,
  { invocation, fields }: { readonly invocation: Invocation; readonly fields: ModalSubmitFields },
): Promise<void> {
  const draft = await draftOf(id, invocation);
  const files = [...(fields.getUploadedFiles('files')?.values() ?? [])];
  const given = files.map(({ url, name, size }, i) => [`picture-${i + 1}`, { url, name, bytes: size }] as const);
  await runTraining(draft.call, { ...draft.values, ...Object.fromEntries(given) }, invocation);
}

/** Runs a command that starts a training: fetching its pictures may take longer than Discord waits. */
export async function runTraining(call: string, values: Values, invocation: Invocation): Promise<void> {
  const command = commandCalled(call, invocation);
  if (!command || command.answers === 'panel') throw failure('not-found', 'command.gone', { call });
  await invocation.demandRight(CALL);
  await invocation.answer.defer();
  await answerCommand(command, { values, invocation });
}

/** Does what a button under such a message says. */
export async function pressTrain(
  action: 'train-start' | 'train-edit' | 'train-describe',
  { id, invocation }: { readonly id: string; readonly invocation: Invocation },
): Promise<void> {
  const wish = await wishOf(id, invocation);
  const { jobs, answer, place, member, requestKey, reader } = invocation;
  await invocation.demandRight(CALL);
  if (action === 'train-edit') return answer.openModal(captionsModal(id, wish, reader.language));
  if (action === 'train-start')
    return acceptJob(invocation, {
      ...invocation,
      submit: () => jobs.training.start(wish, { place, member, requestKey }),
    });
  await answer.defer();
  const patience = AbortSignal.timeout(DESCRIBING_MS);
  const pictures = await jobs.training.describe(wish.pictures, { place, member, requestKey }, patience);
  await showDraft({ ...wish, pictures }, invocation);
}

/** How long descriptions are waited for: Discord lets an answer come for a quarter of an hour. */
const DESCRIBING_MS = 10 * 60_000;

/** The form with captions comes back. */
export async function submitCaptions(
  id: string,
  { invocation, fields }: { readonly invocation: Invocation; readonly fields: ModalSubmitFields },
): Promise<void> {
  const wish = await wishOf(id, invocation);
  const lines = fields.getTextInputValue('captions').split('\n');
  while (lines.length > wish.pictures.length && lines.at(-1)?.trim() === '') lines.pop();
  const want = Math.min(wish.pictures.length, linesOf(wish).length);
  if (lines.length !== want) throw failure('invalid', 'train.lines', { want, given: lines.length });
  const pictures = wish.pictures.map((one, i) => (i < want ? { ...one, caption: lines[i]!.trim() } : one));
  await showDraft({ ...wish, pictures }, invocation);
}

async function showDraft(wish: TrainingWish, invocation: Invocation): Promise<void> {
  const answer = await trainingDraft(wish, { refused: [], context: invocation });
  const message = answerMessage(answer, { call: CALL, language: invocation.reader.language });
  await invocation.answer.showPrivately(await withTrainButtons(message, wish, invocation));
}

function captionsModal(
  jobId: string,
  wish: TrainingWish,
  language: Invocation['reader']['language'],
): APIModalInteractionResponseCallbackData {
  const words = writerOf(language);
  const lines = linesOf(wish);
  const text = textField('captions', { value: lines.join('\n'), charsMax: TEXT_CHARS_MAX, lines: 'many' });
  return {
    custom_id: writeCustomId({ action: 'train-edit', jobId }),
    title: words.say(say('train.edit-title')),
    components: [labelled(words.say(say('train.edit-label', { count: lines.length })), text)],
  };
}

/** The captions that one form has room for, one a line. */
function linesOf({ pictures }: TrainingWish): readonly string[] {
  let room = TEXT_CHARS_MAX;
  const lines = pictures.map(({ caption }) => caption.replace(/\s+/g, ' '));
  return lines.filter((line) => {
    room -= line.length + 1;
    return room >= 0;
  });
}

async function wishOf(id: string, invocation: Invocation): Promise<TrainingWish> {
  const { call, values } = await draftOf(id, invocation);
  const wish = call === CALL ? readTrainingWish(values) : null;
  if (!wish) throw failure('not-found', 'train.draft-gone');
  return wish;
}

async function draftOf(id: string, { drafts, member }: Invocation) {
  const draft = await drafts.find(id);
  if (!draft || draft.memberId !== member.id) throw failure('not-found', 'train.draft-gone');
  return draft;
}
