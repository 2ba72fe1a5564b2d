import { z } from 'zod';
import { type CardAnswer, type CommandGroup, defineCommand, type RunContext } from '#bot/commands/command.ts';
import type { Input } from '#bot/commands/option.ts';
import type { JobId } from '#bot/domain/job.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import { TRAINED_KINDS, type TrainedKind } from '#bot/ports/rules.ts';
import type { TrainingAsker, TrainingWish } from '#bot/ports/training.ts';
import type { PicturesToTrain } from '#bot/ports/training-pictures.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import { trainedCard, trainingDraftCard } from '#bot/views/train-cards.ts';
import { TRAINING } from '#shared/contract/bounds.ts';
import type { Message } from '#shared/text/message.ts';

/** `/train`: training models. */
export const TRAIN_GROUP: CommandGroup = { name: 'train', description: say('command.train') };

/** As many files as one form of Discord takes; more come in an archive. */
export const TRAIN_FILES_MAX = 10;

const NAME = {
  kind: 'text',
  description: say('command.train.name'),
  called: say('option.name'),
  required: true,
  charactersMin: 2,
  charactersMax: 32,
} as const;

const PICTURE = { kind: 'picture', description: say('command.train.picture') } as const;

const OPTIONS = {
  name: NAME,
  zip: { kind: 'picture', takes: 'zip', description: say('command.train.zip'), called: say('option.zip') },
  about: { kind: 'text', description: say('command.train.about'), called: say('option.about'), charactersMax: 60 },
  model: {
    kind: 'text',
    description: say('command.train.model'),
    called: say('option.model'),
    charactersMax: 100,
    completes: 'model',
  },
  steps: { kind: 'integer', description: say('command.train.steps'), called: say('option.steps'), min: 1, max: 20_000 },
  precision: {
    kind: 'choice',
    description: say('command.train.precision'),
    called: say('option.precision'),
    choices: TRAINING.precisions.map((value) => ({ value, label: say(`train.${value}`) })),
  },
  'random-crop': {
    kind: 'boolean',
    description: say('command.train.random-crop'),
    called: say('option.random-crop'),
  },
  'picture-1': PICTURE,
  'picture-2': PICTURE,
  'picture-3': PICTURE,
  'picture-4': PICTURE,
  'picture-5': PICTURE,
  'picture-6': PICTURE,
  'picture-7': PICTURE,
  'picture-8': PICTURE,
  'picture-9': PICTURE,
  'picture-10': PICTURE,
} as const;

/** Of a LoRA. */
const LORA_OPTIONS = {
  ...OPTIONS,
  'train-text': {
    kind: 'boolean',
    description: say('command.train.train-text'),
    called: say('option.train-text'),
  },
} as const;

/** A style is no kind of thing. */
const { about: _about, ...STYLE_OPTIONS } = LORA_OPTIONS;

/** The files among what such a command was given, in their order. */
export function trainFilesIn(values: Readonly<Record<string, unknown>>): readonly GivenPicture[] {
  const names = ['zip', ...Array.from({ length: TRAIN_FILES_MAX }, (_, i) => `picture-${i + 1}`)];
  return names.flatMap((name) => (values[name] === undefined ? [] : [values[name] as GivenPicture]));
}

/** What all commands that train have in common. */
function training(kind: TrainedKind) {
  return {
    group: TRAIN_GROUP,
    who: 'everybody',
    only: 'discord',
    answers: 'card',
    async run(input: Input<typeof LORA_OPTIONS>, context: RunContext): Promise<CardAnswer> {
      const { jobs, intake, place, member } = context;
      await jobs.training.demand({ place, member });
      const given = await intake.forTraining(trainFilesIn(input));
      const { about = '', model, steps, precision, 'train-text': trainText, 'random-crop': randomCrop } = input;
      const settings = {
        ...(model !== undefined && { model }),
        ...(steps !== undefined && { steps }),
        ...(precision !== undefined && { precision }),
        ...(trainText && { trainText }),
        ...(randomCrop && { randomCrop }),
      };
      const wish = { kind, name: input.name.trim().toLowerCase(), about: about.trim(), ...settings };
      return trainingDraft({ ...wish, pictures: given.pictures }, { refused: given.refused, context });
    },
  } as const;
}

const wished: z.ZodType<TrainingWish> = z.object({
  kind: z.enum(TRAINED_KINDS),
  name: z.string(),
  about: z.string(),
  model: z.string().exactOptional(),
  steps: z.int().exactOptional(),
  trainText: z.boolean().exactOptional(),
  precision: z.enum(TRAINING.precisions).exactOptional(),
  randomCrop: z.boolean().exactOptional(),
  pictures: z.array(
    z.object({
      name: z.string(),
      image: z.object({ sha256: z.string(), bytes: z.number(), mime: z.string() }),
      caption: z.string(),
      repeats: z.number(),
    }),
  ),
});

