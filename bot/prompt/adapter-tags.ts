import { readDecimal } from '#bot/prompt/decimal.ts';
import { promptMessage } from '#bot/prompt/problems.ts';
import type { AdapterWish, Problem, Range } from '#bot/prompt/syntax.ts';
import { AIR } from '#shared/contract/civitai-name.ts';
import { cut } from '#shared/text/cut.ts';

/** Adapters that a text names, where it does so, and what was odd about them. */
export interface ReadAdapterTags {
  readonly adapters: readonly AdapterWish[];
  readonly places: readonly Range[];
  readonly problems: readonly Problem[];
}

/** Characters that a sentence shows of what is not understood. */
const TYPED_MAX = 24;

/** The names that A1111 and its extensions have for what is one thing here. */
const TAG = new RegExp(String.raw`(?<!\\)<(lora|lyco|locon|loha|lokr|hypernet):(${AIR}|[^<>:]*)(?::([^<>]*))?>`, 'gi');

/**
 * Finds `<lora:name:0.8>` anywhere in a text, as A1111 does (modules/extra_networks.py), but behind a backslash. Two
 * weights are that of the text encoders and that of the UNet, by place or by name: `te=0.2:unet=0.7`. Never throws.
 */
export function readAdapterTags(text: string): ReadAdapterTags {
  const read = { adapters: [] as AdapterWish[], places: [] as Range[], problems: [] as Problem[] };
  for (const { index: from, 0: tag, 1: kind, 2: typedName, 3: typedWeights } of text.matchAll(TAG)) {
    const place = { from, to: from + tag.length };
    read.places.push(place);
    const name = typedName!.trim();
    if (kind!.toLowerCase() === 'hypernet') {
      read.problems.push({ ...place, message: promptMessage('prompt.hypernetwork') });
    } else if (name === '') {
      read.problems.push({ ...place, message: promptMessage('prompt.adapter-no-name') });
    } else {
      const { weights, problems } = readWeights(typedWeights, place);
      read.problems.push(...problems);
      read.adapters.push({ ...place, name, ...weights });
    }
  }
  return read;
}

type Weights = Pick<AdapterWish, 'weight' | 'textWeight'>;

/** As A1111 reads them (extensions-builtin/Lora): names win over places, and the UNet follows the text encoders. */
function readWeights(typed: string | undefined, tag: Range): { weights: Weights; problems: Problem[] } {
  const problems: Problem[] = [];
  const said: { te?: number; unet?: number } = {};
  const places = ['te', 'unet'] as const;
  let at = 0;
  for (const piece of piecesOf(typed, tag)) {
    const { key, value, from, to } = piece;
    const part = key === null ? places[at++] : key === 'te' || key === 'unet' ? key : undefined;
    const number = part === undefined ? null : readDecimal(value);
    if (part === undefined) {
      problems.push({
        from,
        to,
        message: promptMessage('prompt.adapter-left-out', { typed: cut(piece.typed, TYPED_MAX) }),
      });
    } else if (number === null) problems.push({ from, to, message: promptMessage('prompt.adapter-no-weight') });
    if (part !== undefined && (key !== null || said[part] === undefined)) said[part] = number ?? 1;
  }
  const { te = 1, unet = te } = said;
  return { weights: unet === te ? { weight: unet } : { weight: unet, textWeight: te }, problems };
}

interface Piece extends Range {
  /** Of `key=value`; null where only a value is typed. */
  readonly key: string | null;
  readonly value: string;
  readonly typed: string;
}

/** What stands between colons, where it does so; named ones last, so that they win. */
function piecesOf(typed: string | undefined, tag: Range): readonly Piece[] {
  if (typed === undefined) return [];
  const pieces: Piece[] = [];
  // The closing bracket stands behind them.
  let from = tag.to - 1 - typed.length;
  for (const part of typed.split(':')) {
    const equals = part.indexOf('=');
    const key = equals < 0 ? null : part.slice(0, equals).trim().toLowerCase();
    const value = part.slice(equals + 1).trim();
    pieces.push({ key, value, typed: part.trim(), from, to: Math.max(from + part.length, from + 1) });
    from += part.length + 1;
  }
  return [...pieces.filter(({ key }) => key === null), ...pieces.filter(({ key }) => key !== null)];
}
