import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { type ClusterOffer, isDemonstration } from '#bot/presets/offer.ts';
import { stepsMaxOf } from '#bot/presets/ranges.ts';
import type { ClusterCard, OfferCard, RendererCard } from '#bot/studio/server/api.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { AdapterUse, Description } from '#shared/contract/messages.ts';
import { type Message, plainMessage, type Writer } from '#shared/text/message.ts';

/** The renderers as the board shows them, and what can be asked of them; null as long as no renderer has told. */
export function clusterCard(
  snapshots: readonly RendererSnapshot[],
  {
    offer,
    findsThings,
    reader,
  }: Pick<ClusterCard, 'findsThings'> & { readonly offer: ClusterOffer | null; readonly reader: Reader },
): ClusterCard {
  const words = writerOf(reader.language).say;
  const renderers = snapshots.map((snapshot) => rendererCard(snapshot, words));
  return { renderers, offer: offer && offerCard(offer), findsThings };
}

function offerCard(offer: ClusterOffer): OfferCard {
  const { models, samplers, limits } = offer;
  return {
    models: models.map(({ name, adapters, words = [], controlNetworks = [] }) => ({
      name,
      adapters: adapters.map(({ name, triggers = [] }) => ({ name, triggers })),
      words,
      controls: controlNetworks.map(({ name }) => name),
    })),
    samplers: samplers.map((sampler) => ({ name: sampler.name, stepsMax: stepsMaxOf({ ...limits, sampler }) })),
    stepsMax: limits.stepsMax,
    countMax: limits.countMax,
    guidanceMax: limits.guidanceMax,
    demonstration: isDemonstration(offer),
  };
}

function rendererCard(
  { id, up, downReason, description, state }: RendererSnapshot,
  words: Writer['say'],
): RendererCard {
  return {
    id,
    name: description?.name || id,
    device: description?.device ? words(deviceOf(description.device)) : '',
    state: stateOf({ up, state, downReason }),
    reason: up || downReason === null || isComing(downReason) ? null : words(downReason),
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

/** A renderer that has not been there yet is no trouble. */
function isComing({ key }: Message): boolean {
  return key === 'link.starting' || key === 'link.connecting';
}

function stateOf({
  up,
  state,
  downReason,
}: Pick<RendererSnapshot, 'up' | 'state' | 'downReason'>): RendererCard['state'] {
  if (!up) return downReason !== null && isComing(downReason) ? 'starting' : 'down';
  if (state?.phase === 'RENDERER_PHASE_DRAINING') return 'draining';
  if (state?.phase !== 'RENDERER_PHASE_READY') return 'starting';
  return state.rendering > 0 ? 'drawing' : 'ready';
}

function deviceOf({ provider, threads }: NonNullable<Description['device']>): Message {
  return provider === 'cpu' ? say('studio.threads', { count: threads }) : plainMessage(provider.toUpperCase());
}

function adapterText({ name, weight, textWeight }: AdapterUse): string {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  if (textWeight) return `${name} ×${rounded(textWeight.value)}:${rounded(weight)}`;
  return weight === 1 ? name : `${name} ×${rounded(weight)}`;
}
