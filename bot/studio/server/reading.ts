import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { type Settling, settle, settlePrompt } from '#bot/orders/settle.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { readFlags } from '#bot/prompt/flags.ts';
import type { Flags, Range } from '#bot/prompt/syntax.ts';
import type { ProblemCard, ReadingCard } from '#bot/studio/server/api.ts';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import type { Message } from '#shared/text/message.ts';

/** Tokens of a window where no renderer has told: every CLIP text encoder reads 77, two of them marks. */
const WINDOW_TOKENS = 75;

/** What a draft is read with. */
export interface ReadingSources {
  readonly presets: Pick<PresetService, 'offer' | 'styles' | 'wordLists'>;
  readonly cluster: Pick<Cluster, 'countTokens'>;
}

/** A draft as it would be drawn now, by the same rules: nothing is stored and nobody draws. */
export async function readDraft(
  { presets, cluster }: ReadingSources,
  { order, reader }: { readonly order: Order; readonly reader: Reader },
): Promise<ReadingCard> {
  const { serverId } = STUDIO_PLACE;
  const [offer, { styles, defaultStyle }, lists] = await Promise.all([
    presets.offer(serverId),
    presets.styles(serverId),
    presets.wordLists.words(serverId),
  ]);
  const sources = { presets: styles, defaultStyle, reader: STUDIO_MEMBER, lists, randomSeed: () => 0 };
  const request = offer && { order, ...offer, ...sources };
  if (!request) return NOTHING_READ;
  const settling = settle(request);
  const problems = problemCards(settling, { prompt: order.prompt, reader });
  const words = settlePrompt(request);
  if (!words) return { ...NOTHING_READ, problems };
  const { model, prompt } = words;
  const windows = await cluster.countTokens(model.name, prompt.prompt);
  const windowTokens = model.windowTokens || WINDOW_TOKENS;
  const settled = settling.ok && settling.settled.task.kind === 'draw' ? settledCard(settling.settled.task) : null;
  return { model: model.name, windows, windowTokens, settled, problems };
}

const NOTHING_READ: ReadingCard = {
  model: null,
  windows: null,
  windowTokens: WINDOW_TOKENS,
  settled: null,
  problems: [],
};

function settledCard({ sampler, steps, guidance, width, height }: TaskOf<'draw'>): ReadingCard['settled'] {
  return { sampler, steps, guidance, width, height };
}

/** Why it could not be drawn. Whoever has written nothing yet need not be told that it is nothing. */
function problemCards(
  settling: Settling,
  { prompt, reader }: { readonly prompt: string; readonly reader: Reader },
): readonly ProblemCard[] {
  if (settling.ok || prompt.trim() === '') return [];
  const { say } = writerOf(reader.language);
  return settling.problems.map((problem) => ({ sentence: say(problem), ...(placeOf(problem, prompt) ?? NOWHERE) }));
}

const NOWHERE = { from: null, to: null };

/** The stretch of the prompt that a problem is about; null when it is about something else. */
function placeOf({ key, values }: Message, prompt: string): Range | null {
  const { text, from, to } = values;
  if (typeof text === 'string' && typeof from === 'number' && typeof to === 'number') {
    const start = prompt.indexOf(text);
    return start < 0 ? null : { from: start + from, to: start + to };
  }
  const flags = FLAGS_BY_KEY[key] ?? [values.what, values.side];
  const place = readFlags(prompt).places.findLast((one) => one.key !== null && flags.includes(one.key));
  if (place)
    return { from: place.from, to: place.valueFrom + prompt.slice(place.valueFrom, place.to).trimEnd().length };
  return key === 'order.prompt-length' ? { from: Number(values.max), to: prompt.length } : null;
}

/** Which settings of the prompt a sentence is about; others name theirs in a value. */
const FLAGS_BY_KEY: Readonly<Record<string, readonly (keyof Flags)[]>> = {
  'range.steps': ['steps'],
  'range.guidance': ['guidance'],
  'range.count': ['count'],
  'range.seed': ['seed'],
  'order.ratio': ['ratio'],
  'order.ratio-range': ['ratio'],
  'order.pixels': ['count', 'width', 'height', 'ratio'],
  'order.style-model-gone': ['style'],
  'order.style-other-model': ['model'],
  'order.style-adapter': ['style'],
};
