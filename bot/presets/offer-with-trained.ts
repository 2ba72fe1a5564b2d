import type { TrainedAdapter, TrainedStore } from '#bot/ports/trained.ts';
import type { ClusterOffer } from '#bot/presets/offer.ts';
import type { AdapterInfo } from '#shared/contract/messages.ts';

/** Nothing was ever trained. */
export const NOTHING_TRAINED: Pick<TrainedStore, 'list'> = { list: async () => [] };

/** What renderers offer to one server: with what was trained for it, to the models of the family that it fits. */
export async function offerFor(
  serverId: string,
  { offer, trained }: { readonly offer: ClusterOffer | null; readonly trained: Pick<TrainedStore, 'list'> },
): Promise<ClusterOffer | null> {
  if (!offer) return null;
  const own = (await trained.list(serverId)).filter(({ file, interim }) => file !== null || interim);
  if (own.length === 0) return offer;
  const models = offer.models.map((model) => {
    const fitting = own.filter(({ family }) => family === model.family);
    return fitting.length === 0 ? model : { ...model, adapters: [...model.adapters, ...fitting.map(infoOf)] };
  });
  return { ...offer, models };
}

function infoOf({ name, kind, word }: TrainedAdapter): AdapterInfo {
  const called = kind === 'words' ? 'textual-inversion' : 'lora';
  return { name, kind: called, weight: 1, switchable: true, triggers: word === '' ? [] : [word] };
}
