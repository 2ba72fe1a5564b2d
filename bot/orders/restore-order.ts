import type { Order, SettledOrder } from '#bot/domain/job.ts';
import type { BlobRef } from '#bot/domain/task.ts';
import { say } from '#bot/text/say.ts';

/**
 * An order for the faces in a picture to be mended. It keeps the words that the picture was drawn from, so that its
 * panel says what it is of, and tells under which licences that is done: those of such networks forbid much.
 */
export function restoreOrder(
  image: BlobRef,
  {
    fidelity,
    words,
    licences,
  }: { readonly fidelity: number; readonly words: string; readonly licences: readonly string[] },
): SettledOrder {
  const order: Order = { prompt: words };
  const notices = licences.map((licence) => say('restore.licence', { licence }));
  return { order, style: null, task: { kind: 'restore', image, model: '', fidelity }, notices };
}
