import { bounded, shown } from '#renderer/admission/bounds.ts';
import { requireEightBit } from '#renderer/admission/picture-file.ts';
import type { ValidRestore } from '#renderer/engine/contract/restore-task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { RestoreTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Of the network: 0 is all its own, 1 as near to what was given as it can come. */
export const FIDELITY = { from: 0, to: 1 };

/**
 * A picture whose faces shall be mended, with the restorer that is named, or the first one. Throws `invalid` for a picture
 * of more than 8 bits a channel or one that moves; nothing of it is decoded for that.
 */
export function validRestore(
  { image, model, fidelity }: RestoreTask,
  { models }: { readonly models: Models },
): ValidRestore {
  const { name, restorer, detector, parser } = findRestorer(model, models);
  requireEightBit(image);
  const share = bounded(message('field.fidelity'), fidelity, FIDELITY);
  return { kind: 'restore', restorer: { name, restorer, detector, parser }, image, fidelity: share };
}

function findRestorer(name: string, { restorers }: Models) {
  const found = name === '' ? restorers[0] : restorers.find((each) => each.name === name);
  if (found) return found;
  throw failure('not-found', 'restorer.unknown', { known: restorers.map((each) => each.name), given: shown(name) });
}
