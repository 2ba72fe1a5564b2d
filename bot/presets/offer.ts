import type { Needs } from '#bot/domain/task-needs.ts';
import type { Cluster, DescriptionStore } from '#bot/ports/cluster.ts';
import type { AdapterInfo, AdapterUse, Description, Limits, Model, SamplerInfo } from '#shared/contract/messages.ts';

/** Where it is known what renderers offer. */
export interface OfferSources {
  readonly cluster: Pick<Cluster, 'snapshot'>;
  readonly descriptions: Pick<DescriptionStore, 'recall'>;
}

/** What renderers offer now. One that has not answered since the restart counts by what it said before. */
export interface CurrentOffer {
  descriptions(): Promise<readonly Description[]>;
  /** Null as long as nobody ever described itself. */
  offer(): Promise<ClusterOffer | null>;
}

/** What a cluster can draw, and within which limits. */
export interface ClusterOffer {
  readonly models: readonly Model[];
  readonly samplers: readonly SamplerInfo[];
  readonly limits: Limits;
  /** What every renderer with control networks makes control pictures by; none when left out. */
  readonly methods?: readonly string[];
  /** Names of networks that make pictures larger; none when left out. */
  readonly upscalers?: readonly string[];
  /** What some renderer obeys of what older ones do not know (Description.draws); nothing when left out. */
  readonly draws?: readonly string[];
}

/**
 * What some renderer can draw, within limits that every renderer keeps, so that any of them may be given the job; first
 * what draws from words alone. Null when nobody has described itself. Pure.
 */
export function offerOf(descriptions: readonly Description[]): ClusterOffer | null {
  const limits = descriptions.flatMap((each) => (each.limits ? [each.limits] : []));
  if (limits.length === 0) return null;
  return {
    models: mergeModels(descriptions.flatMap(({ models }) => models)).toSorted(byNeeds),
    samplers: byName(descriptions.flatMap(({ samplers }) => samplers)),
    limits: limits.reduce(strictest),
    methods: sharedMethods(descriptions),
    upscalers: [...new Set(descriptions.flatMap(({ upscalers = [] }) => upscalers.map(({ name }) => name)))],
    draws: [...new Set(descriptions.flatMap(({ draws = [] }) => draws))],
  };
}

/** One renderer must both make the control picture and read it, whichever gets the job. */
function sharedMethods(descriptions: readonly Description[]): readonly string[] {
  const reading = descriptions.filter(({ models }) => models.some((model) => model.controlNetworks?.length));
  const [first = [], ...others] = reading.map(({ preprocessors = [] }) => preprocessors.map(({ method }) => method));
  return [...new Set(first)].filter((method) => others.every((list) => list.includes(method)));
}

/**
 * Follows what renderers say. The union of a thousand descriptions takes milliseconds and is made again only when one
 * of them changes; what was said before the restart is read once.
 */
export function followOffer({ cluster, descriptions }: OfferSources): CurrentOffer {
  const recalled = new Map<string, Description>();
  let last: { readonly of: readonly Description[]; readonly offer: ClusterOffer | null } | null = null;

  async function recall(rendererId: string): Promise<Description | null> {
    const found = recalled.get(rendererId) ?? (await descriptions.recall(rendererId));
    if (found) recalled.set(rendererId, found);
    return found;
  }

  async function known(): Promise<readonly Description[]> {
    const said: Description[] = [];
    for (const { id, description } of cluster.snapshot()) {
      const one = description ?? (await recall(id));
      if (one) said.push(one);
    }
    return said;
  }

  return {
    descriptions: known,
    async offer() {
      const said = await known();
      const isSame = last?.of.length === said.length && last.of.every((each, at) => each === said[at]);
      if (!last || !isSame) last = { of: said, offer: offerOf(said) };
      return last.offer;
    },
  };
}

