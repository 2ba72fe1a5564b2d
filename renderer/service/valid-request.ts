import type { AdapterFile, ModelChoice, ValidRender } from '#renderer/engine/engine.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import { Failure } from '#shared/failure.ts';
import type { AdapterUse, Limits, PreviewWish, Prompt, RenderSpec, Sampler } from '#shared/rpc/messages.ts';

/** What a renderer has and allows; what a request is measured against. */
export interface Offer {
  readonly models: Models;
  readonly samplers: readonly OfferedSampler[];
  readonly limits: Limits;
}

export interface OfferedSampler extends Sampler {
  /** Most steps that it can take; left out = any number. */
  readonly stepsMax?: number;
}

/** Strength beyond which an adapter only breaks pictures; both signs. */
const ADAPTER_WEIGHT_MAX = 10;

/** Parts between BREAKs. */
const CHUNKS_MAX = 32;

/** Prompts as typed carry syntax and templates that the parsed ones do not. */
const TYPED_CHARS_PER_CHAR = 4;

/** The door: what comes out holds every limit and has every name resolved. Throws `invalid` or `not-found`. */
export function validRender(spec: RenderSpec | null, offer: Offer): ValidRender {
  if (!spec) throw new Failure('invalid', 'Cannot render: the request needs a spec, given none');
  const { limits } = offer;
  const model = findModel(spec.model, offer);
  const count = whole('count', spec.count, { from: 1, to: limits.countMax });
  const { width, height } = validSize({ ...spec, count }, limits);
  return {
    model: chooseModel(model, spec.adapters, limits),
    prompt: validPrompt('prompt', spec.prompt, limits),
    negative: validPrompt('negative prompt', spec.negative, limits),
    ...validSampling(spec, offer),
    guidance: bounded('guidance', spec.guidance, { from: 0, to: limits.guidanceMax }),
    width,
    height,
    seed: whole('seed', spec.seed, { from: 0, to: 2 ** 32 - 1 }),
    count,
    clipSkip: whole('clip skip', spec.clipSkip, { from: 0, to: model.textLayers - 1 }),
    previews: validPreviews(spec.previews, limits),
    parameters: {
      prompt: typed('parameters_prompt', spec.parametersPrompt, limits),
      negative: typed('parameters_negative', spec.parametersNegative, limits),
    },
  };
}

/** Throws `not-found` with the list, or says why a model that is there cannot be used. */
export function findModel(name: string, { models }: Pick<Offer, 'models'>): CatalogModel {
  const found = models.usable.find((model) => model.name === name);
  if (found) return found;
  const missing = `Cannot use model: ${oneOf(models.usable)}, given ${shown(name)}`;
  throw models.refused.get(name) ?? new Failure('not-found', missing);
}

/** The model and adapters of a Preload, by the same rules. */
export function validChoice(
  wish: { readonly model: string; readonly adapters: readonly AdapterUse[] },
  offer: Offer,
): ModelChoice {
  return chooseModel(findModel(wish.model, offer), wish.adapters, offer.limits);
}

function chooseModel(model: CatalogModel, uses: readonly AdapterUse[], limits: Limits): ModelChoice {
  if (uses.length > limits.adaptersMax) throw wrong('adapters', `at most ${limits.adaptersMax}`, uses.length);
  const adapters = uses.map((use) => resolveAdapter(model, use));
  const twice = adapters.find(({ name }, i) => adapters.findIndex((other) => other.name === name) !== i);
  if (twice) throw wrong('adapters', 'each at most once', `${twice.name} twice`);
  return { name: model.name, folder: model.folder, adapters };
}

function resolveAdapter(model: CatalogModel, use: AdapterUse): AdapterFile {
  const found = model.adapters.find((adapter) => adapter.name === use.name);
  if (!found) {
    const known = oneOf(model.adapters);
    throw new Failure('not-found', `Cannot use adapter with model ${model.name}: ${known}, given ${shown(use.name)}`);
  }
  const limit = { from: -ADAPTER_WEIGHT_MAX, to: ADAPTER_WEIGHT_MAX };
  return { name: found.name, file: found.file, weight: bounded(`weight of adapter ${found.name}`, use.weight, limit) };
}

