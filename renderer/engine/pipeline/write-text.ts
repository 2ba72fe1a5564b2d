import {
  type Captioner,
  type SeenPicture,
  textsAt,
  type WrittenTexts,
} from '#renderer/engine/networks/open-captioner.ts';
import { applyRules, largest, logLikelihoods, type TokenRules } from '#renderer/engine/pipeline/next-token.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

export interface WritingOptions extends TokenRules {
  /** Tokens that the text is begun with, behind the network's own first one. */
  readonly begun: readonly number[];
  /** Texts that are followed at the same time; 1 takes the likeliest token each time. */
  readonly beams: number;
  /** Of the whole text, the first token included. */
  readonly lengthMax: number;
  /** The mean likelihood of a text is over its length to this power; more favours long texts. */
  readonly lengthPenalty: number;
  /** Texts that are given, best first; 1 … beams. */
  readonly count: number;
  readonly signal: AbortSignal;
}

/** A finished text. */
export interface WrittenText {
  /** All its tokens, with the network's first and, where it ended by itself, its last one. */
  readonly ids: readonly number[];
  /** Mean logarithm of a token's likelihood, by the length penalty; what beams are sorted by. */
  readonly score: number;
}

export type WritingProgress =
  | { readonly kind: 'token'; readonly length: number }
  | { readonly kind: 'written'; readonly texts: readonly WrittenText[] };

/** As transformers has them where nobody says otherwise: the likeliest token, twenty of them. */
export const PLAIN_WRITING = {
  begun: [],
  beams: 1,
  lengthMin: 0,
  repetitionPenalty: 1,
  noRepeat: 0,
  lengthPenalty: 1,
  count: 1,
} as const satisfies Partial<WritingOptions>;

/**
 * Writes about a picture: token by token, an abort is heeded in between. As `generate` of transformers does it without
 * chance, token for token: greedily, or by beams (`_beam_search` in generation/utils.py).
 */
export function writeText(
  network: Captioner,
  seen: SeenPicture,
  options: WritingOptions,
): AsyncGenerator<WritingProgress, void, undefined> {
  return options.beams === 1 ? writeGreedily(network, seen, options) : writeByBeams(network, seen, options);
}

async function* writeGreedily(
  network: Captioner,
  seen: SeenPicture,
  options: WritingOptions,
): AsyncGenerator<WritingProgress, void, undefined> {
  const ids = [network.startId, ...options.begun];
  const { length: given } = ids;
  let unread: readonly number[] = ids;
  let written: WrittenTexts | null = null;
  let sum = 0;
  while (ids.length < options.lengthMax) {
    await yieldToEventLoop(options.signal);
    const read = await network.read([unread], { seen, written });
    const last = lastOf(read.logits, 0);
    const scores = Float64Array.from(last);
    applyRules(scores, ids, { ...options, endId: network.endId });
    const [next = network.endId] = largest(scores, 1);
    sum += logLikelihoods(last)[next]!;
    ids.push(next);
    written = read.written;
    unread = [next];
    yield { kind: 'token', length: ids.length };
    if (next === network.endId) break;
  }
  const score = ids.length > given ? sum / (ids.length - given) ** options.lengthPenalty : 0;
  yield { kind: 'written', texts: [{ ids, score }] };
}

/** A text that may go on, or one that has ended, with the sum (or, ended, the mean) of its tokens' scores. */
interface Beam {
  readonly ids: readonly number[];
  readonly score: number;
}

/** The beam that a token would be put to, by its place. */
interface Candidate extends Beam {
  readonly from: number;
}

async function* writeByBeams(
  network: Captioner,
  seen: SeenPicture,
  options: WritingOptions,
): AsyncGenerator<WritingProgress, void, undefined> {
  const { beams, lengthMax, lengthPenalty } = options;
  const start = [network.startId, ...options.begun];
  // One text at first: equal ones would have equal children.
  let running: readonly Beam[] = [{ ids: start, score: 0 }];
  let ended: readonly Beam[] = [];
  let written: WrittenTexts | null = null;
  const mean = ({ ids, score }: Beam) => score / (ids.length - start.length) ** lengthPenalty;
  for (let length = start.length; length < lengthMax; length++) {
    await yieldToEventLoop(options.signal);
    const unread = running.map(({ ids }) => (written ? ids.slice(-1) : ids));
    const read = await network.read(unread, { seen, written });
    const candidates = grown(network, { running, logits: read.logits }, options);
    const isOver = ({ ids }: Beam) => ids.at(-1) === network.endId || ids.length >= lengthMax;
    const finished = candidates.slice(0, beams).filter(isOver);
    ended = best([...ended, ...finished.map(({ ids, score }) => ({ ids, score: mean({ ids, score }) }))], beams);
    const open = candidates.filter((candidate) => !isOver(candidate)).slice(0, beams);
    yield { kind: 'token', length: length + 1 };
    const [first] = open;
    if (!first || (ended.length === beams && mean(first) <= ended.at(-1)!.score)) break;
    written = textsAt(
      read.written,
      open.map(({ from }) => from),
    );
    running = open;
  }
  const texts = ended.length > 0 ? ended : running.map(({ ids }) => ({ ids, score: 0 }));
  yield { kind: 'written', texts: texts.slice(0, options.count) };
}

/** What each text could go on with: twice as many as there are beams, so that as many are left where half of them end. */
function grown(
  { endId }: Captioner,
  { running, logits }: { readonly running: readonly Beam[]; readonly logits: Tensor },
  options: WritingOptions,
): readonly Candidate[] {
  const all = running.flatMap(({ ids, score }, from) => {
    const scores = logLikelihoods(lastOf(logits, from));
    applyRules(scores, ids, { ...options, endId });
    return largest(scores, 2 * options.beams).map((id) => ({ ids: [...ids, id], score: score + scores[id]!, from }));
  });
  return best(all, 2 * options.beams);
}

function best<Scored extends Beam>(all: readonly Scored[], count: number): readonly Scored[] {
  return all.toSorted((a, b) => b.score - a.score).slice(0, count);
}

/** The logits behind the last token of text i. */
function lastOf({ dims, data }: Tensor, i: number): Float32Array {
  const [, tokens = 0, vocabulary = 0] = dims;
  const from = ((i + 1) * tokens - 1) * vocabulary;
  return data.subarray(from, from + vocabulary);
}
