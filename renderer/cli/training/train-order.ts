import type { TrainArguments } from '#renderer/cli/training/train-arguments.ts';
import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
import { DORA_TARGETS } from '#renderer/engine/training/trained-lora.ts';
import { countUncropped } from '#renderer/engine/training/training-data.ts';
import type { LoraOrder, TrainingOrder, WordsOrder } from '#renderer/engine/training/training-order.ts';
import { type CaptionedPicture, readTrainingFolder } from '#renderer/engine/training/training-pictures.ts';
import { PLAIN_HABITS, type UsualLora, usualLora } from '#renderer/engine/training/usual-lora.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What a command line comes to for a model. Throws `invalid` with one sentence; what can be done without is told to `tell`. */
export async function orderOf(
  asked: TrainArguments,
  checkpoint: Checkpoint,
  tell: (line: string) => void,
): Promise<TrainingOrder> {
  const isWords = asked.method === 'textual-inversion';
  const usual = isWords || asked.whole ? PLAIN_HABITS : usualLora(checkpoint);
  const { latentFactor, latentSide } = modelTraits(checkpoint);
  const resolution = asked.resolution ?? latentFactor * latentSide;
  const pictures = await picturesAt(asked.data!, { caption: captionOf(asked), tell });
  const uncropped = asked.randomCrop ? await countUncropped(pictures, resolution) : 0;
  if (uncropped > 0) tell(sharedEnglish.say(message('training.no-crop', { count: uncropped })));
  const steps = stepsOf(asked, pictures);
  const order: TrainingOrder = {
    pictures,
    classPictures: asked.classData ? await picturesAt(asked.classData, { caption: asked.classCaption, tell }) : [],
    lora: isWords || asked.whole ? null : loraOf(asked, usual),
    words: wordsOf(asked, steps),
    ...(asked.whole && { whole: { text: asked.trainText } }),
    ...{ steps, resolution, batch: asked.batch, accumulate: asked.accumulate, seed: asked.seed },
    ...picturesSeen(asked),
    ...ratesOf(asked, { checkpoint, usual }),
    gradientMax: isWords || asked.gradientMax === 0 ? null : asked.gradientMax,
    ...noiseOf(asked, usual),
    ...(asked.precision === 'float16' && { precision: asked.precision }),
    ...(asked.averageDecay !== null && { average: { decay: asked.averageDecay } }),
    priorWeight: asked.priorWeight ?? usual.priorWeight,
    ...((asked.prior ?? usual.priorTarget) === 'prediction' && { priorTarget: 'prediction' as const }),
    saveEvery: asked.saveEvery,
  };
  requireToken(order);
  return order;
}

function captionOf({ caption, method, token }: TrainArguments): string | null {
  return caption ?? (method === 'textual-inversion' ? `a picture of ${token}` : null);
}

/** An epoch sees every picture as often as it comes. */
function stepsOf({ epochs, steps, batch, accumulate }: TrainArguments, pictures: readonly CaptionedPicture[]): number {
  if (epochs === null) return steps;
  const seen = pictures.reduce((sum, { repeats }) => sum + repeats, 0);
  return epochs * Math.ceil(Math.ceil(seen / batch) / accumulate);
}

function loraOf({ targets, rank, alpha, trainText: text, dora }: TrainArguments, usual: UsualLora): LoraOrder {
  const own = dora ? usual.targets.filter((one) => DORA_TARGETS.includes(one)) : usual.targets;
  return { targets: targets ?? own, rank, alpha: alpha ?? rank, text, ...(dora && { dora: true as const }) };
}

function wordsOf({ method, pivotal, token, begin, vectors: count }: TrainArguments, steps: number): WordsOrder | null {
  if (method === 'textual-inversion') return { token, count, begin };
  return pivotal === null ? null : { token, count, begin, until: Math.round(pivotal * steps) };
}

/** How pictures and their words are seen. */
function picturesSeen(asked: TrainArguments) {
  const { flips, randomCrop, captionDropout, captionShuffle, keptParts } = asked;
  return {
    flips,
    captionDropout,
    ...(randomCrop && { randomCrop: true as const }),
    ...(captionShuffle && { captionShuffle: true as const }),
    ...(keptParts > 0 && { keptParts }),
  };
}

interface UsualWith {
  readonly checkpoint: Checkpoint;
  readonly usual: UsualLora;
}

function ratesOf(asked: TrainArguments, { checkpoint, usual }: UsualWith) {
  const { rate, textRate, weightDecay } = usualRates(asked, checkpoint);
  const { schedule, adamw } = asked;
  const { kind } = usual.schedule;
  const warm = kind === 'constant' && schedule.warmup > 0 ? 'constant_with_warmup' : kind;
  const own = asked.textRate ?? (asked.rate === null ? textRate : null);
  return {
    rate: asked.rate ?? rate,
    ...(own !== null && { textRate: own }),
    schedule: { ...schedule, kind: schedule.kind ?? warm },
    adamw: { ...adamw, weightDecay: adamw.weightDecay ?? weightDecay },
  };
}

interface UsualRates {
  readonly rate: number;
  /** Of text encoders; null = the same. */
  readonly textRate: number | null;
  readonly weightDecay: number;
}

/** As diffusers' scripts and what they say of them have it, but for words, which have A1111's. */
const RATES = { lora: 1e-4, dreambooth: 5e-4, 'textual-inversion': 5e-3, extract: 0, checkpoint: 1e-5 };
const WHOLE_DREAMBOOTH_RATE = 5e-6;
/** Of a LoRA by their Dreambooth for SDXL. */
const LARGE_DREAMBOOTH: UsualRates = { rate: 1e-4, textRate: 5e-6, weightDecay: 1e-4 };

function usualRates({ method, whole }: TrainArguments, checkpoint: Checkpoint): UsualRates {
  const isDreambooth = method === 'dreambooth';
  const isLarge = modelTraits(checkpoint).textStates === 'hidden';
  if (isDreambooth && !whole && isLarge) return LARGE_DREAMBOOTH;
  const rate = isDreambooth && whole ? WHOLE_DREAMBOOTH_RATE : RATES[method];
  return { rate, textRate: null, weightDecay: USUAL_ADAMW.weightDecay };
}

/** Noise, and how losses count by it. */
function noiseOf(asked: TrainArguments, usual: UsualLora) {
  const { noiseOffset, inputPerturbation, timesteps, zeroSnr } = asked;
  return {
    weighting: asked.weighting ?? usual.weighting,
    noiseOffset,
    ...(inputPerturbation > 0 && { inputPerturbation }),
    ...(timesteps && { timesteps }),
    ...(zeroSnr && { zeroSnr: true as const }),
  };
}

/** Words that no caption has would stay what they began as. */
function requireToken({ words, pictures }: TrainingOrder): void {
  if (!words || pictures.some(({ caption }) => caption.includes(words.token))) return;
  throw failure('invalid', 'training.no-token', { token: words.token });
}

interface ReadPictures {
  readonly caption: string | null;
  readonly tell: (line: string) => void;
}

async function picturesAt(folder: string, { caption, tell }: ReadPictures): Promise<readonly CaptionedPicture[]> {
  const { pictures, refused } = await readTrainingFolder(folder, caption);
  for (const { name, reason } of refused) tell(sharedEnglish.say(message('training.picture', { name, reason })));
  if (pictures.length === 0) throw failure('invalid', 'training.no-pictures', { folder });
  const bare = pictures.filter((picture) => picture.caption === '').length;
  if (bare > 0) tell(sharedEnglish.say(message('training.captions', { count: bare })));
  return pictures;
}