function validSize(
  { width, height, count }: { width: number; height: number; count: number },
  limits: Limits,
): { width: number; height: number } {
  for (const [name, side] of Object.entries({ width, height })) {
    whole(name, side, { from: limits.sideMin, to: limits.sideMax });
    if (side % limits.sideMultiple !== 0) throw wrong(name, `a multiple of ${limits.sideMultiple}`, side);
  }
  const pixels = width * height * count;
  if (pixels > limits.pixelsMax) {
    throw wrong(
      'size',
      `width x height x count at most ${limits.pixelsMax}`,
      `${width}x${height}x${count} = ${pixels}`,
    );
  }
  return { width, height };
}

function validSampling(
  spec: RenderSpec,
  { samplers, limits }: Offer,
): { sampler: string; karras: boolean; steps: number } {
  const sampler = samplers.find(({ name }) => name === spec.sampler);
  if (!sampler) throw new Failure('not-found', `Cannot use sampler: ${oneOf(samplers)}, given ${shown(spec.sampler)}`);
  if (spec.karras && !sampler.hasKarras) {
    const able = oneOf(samplers.filter(({ hasKarras }) => hasKarras));
    throw new Failure('invalid', `Cannot use karras with this sampler: ${able}, given ${sampler.name}`);
  }
  const { name, stepsMax = limits.stepsMax } = sampler;
  const steps = whole('steps', spec.steps, { from: 1, to: limits.stepsMax });
  whole(`steps with sampler ${name}`, steps, { from: 1, to: stepsMax });
  return { sampler: name, karras: spec.karras, steps };
}

/** A prompt within the limits; none is an empty one. `name` is for the message. */
export function validPrompt(name: string, prompt: Prompt | null, limits: Limits): Prompt {
  const chunks = prompt?.chunks ?? [];
  const spans = chunks.flatMap((chunk) => chunk.spans);
  const chars = spans.reduce((sum, span) => sum + span.text.length, 0);
  if (chars > limits.promptCharsMax) throw wrong(name, `at most ${limits.promptCharsMax} characters`, chars);
  // Every chunk is encoded by itself, and spans cost work even when they are empty.
  if (chunks.length > CHUNKS_MAX) throw wrong(name, `at most ${CHUNKS_MAX} chunks`, chunks.length);
  if (spans.length > limits.promptCharsMax) throw wrong(name, `at most ${limits.promptCharsMax} spans`, spans.length);
  const odd = spans.find((span) => !Number.isFinite(span.weight));
  if (odd) throw wrong(`${name}'s weights`, 'finite numbers', odd.weight);
  return { chunks };
}

function validPreviews(wish: PreviewWish | null, limits: Limits): PreviewWish | null {
  if (!wish) return null;
  return {
    everySteps: whole('previews.every_steps', wish.everySteps, { from: 1, to: limits.stepsMax }),
    maxSide: whole('previews.max_side', wish.maxSide, { from: 0, to: limits.sideMax * limits.countMax }),
  };
}

function typed(name: string, text: string, limits: Limits): string {
  const max = TYPED_CHARS_PER_CHAR * limits.promptCharsMax;
  if (text.length > max) throw wrong(name, `at most ${max} characters`, text.length);
  return text;
}

interface Bounds {
  readonly from: number;
  readonly to: number;
}

function whole(name: string, value: number, { from, to }: Bounds): number {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw wrong(name, `a whole number from ${from} to ${to}`, value);
  }
  return value;
}

/** A float that crossed the wire carries 24 bits: 1.2 arrives as 1.2000000476837158. The shortest text for it is meant. */
function bounded(name: string, value: number, { from, to }: Bounds): number {
  if (!(value >= from && value <= to)) throw wrong(name, `a number from ${from} to ${to}`, value);
  return Number(value.toPrecision(7));
}

function oneOf(things: readonly { readonly name: string }[]): string {
  const names = things.map(({ name }) => name).join(', ');
  return names === '' ? 'there is none here' : `it must be one of ${names}`;
}

function wrong(name: string, limit: string, given: string | number): Failure {
  return new Failure('invalid', `Cannot render: ${name} must be ${limit}, given ${given}`);
}

// A name from outside, short enough for a sentence.
function shown(name: string): string {
  return name === '' ? 'none' : JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
