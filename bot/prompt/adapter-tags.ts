import { readDecimal } from '#bot/prompt/decimal.ts';
import { promptMessage } from '#bot/prompt/problems.ts';
import type { AdapterWish, Problem, Range } from '#bot/prompt/syntax.ts';

/** Adapters that a text names, where it does so, and what was odd about them. */
export interface ReadAdapterTags {
  readonly adapters: readonly AdapterWish[];
  readonly places: readonly Range[];
  readonly problems: readonly Problem[];
}

/** The names that A1111 and its extensions have for what is one thing here. */
const TAG = /(?<!\\)<(lora|lyco|locon|loha|lokr|hypernet):([^<>:]*)(?::([^<>]*))?>/gi;

/**
 * Finds `<lora:name:0.8>` anywhere in a text, as A1111 does (modules/extra_networks.py), but behind a backslash. Never
 * throws.
 */
export function readAdapterTags(text: string): ReadAdapterTags {
  const read = { adapters: [] as AdapterWish[], places: [] as Range[], problems: [] as Problem[] };
  for (const { index: from, 0: tag, 1: kind, 2: typedName, 3: typedWeight } of text.matchAll(TAG)) {
    const place = { from, to: from + tag.length };
    read.places.push(place);
    const name = typedName!.trim();
    // Some write one weight for the network and one for the text encoder: the first acts on both here.
    const weight = readDecimal((typedWeight ?? '1').split(':')[0]!.trim());
    if (kind!.toLowerCase() === 'hypernet') {
      read.problems.push({ ...place, message: promptMessage('prompt.hypernetwork') });
    } else if (name === '') {
      read.problems.push({ ...place, message: promptMessage('prompt.adapter-no-name') });
    } else {
      if (weight === null) read.problems.push({ ...place, message: promptMessage('prompt.adapter-no-weight') });
      read.adapters.push({ ...place, name, weight: weight ?? 1 });
    }
  }
  return read;
}
