import { bounded, shown, whole } from '#renderer/admission/bounds.ts';
import { requireEightBit } from '#renderer/admission/picture-file.ts';
import type { ValidPreprocess } from '#renderer/engine/contract/preprocess-task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { PreprocessorInfo } from '#shared/contract/messages.ts';
import { CANNY, isPlainMethod, PLAIN_METHODS, type PreprocessMethod } from '#shared/contract/preprocess-methods.ts';
import type { PreprocessTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Pixels of a shorter side. */
export const CONTROL_SIDE = { from: 64, to: 2048 };

/**
 * A control picture to be made, by the method that is named. Throws `invalid` for a picture that is too large, has more
 * than 8 bits a channel or moves, and `not-found` for a method that nothing here has; nothing is decoded for that.
 */
export function validPreprocess(wish: PreprocessTask, _offer: { readonly models: Models }): ValidPreprocess {
  const { image, side } = wish;
  const method = findMethod(wish.method);
  requireEightBit(image);
  return {
    kind: 'preprocess',
    method,
    network: null,
    image,
    side: side === 0 ? null : whole(message('field.side'), side, CONTROL_SIDE),
    detectSide: null,
    ...thresholds(wish, method),
  };
}

/** What Describe lists: methods that need no network. */
export function offeredPreprocessors(): readonly PreprocessorInfo[] {
  return PLAIN_METHODS.map((method) => ({ method, model: '', licence: '' }));
}

/** Those of canny, the usual ones where none are said. Other methods have none. */
function thresholds(
  { low, high }: Pick<PreprocessTask, 'low' | 'high'>,
  method: PreprocessMethod,
): Pick<ValidPreprocess, 'low' | 'high'> {
  if (low === 0 && high === 0) return { low: CANNY.low, high: CANNY.high };
  if (method !== 'canny') throw failure('invalid', 'preprocess.no-thresholds', { method });
  const bounds = { from: 0, to: CANNY.max };
  return {
    low: bounded(message('field.low-threshold'), low, bounds),
    high: bounded(message('field.high-threshold'), high, bounds),
  };
}

function findMethod(name: string): PreprocessMethod {
  const found = PLAIN_METHODS.find((method) => method === name);
  if (found && isPlainMethod(found)) return found;
  throw failure('not-found', 'preprocess.unknown', { known: [...PLAIN_METHODS], given: shown(name) });
}
