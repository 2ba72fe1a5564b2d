import type { ServerRules } from '#bot/ports/server-rules.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import type { TrainingAsker, TrainingWish } from '#bot/ports/training.ts';
import type { ClusterOffer } from '#bot/presets/offer.ts';
import { say } from '#bot/text/say.ts';
import { captionsOf } from '#bot/training/training-plan.ts';
import { TRAINING } from '#shared/contract/bounds.ts';
import type { Model } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** What a wish is held against. */
export interface WishContext {
  readonly offer: ClusterOffer;
  readonly trained: Pick<TrainedStore, 'list'>;
  readonly rules: Pick<ServerRules, 'words'>;
  /** Whether some renderer that is connected trains at all. */
  readonly trains: boolean;
}

/** Bytes of all pictures together: what a request has room for. */
const BYTES_MAX = 18 * 2 ** 20;

const NAME = /^[a-z0-9][a-z0-9-]{1,31}$/;

/** The models that can be trained, in the order of the offer: those that draw from words alone. */
export function trainableModels({ models }: Pick<ClusterOffer, 'models'>): readonly Model[] {
  return models.filter(({ family, needs = [] }) => TRAINING.families.includes(family) && needs.length === 0);
}

/** The model that a wish is for, if it is there, and a sentence for everything that is wrong with the wish. */
export async function checkWish(
  wish: TrainingWish,
  asker: TrainingAsker,
  { offer, trained, rules, trains }: WishContext,
): Promise<{ readonly model: Model | undefined; readonly problems: readonly Message[] }> {
  const { name, kind, pictures, steps = 1, about } = wish;
  const able = trainableModels(offer);
  const model = wish.model === undefined ? able[0] : able.find((one) => one.name === wish.model);
  const taken = (await trained.list(asker.place.serverId)).some((one) => one.name === name);
  const isAdapter = offer.models.some(({ adapters }) => adapters.some((one) => one.name.toLowerCase() === name));
  const bytes = pictures.reduce((sum, { image }) => sum + image.bytes, 0);
  const { from, to } = TRAINING.pictures;
  const problems = [
    ...(trains ? [] : [say('train.no-renderer')]),
    ...(model ? [] : [say('train.model', { known: able.map((one) => one.name), given: wish.model ?? '' })]),
    ...(NAME.test(name) ? [] : [say('train.name')]),
    ...(taken || isAdapter ? [say('train.name-taken', { name })] : []),
    ...(kind === 'subject' && about === '' ? [say('train.about')] : []),
    ...(pictures.length < from ? [say('train.no-pictures')] : []),
    ...(pictures.length > to ? [say('train.too-many', { max: to, given: pictures.length })] : []),
    ...newerProblems(wish, offer),
    ...(await unwantedIn(wish, asker, rules)),
    ...(bytes > BYTES_MAX ? [say('train.bytes', { max: BYTES_MAX, given: bytes })] : []),
    ...(steps >= 1 && steps <= TRAINING.stepsMax ? [] : [say('train.steps', { max: TRAINING.stepsMax, given: steps })]),
  ];
  return { model, problems };
}

/** Of what not every renderer knows: what is trained besides the UNet, in which precision, and how pictures are cropped. */
function newerProblems(
  { kind, trainText = false, precision, randomCrop = false }: TrainingWish,
  { draws = [] }: ClusterOffer,
): readonly Message[] {
  if (trainText && kind === 'words') return [say('train.words-text')];
  const asked = [trainText && 'train_text', precision && 'precision', randomCrop && 'random_crop'];
  const isKnown = asked.every((field) => !field || draws.includes(field));
  return isKnown ? [] : [say('train.newer')];
}

/**
 * A sentence for each pattern that the server, or one that holds for who asks, refuses in a training. Its name and what
 * it is of are seen everywhere; what is drawn of it may say what places for adults may.
 */
async function unwantedIn(
  wish: TrainingWish,
  { place, member }: TrainingAsker,
  { words }: WishContext['rules'],
): Promise<readonly Message[]> {
  const servers = [place.serverId, ...(member.alsoUnder ?? [])];
  const shown = { texts: [wish.name, wish.about], isAdultPlace: false };
  const drawn = { texts: captionsOf(wish), isAdultPlace: member.isAmongAdults ?? false };
  const broken = await Promise.all(
    servers.flatMap((serverId) => [shown, drawn].map((texts) => words.broken({ ...texts, serverId }))),
  );
  const refused = broken.flat().filter(({ isLookedAt }) => !isLookedAt);
  return [...new Set(refused.map(({ pattern }) => pattern))].map((pattern) => say('train.unwanted', { pattern }));
}