/** Whether a renderer that describes itself so could ever do this. */
export function canDraw(description: Description | null, needs: Needs): boolean {
  const { kind, model, adapters, sampler, methods = [], refiner, words } = needs;
  const { imageAdapters = [], controls = [], draws = [] } = needs;
  if (!description?.tasks.includes(kind)) return false;
  if (sampler !== null && !description.samplers.some(({ name }) => name === sampler)) return false;
  if (!methods.every((method) => description.preprocessors?.some((one) => one.method === method))) return false;
  if (refiner !== undefined && !description.models.some(({ name }) => name === refiner)) return false;
  if (!hasUpscaler(description, needs)) return false;
  if (words && !readsWords(description)) return false;
  if (!draws.every((field) => description.draws?.includes(field))) return false;
  if (model === null) return true;
  const found = description.models.find(({ name }) => name === model);
  if (found === undefined || !hasAdapters(found, { adapters })) return false;
  const has = (list: readonly { readonly name: string }[] | undefined, wanted: readonly string[]) =>
    wanted.every((one) => list?.some(({ name }) => name === one));
  return has(found.imageAdapters, imageAdapters) && has(found.controlNetworks, controls);
}

function hasUpscaler({ upscalers = [] }: Description, { upscaler, denoises: mustDenoise }: Needs): boolean {
  if (upscaler === undefined && !mustDenoise) return true;
  const isMeant = (name: string) => upscaler === undefined || name === upscaler;
  return upscalers.some(({ name, denoises = false }) => isMeant(name) && (denoises || !mustDenoise));
}

/** Whether things in pictures are found by words, too. */
export function readsWords({ segmenters = [] }: Pick<Description, 'segmenters'>): boolean {
  return segmenters[0]?.words === true;
}

/** Whether the model has every adapter that is used. */
export function hasAdapters(model: Model, { adapters }: { readonly adapters: readonly AdapterUse[] }): boolean {
  return adapters.every((use) => model.adapters.some(({ name }) => name === use.name));
}

/** True when the bundled demonstration model is all there is. */
export function isDemonstration(offer: Pick<ClusterOffer, 'models'> | null): boolean {
  return offer !== null && offer.models.length > 0 && offer.models.every(({ demonstration }) => demonstration);
}

/** The family of models that go over what another one has begun. */
export const REFINER_FAMILY = 'sdxl-refiner';

/** Whether a model draws from words alone. */
export function drawsFromWords({ needs = [] }: Model): boolean {
  return needs.length === 0;
}

function byNeeds(a: Model, b: Model): number {
  return Number(drawsFromWords(b)) - Number(drawsFromWords(a));
}

function mergeModels(models: readonly Model[]): readonly Model[] {
  return byName(models).map((model) => {
    const same = models.filter(({ name }) => name === model.name);
    const adapters: AdapterInfo[] = same.flatMap((one) => one.adapters);
    const imageAdapters = same.flatMap((one) => one.imageAdapters ?? []);
    const controlNetworks = same.flatMap((one) => one.controlNetworks ?? []);
    return {
      ...model,
      adapters: byName(adapters),
      ...(imageAdapters.length > 0 && { imageAdapters: byName(imageAdapters) }),
      ...(controlNetworks.length > 0 && { controlNetworks: byName(controlNetworks) }),
    };
  });
}

/** The first of each name. */
function byName<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  return all.filter((each, index) => all.findIndex(({ name }) => name === each.name) === index);
}

function strictest(a: Limits, b: Limits): Limits {
  return {
    sideMin: Math.max(a.sideMin, b.sideMin),
    sideMax: Math.min(a.sideMax, b.sideMax),
    sideMultiple: leastCommonMultiple(a.sideMultiple, b.sideMultiple),
    pixelsMax: Math.min(a.pixelsMax, b.pixelsMax),
    stepsMax: Math.min(a.stepsMax, b.stepsMax),
    countMax: Math.min(a.countMax, b.countMax),
    guidanceMax: Math.min(a.guidanceMax, b.guidanceMax),
    promptCharsMax: Math.min(a.promptCharsMax, b.promptCharsMax),
    adaptersMax: Math.min(a.adaptersMax, b.adaptersMax),
    queueMax: Math.min(a.queueMax, b.queueMax),
    graceMs: Math.min(a.graceMs, b.graceMs),
  };
}

function leastCommonMultiple(a: number, b: number): number {
  const divisor = (m: number, n: number): number => (n === 0 ? m : divisor(n, m % n));
  return (a / Math.max(divisor(a, b), 1)) * b;
}
