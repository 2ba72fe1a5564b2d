import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { type ClusterOffer, isDemonstration } from '#bot/presets/offer.ts';
import { stepsMaxOf } from '#bot/presets/ranges.ts';
import { alikeOf } from '#bot/prompt/alike.ts';
import type { ClusterCard, OfferCard } from '#bot/studio/server/api.ts';
import type { Errand } from '#bot/studio/server/machine-work.ts';
import type { PullCard, RendererCard } from '#bot/studio/server/operator-api.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { AdapterUse, Description, PullableModel } from '#shared/contract/messages.ts';
import { INPAINT_METHOD, PREPROCESS_METHODS } from '#shared/contract/preprocess-methods.ts';
import { type Message, plainMessage, type Writer } from '#shared/text/message.ts';

/** The renderers as the board shows them, and what can be asked of them; null as long as no renderer has told. */
export function clusterCard(
  snapshots: readonly RendererSnapshot[],
  {
    offer,
    findsThings,
    reader,
    works = [],
  }: Pick<ClusterCard, 'findsThings'> & {
    readonly offer: ClusterOffer | null;
    readonly reader: Reader;
    readonly works?: readonly Errand[];
  },
): ClusterCard {
  const words = writerOf(reader.language).say;
  const renderers = snapshots.map((snapshot) => {
    const own = works.filter(({ machine }) => machine === snapshot.id);
    return { ...rendererCard(snapshot, words), ...workCard(snapshot, own, words) };
  });
  return { renderers, offer: offer && offerCard(offer), findsThings, methods: methodsOf(snapshots) };
}

/** In the order in which they are told everywhere. */
function methodsOf(snapshots: readonly RendererSnapshot[]): readonly string[] {
  const there = snapshots.flatMap(({ up, description }) => (up ? (description?.preprocessors ?? []) : []));
  return [...PREPROCESS_METHODS, INPAINT_METHOD].filter((name) => there.some(({ method }) => method === name));
}

/** The same for who does not sit here: without addresses, and without what only the operator decides. */
export function forVisitors(card: ClusterCard): ClusterCard {
  const renderers = card.renderers.map((renderer, index) => {
    return { ...renderer, id: `${index}`, reason: null, loadable: [], preload: null, pulls: [] };
  });
  return { ...card, renderers };
}

function offerCard(offer: ClusterOffer): OfferCard {
  const { models, samplers, limits, upscalers = [] } = offer;
  return {
    models: models.map(({ name, family, adapters, words = [], controlNetworks = [], imageAdapters = [] }) => ({
      name,
      adapters: adapters.map(({ name, triggers = [] }) => ({ name, triggers })),
      words,
      alike: alikeOf(words),
      controls: controlNetworks.map(({ name }) => name),
      likesPictures: imageAdapters.length > 0,
      keepsStyleApart: family === 'sdxl',
    })),
    samplers: samplers.map((sampler) => ({ name: sampler.name, stepsMax: stepsMaxOf({ ...limits, sampler }) })),
    stepsMax: limits.stepsMax,
    countMax: limits.countMax,
    guidanceMax: limits.guidanceMax,
    upscalers,
    demonstration: isDemonstration(offer),
  };
}

function rendererCard(
  snapshot: RendererSnapshot,
  words: Writer['say'],
): Omit<RendererCard, 'loadable' | 'preload' | 'pulls'> {
  const { id, description, state } = snapshot;
  return {
    id,
    name: description?.name || id,
    device: description?.device ? words(deviceOf(description.device)) : '',
    state: stateOf(snapshot),
    reason: reasonOf(snapshot, words),
    resident: (state?.resident ?? []).map(({ model, adapters, stepMs }) => ({
      model,
      adapters: adapters.map(adapterText).join(' + '),
      stepMs,
    })),
    rendering: state?.rendering ?? 0,
    waiting: state?.waiting ?? 0,
    memoryMib: state?.memoryMib ?? 0,
  };
}

/** What a machine could have beside what it holds, and how far it is with that. */
function workCard(
  { description, state }: RendererSnapshot,
  works: readonly Errand[],
  words: Writer['say'],
): Pick<RendererCard, 'loadable' | 'preload' | 'pulls'> {
  const preload = works.find(({ kind }) => kind === 'preload');
  const isHeld = (name: string) => state?.resident.some(({ model }) => model === name) ?? false;
  const pullOf = (name: string) => works.find(({ kind, model }) => kind === 'pull' && model === name);
  return {
    loadable: (description?.models ?? []).map(({ name }) => name).filter((name) => !isHeld(name)),
    preload: preload ? { model: preload.model, problem: preload.why && words(preload.why) } : null,
    pulls: (description?.pullable ?? []).map((offered) => pullCard(offered, pullOf(offered.name), words)),
  };
}

function pullCard(offered: PullableModel, work: Errand | undefined, words: Writer['say']): PullCard {
  const { name, title, bytes, licence, licenceLink } = offered;
  const far = { here: work?.here ?? 0, all: work?.all || bytes };
  const problem = work?.why ? words(work.why) : null;
  return { model: name, title, licence, licenceLink, state: work?.state ?? 'offered', ...far, problem };
}

/** A renderer that has not been there yet is no trouble. */
function isComing({ key }: Message): boolean {
  return key === 'link.starting' || key === 'link.connecting';
}

function stateOf({ up, state, downReason, maintenance, quarantine }: RendererSnapshot): RendererCard['state'] {
  if (maintenance) return 'maintenance';
  if (!up) return downReason !== null && isComing(downReason) ? 'starting' : 'down';
  if (quarantine) return 'quarantine';
  if (state?.phase === 'RENDERER_PHASE_DRAINING') return 'draining';
  if (state?.phase !== 'RENDERER_PHASE_READY') return 'starting';
  return state.rendering > 0 ? 'drawing' : 'ready';
}

/** Why it is not given anything, in words; null where nothing is wrong. */
function reasonOf({ up, downReason, maintenance, quarantine }: RendererSnapshot, words: Writer['say']): string | null {
  if (maintenance) return maintenance.reason;
  if (up) return quarantine ? words(quarantine) : null;
  return downReason === null || isComing(downReason) ? null : words(downReason);
}

/** What a renderer draws with. */
export function deviceOf({ provider, threads }: NonNullable<Description['device']>): Message {
  return provider === 'cpu' ? say('studio.threads', { count: threads }) : plainMessage(provider.toUpperCase());
}

function adapterText({ name, weight, textWeight }: AdapterUse): string {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  if (textWeight) return `${name} ×${rounded(textWeight.value)}:${rounded(weight)}`;
  return weight === 1 ? name : `${name} ×${rounded(weight)}`;
}
