import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { type ClusterOffer, isDemonstration } from '#bot/presets/offer.ts';
import type { ClusterCard, OfferCard, RendererCard } from '#bot/studio/server/api.ts';
import type { AdapterUse, Description } from '#shared/contract/messages.ts';

/** The renderers as the board shows them, and what can be asked of them; null as long as no renderer has told. */
export function clusterCard(snapshots: readonly RendererSnapshot[], offer: ClusterOffer | null): ClusterCard {
  return { renderers: snapshots.map(rendererCard), offer: offer && offerCard(offer) };
}

function offerCard(offer: ClusterOffer): OfferCard {
  const { models, samplers, limits } = offer;
  return {
    models: models.map(({ name, adapters }) => ({ name, adapters: adapters.map((adapter) => adapter.name) })),
    samplers: samplers.map(({ name }) => name),
    stepsMax: limits.stepsMax,
    countMax: limits.countMax,
    guidanceMax: limits.guidanceMax,
    demonstration: isDemonstration(offer),
  };
}

function rendererCard({ id, address, up, downReason, description, state }: RendererSnapshot): RendererCard {
  return {
    id,
    name: description?.name || address,
    device: description?.device ? deviceOf(description.device) : '',
    state: stateOf({ up, state }),
    reason: up ? null : downReason,
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

function stateOf({ up, state }: Pick<RendererSnapshot, 'up' | 'state'>): RendererCard['state'] {
  if (!up) return 'down';
  if (state?.phase === 'RENDERER_PHASE_DRAINING') return 'draining';
  if (state?.phase !== 'RENDERER_PHASE_READY') return 'starting';
  return state.rendering > 0 ? 'drawing' : 'ready';
}

function deviceOf({ provider, threads }: NonNullable<Description['device']>): string {
  if (provider === 'cpu') return `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return provider.toUpperCase();
}

function adapterText({ name, weight }: AdapterUse): string {
  return weight === 1 ? name : `${name} ×${Math.round(weight * 100) / 100}`;
}