/** A wish that was kept; null where it is none. */
export function readTrainingWish(kept: unknown): TrainingWish | null {
  const read = wished.safeParse(kept);
  return read.success ? read.data : null;
}

/** What a wish comes to, for who may start it; the wish goes with it. */
export async function trainingDraft(
  wish: TrainingWish,
  { refused, context }: { readonly refused: PicturesToTrain['refused']; readonly context: RunContext },
): Promise<CardAnswer> {
  const { jobs, place, member, reader } = context;
  const plan = await jobs.training.plan(wish, { place, member });
  return { card: trainingDraftCard(plan, { refused, reader }), notices: plan.notices, training: wish };
}

/** A style from pictures. */
export const trainStyle = defineCommand({
  ...training('style'),
  name: 'style',
  description: say('command.train.style'),
  options: STYLE_OPTIONS,
});

/** A thing, by Dreambooth: what is like it stays as it is. */
export const trainSubject = defineCommand({
  ...training('subject'),
  name: 'subject',
  description: say('command.train.subject'),
  options: LORA_OPTIONS,
});

/** A new word. */
export const trainWords = defineCommand({
  ...training('words'),
  name: 'textual-inversion',
  description: say('command.train.words'),
  options: OPTIONS,
});

function listing(name: 'list' | 'status') {
  return defineCommand({
    group: TRAIN_GROUP,
    name,
    description: say(`command.train.${name}`),
    options: {},
    who: 'everybody',
    answers: 'card',
    async run(_, { jobs, place, reader }) {
      const all = await jobs.training.list(place.serverId);
      const shown = name === 'list' ? all : all.filter(({ file }) => file === null);
      return { card: trainedCard(shown, reader), notices: [] };
    },
  });
}

/** What was trained here, and what is being trained. */
export const listTrained = listing('list');
/** What is being trained here. */
export const trainStatus = listing('status');

/** Ends a training with the best of it. */
export const trainStop = defineCommand({
  group: TRAIN_GROUP,
  name: 'stop',
  description: say('command.train.stop'),
  options: { name: NAME },
  who: 'everybody',
  answers: 'sentence',
  async run({ name }, { jobs, place, member }) {
    const ended = await jobs.training.stop(name, { place, member });
    return say(ended === 'ending' ? 'train.stopping' : 'train.not-begun', { name });
  },
});

function pausing(name: 'pause' | 'resume') {
  return defineCommand({
    group: TRAIN_GROUP,
    name,
    description: say(`command.train.${name}`),
    options: { name: NAME },
    who: 'everybody',
    answers: 'sentence',
    run: ({ name: training }, { jobs, place, member }) =>
      pauseTraining(jobs, { name: training, isPaused: name === 'pause', asker: { place, member } }),
  });
}

/** Holds a training, also over restarts. */
export const trainPause = pausing('pause');
/** Has a training go on that was held. */
export const trainResume = pausing('resume');

/** Holds a training or has it go on, and says what comes of it. */
export async function pauseTraining(
  { training }: Pick<RunContext['jobs'], 'training'>,
  { name, isPaused, asker }: { readonly name: string; readonly isPaused: boolean; readonly asker: TrainingAsker },
): Promise<Message> {
  const now = await training.pause(name, asker, isPaused);
  if (!isPaused) return say('train.going-on', { name });
  return now === 'running' ? say('train.pausing', { name }) : say('train.begins-held', { name });
}

/** Puts something that was trained into the bin. */
export const trainDelete = defineCommand({
  group: TRAIN_GROUP,
  name: 'delete',
  description: say('command.train.delete'),
  options: { name: NAME },
  who: 'everybody',
  answers: 'card',
  async run({ name }, { jobs, place, member, reader }): Promise<CardAnswer> {
    const jobId = await jobs.training.remove(name, { place, member });
    const said = deletedSentence(name, jobId);
    const card = { heading: writerOf(reader.language).rich(said), paragraphs: [], fields: [] };
    return { card, notices: [], ...(jobId !== null && { deleted: { jobId, said } }) };
  },
});

/** What is said of a training that was deleted: whether it can be put back. */
export function deletedSentence(name: string, jobId: JobId | null): Message {
  return jobId === null ? say('train.deleted', { name }) : say('train.in-bin', { name });
}
