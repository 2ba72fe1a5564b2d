import type { Order } from '#bot/domain/job.ts';
import { PICTURE_KINDS, type Submission } from '#bot/ports/job-service.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { PreferenceStore } from '#bot/ports/preferences.ts';
import { withPreferences } from '#bot/prompt/preferred.ts';

/** What somebody asks for, with what they like to have in every prompt. */
export async function asPreferred<Asked extends Pick<Submission, 'order' | 'place' | 'member'>>(
  { preferences }: { readonly preferences: Pick<PreferenceStore, 'get'> },
  asked: Asked,
): Promise<Asked> {
  const { order, place, member } = asked;
  const preferred = await preferences.get(place.platform, member.id);
  return { ...asked, order: { ...order, prompt: withPreferences(order.prompt, preferred) } };
}

/** An edit is of the words: it has the pictures that its parent had, unless it brings others or says which stay. */
export async function withPicturesOfParent(
  { ledger }: { readonly ledger: Pick<Ledger, 'get'> },
  { order, parentId, keeps = PICTURE_KINDS }: Pick<Submission, 'order' | 'parentId' | 'keeps'>,
): Promise<Order> {
  if (parentId === undefined) return order;
  const before = keeps.length > 0 ? (await ledger.get(parentId))?.settled.order : undefined;
  return { ...Object.fromEntries(keeps.flatMap((kind) => (before?.[kind] ? [[kind, before[kind]]] : []))), ...order };
}
