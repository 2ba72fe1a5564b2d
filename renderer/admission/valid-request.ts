import { bounded, shown, whole, wrong } from '#renderer/admission/bounds.ts';
import { validControl } from '#renderer/admission/valid-control.ts';
import { validImagePrompts } from '#renderer/admission/valid-image-prompts.ts';
import { validOwnAdapters } from '#renderer/admission/valid-own-adapters.ts';
import { validHires, validRefiner, validSizeConditioning } from '#renderer/admission/valid-passes.ts';
import { validNegative, validPrompt } from '#renderer/admission/valid-prompt.ts';
import { type OfferedSampler, validSampling } from '#renderer/admission/valid-sampling.ts';
import { validSource } from '#renderer/admission/valid-source.ts';
import { validEnding, validVariation } from '#renderer/admission/valid-variation.ts';
import type { AdapterFile, ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import { ADAPTER_STRENGTH_MAX, SEED_MAX } from '#shared/contract/bounds.ts';
import type { AdapterUse, Limits } from '#shared/contract/messages.ts';
import type { DrawTask, PreviewWish } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';
import { plainMessage } from '#shared/text/message.ts';

/** What a renderer has and allows; what a request is measured against. */
export interface Admission {
  readonly models: Models;
  readonly samplers: readonly OfferedSampler[];
  readonly limits: Limits;
}

/** Prompts as typed carry syntax and templates that the parsed ones do not. */
const TYPED_CHARS_PER_CHAR = 4;

/** A request that holds every limit, with every name resolved. Throws `invalid` or `not-found`. */
export function validRender(spec: DrawTask, offer: Admission): ValidRender {
  const { limits } = offer;
  const model = findModel(spec.model, offer);
  const chosen = chooseModel(model, spec.adapters, limits);
  const count = whole(message('field.count'), spec.count, { from: 1, to: limits.countMax });
  const { width, height } = validSize({ ...spec, count }, limits);
  const sampling = validSampling(spec, offer);
  const source = validSource(spec, model);
  return {
    kind: 'draw',
    ...chosen,
    ownAdapters: validOwnAdapters(spec),
    prompt: validPrompt(message('field.prompt'), spec.prompt, limits),
    negative: validNegative(message('field.negative'), spec.negative, limits),
    prompt2: spec.prompt2 ? validPrompt(message('field.prompt2'), spec.prompt2, limits) : null,
    negative2: spec.negative2 ? validNegative(message('field.negative2'), spec.negative2, limits) : null,
    ...sampling,
    width,
    height,
    seed: whole(message('field.seed'), spec.seed, { from: 0, to: SEED_MAX }),
    count,
    clipSkip: whole(message('field.clip-skip'), spec.clipSkip, { from: 0, to: model.textLayers - 1 }),
    sizeConditioning: validSizeConditioning(spec),
    source,
    imagePrompts: validImagePrompts(spec, model),
    hires: validHires(spec, source, offer),
    control: validControl(spec, model, offer.models),
    refiner: validRefiner(spec, model, { find: (name) => findModel(name, offer), source }),
    variation: validVariation(spec),
    ...validEnding(spec),
    previews: validPreviews(spec.previews, limits),
    parameters: {
      prompt: typed('parameters_prompt', spec.parametersPrompt, limits),
      negative: typed('parameters_negative', spec.parametersNegative, limits),
    },
  };
}

/** Throws `not-found` with the list, or says why a model that is there cannot be used. */
export function findModel(name: string, { models }: Pick<Admission, 'models'>): CatalogModel {
  const found = models.usable.find((model) => model.name === name);
  if (found) return found;
  const known = models.usable.map((model) => model.name);
  throw models.refused.get(name) ?? failure('not-found', 'model.unknown', { known, given: shown(name) });
}

/** The model and adapters of a Preload, by the same rules. */
export function validChoice(
  wish: { readonly model: string; readonly adapters: readonly AdapterUse[] },
  offer: Admission,
): ModelChoice {
  return chooseModel(findModel(wish.model, offer), wish.adapters, offer.limits).model;
}

/** What has to be loaded, and the LoRAs that are added to it for this render alone. */
function chooseModel(
  model: CatalogModel,
  uses: readonly AdapterUse[],
  limits: Limits,
): Pick<ValidRender, 'model' | 'styleLoras'> {
  const field = message('field.adapters');
  const most = limits.adaptersMax;
  if (uses.length > most) throw wrong(field, message('limit.most', { limit: most }), uses.length);
  const adapters = uses.map((use) => resolveAdapter(model, use));
  const twice = adapters.find(({ name }, i) => adapters.findIndex((other) => other.name === name) !== i);
  if (twice) throw wrong(field, message('limit.once'), message('given.twice', { name: twice.name }));
  const isStanding = ({ name }: AdapterFile) => model.adapters.some((known) => known.name === name && known.standing);
  const standing = adapters.filter(isStanding);
  const styleLoras = adapters.filter((adapter) => !isStanding(adapter));
  return { model: { name: model.name, files: model.files, adapters: standing }, styleLoras };
}

function resolveAdapter(model: CatalogModel, use: AdapterUse): AdapterFile {
  const found = model.adapters.find((adapter) => adapter.name === use.name);
  if (!found) {
    const known = model.adapters.map(({ name }) => name);
    throw failure('not-found', 'adapter.unknown', { model: model.name, known, given: shown(use.name) });
  }
  const limit = { from: -ADAPTER_STRENGTH_MAX, to: ADAPTER_STRENGTH_MAX };
  const { name, file } = found;
  const field = message('field.adapter-weight', { name });
  const weight = bounded(field, use.weight, limit);
  const textWeight = use.textWeight ? bounded(field, use.textWeight.value, limit) : weight;
  return { name, file, weight, ...(textWeight !== weight && { textWeight }) };
}

function validSize(
  { width, height, count }: { width: number; height: number; count: number },
  limits: Limits,
): { width: number; height: number } {
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const) {
    const field = message(`field.${name}`);
    whole(field, side, { from: limits.sideMin, to: limits.sideMax });
    const { sideMultiple: of } = limits;
    if (side % of !== 0) throw wrong(field, message('limit.multiple', { of }), side);
  }
  const pixels = width * height * count;
  if (pixels > limits.pixelsMax) {
    const given = `${width}x${height}x${count} = ${pixels}`;
    throw wrong(message('field.size'), message('limit.pixels', { limit: limits.pixelsMax }), given);
  }
  return { width, height };
}

function validPreviews(wish: PreviewWish | null, limits: Limits): PreviewWish | null {
  if (!wish) return null;
  return {
    everySteps: whole(plainMessage('previews.every_steps'), wish.everySteps, { from: 1, to: limits.stepsMax }),
    maxSide: whole(plainMessage('previews.max_side'), wish.maxSide, { from: 0, to: limits.sideMax * limits.countMax }),
  };
}

function typed(name: string, text: string, limits: Limits): string {
  const max = TYPED_CHARS_PER_CHAR * limits.promptCharsMax;
  if (text.length > max) throw wrong(plainMessage(name), message('limit.chars', { limit: max }), text.length);
  return text;
}
