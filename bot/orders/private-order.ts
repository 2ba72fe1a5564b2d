import { isPrivate, type JobId, type SettledOrder } from '#bot/domain/job.ts';
import type { Ledger } from '#bot/ports/ledger.ts';

/** What comes of a picture that one member sees alone is for nobody else either. */
export async function asPrivateAsParent(
  settled: SettledOrder,
  { ledger, parentId }: { readonly ledger: Pick<Ledger, 'get'>; readonly parentId: JobId | null },
): Promise<SettledOrder> {
  const parent = parentId === null ? null : await ledger.get(parentId);
  return parent && isPrivate(parent) ? { ...settled, order: { ...settled.order, private: true } } : settled;
}
