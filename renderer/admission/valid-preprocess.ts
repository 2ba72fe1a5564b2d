import { bounded, shown, whole } from '#renderer/admission/bounds.ts';
import { requireEightBit } from '#renderer/admission/picture-file.ts';
import type { PreprocessorChoice, ValidPreprocess } from '#renderer/engine/contract/preprocess-task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { PreprocessorInfo } from '#shared/contract/messages.ts';
import {
  CANNY,
  INPAINT_METHOD,
  isPlainMethod,
  METHODS_BY_KIND,
  PLAIN_METHODS,
  PREPROCESS_METHODS,
  type PreprocessMethod,
} from '#shared/contract/preprocess-methods.ts';
import type { PreprocessTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Pixels of a shorter side. */
export const CONTROL_SIDE = { from: 64, to: 2048 };

/**
 * A control picture to be made, by the method that is named. Throws `invalid` for a picture that is too large, has more
 * than 8 bits a channel or moves, and `not-found` for a method that nothing here has; nothing is decoded for that.
 */
export function validPreprocess(wish: PreprocessTask, { models }: { readonly models: Models }): ValidPreprocess {
  const { image, side } = wish;
  const method = findMethod(wish.method, models);
  requireEightBit(image);
  return {
    kind: 'preprocess',
    method,
    network: findNetwork(method, wish.model ?? '', models),
    image,
    side: side === 0 ? null : whole(message('field.side'), side, CONTROL_SIDE),
    detectSide: null,
    ...thresholds(wish, method),
  };
}

/** How a control picture is made by a method, with the first network for it; throws likewise. */
export function preparationBy(method: string, models: Models): Pick<ValidPreprocess, 'method' | 'network'> {
  const found = findMethod(method, models);
  return { method: found, network: findNetwork(found, '', models) };
}

/** What Describe lists: methods that need no network, also that for control units alone, then those that there are networks for. */
export function offeredPreprocessors({ preprocessors }: Pick<Models, 'preprocessors'>): readonly PreprocessorInfo[] {
  const plain = [...PLAIN_METHODS, INPAINT_METHOD].map((method) => ({ method, model: '', licence: '' }));
  const found = preprocessors.flatMap(({ name, kind, licence }) =>
    METHODS_BY_KIND[kind].map((method) => ({ method, model: name, licence: licence ?? '' })),
  );
  return [...plain, ...found];
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

/** The method, where it can be done here. */
function findMethod(name: string, models: Models): PreprocessMethod {
  if (name === INPAINT_METHOD) throw failure('invalid', 'preprocess.inside-only', { method: name });
  const offered = new Set(offeredPreprocessors(models).map(({ method }) => method));
  const known = PREPROCESS_METHODS.filter((method) => offered.has(method));
  const found = known.find((method) => method === name);
  if (found) return found;
  throw failure('not-found', 'preprocess.unknown', { known, given: shown(name) });
}

/** The network that is named, or the first that is for this method; null where it needs none. */
function findNetwork(method: PreprocessMethod, name: string, { preprocessors }: Models): PreprocessorChoice | null {
  if (isPlainMethod(method)) {
    if (name === '') return null;
    throw failure('invalid', 'preprocess.no-network-needed', { method, given: shown(name) });
  }
  const able = preprocessors.filter(({ kind }) => METHODS_BY_KIND[kind].includes(method));
  const found = name === '' ? able[0] : able.find((each) => each.name === name);
  if (found) return { name: found.name, file: found.file };
  const known = able.map((each) => each.name);
  throw failure('not-found', 'preprocess.unknown-network', { method, known, given: shown(name) });
}
