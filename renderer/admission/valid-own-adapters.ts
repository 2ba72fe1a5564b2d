import { bounded, whole, wrong } from '#renderer/admission/bounds.ts';
import type { OwnAdapterFile } from '#renderer/engine/contract/own-adapter.ts';
import { ADAPTER_STRENGTH_MAX, OWN_ADAPTER_BYTES_MAX, OWN_ADAPTERS_MAX } from '#shared/contract/bounds.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { cut } from '#shared/text/cut.ts';
import { message } from '#shared/text/failure.ts';

/** Adapters that come with a render. Throws `invalid` for what is too much; what is in them is read later. */
export function validOwnAdapters({ ownAdapters = [] }: DrawTask): readonly OwnAdapterFile[] {
  const field = message('field.own-adapters');
  whole(field, ownAdapters.length, { from: 0, to: OWN_ADAPTERS_MAX });
  const bytes = ownAdapters.reduce((sum, { file }) => sum + file.length, 0);
  const limit = OWN_ADAPTER_BYTES_MAX;
  if (bytes > limit) throw wrong(field, message('limit.bytes-in-all', { limit }), bytes);
  const weights = { from: -ADAPTER_STRENGTH_MAX, to: ADAPTER_STRENGTH_MAX };
  return ownAdapters.map(({ name, file, weight, word }) => {
    const shown = cut(name, 100);
    const strength = bounded(message('field.adapter-weight', { name: shown }), weight, weights);
    return { name: shown, data: file, weight: strength, word: word === '' ? null : cut(word, 100) };
  });
}
