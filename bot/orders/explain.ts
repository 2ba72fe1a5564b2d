import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { makeChoices } from '#bot/orders/make-choices.ts';
import { type SettledPrompt, type SettleRequest, settle, settlePrompt } from '#bot/orders/settle.ts';
import { type MemberWords, readMemberWords, type SettledWords } from '#bot/orders/settle-words.ts';
import {
  type ExplainedReading,
  type ExplainedSetting,
  type ExplainedText,
  type ExplainedWords,
  type Explanation,
  type SettingOrigin,
  TEXTS_MAX,
} from '#bot/ports/explanation.ts';
import { PLACE } from '#bot/presets/template.ts';
import { presetNamed, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import { alikeOf } from '#bot/prompt/alike.ts';
import { unknownWords } from '#bot/prompt/unknown-words.ts';
import { WEIGHTINGS } from '#shared/contract/bounds.ts';
import { isNamed } from '#shared/contract/civitai-name.ts';
import type { Chunk, Model, Prompt } from '#shared/contract/messages.ts';
import type { SpelledText, SpelledWindow } from '#shared/contract/token-count.ts';

/** Says which tokens a prompt becomes; null when nobody can. */
type SpellTokens = (model: string, prompt: Prompt) => Promise<readonly SpelledText[] | null>;

/** Tokens of a window where no renderer has told: every CLIP text encoder reads 77, two of them marks. */
const WINDOW_TOKENS = 75;

/** Takes an order apart by the same rules that settle it. Nothing is stored and nobody draws. */
export async function explainOrder(asked: SettleRequest, spell: SpellTokens): Promise<Explanation> {
  const { seed, chosen, order } = makeChoices(asked.order, asked);
  const request = { ...asked, randomSeed: () => seed };
  const settling = settle(request);
  const words = settlePrompt(request);
  const task = settling.ok && settling.settled.task.kind === 'draw' ? settling.settled.task : null;
  const reading = words && (await readingOf({ ...request, order }, { words, task, spell }));
  const notices = settling.ok ? settling.settled.notices : [];
  return {
    chosen,
    reading,
    problems: settling.ok ? [] : settling.problems,
    // The reading has each of those words, with what may have been meant.
    notices: reading ? notices.filter(({ key }) => key !== 'prompt.unknown-words') : notices,
  };
}

interface Known {
  readonly words: SettledPrompt;
  /** Null = it could not be drawn. */
  readonly task: TaskOf<'draw'> | null;
  readonly spell: SpellTokens;
}

async function readingOf(request: SettleRequest, { words, task, spell }: Known): Promise<ExplainedReading> {
  const { model, style } = words;
  const preset = (style !== null && presetNamed(request.presets, style)) || null;
  const [before = '', after = ''] = (preset?.template ?? PLACE).split(PLACE);
  const member = readMemberWords(request.order);
  const explained = async (settled: SettledWords, added: ExplainedWords['added']) =>
    wordsOf(settled, { added, spelled: await spell(model.name, settled.prompt) });
  const [prompt, negative] = await Promise.all([
    explained(words.prompt, { before: before.trim(), after: after.trim() }),
    explained(words.negative, { before: preset?.negative ?? '', after: '' }),
  ]);
  return {
    model: model.name,
    style,
    weighting: task?.weighting || WEIGHTINGS[0],
    windowTokens: model.windowTokens || WINDOW_TOKENS,
    prompt,
    negative,
    settings: task ? settingsOf(task, { order: request.order, member, preset, model }) : [],
    adapters: (task?.adapters ?? []).map(({ name, weight }) => ({ name, weight, from: adapterFrom(name, member) })),
    unknown: unknownIn([request.order.prompt, request.order.negative ?? '', member.flags.no ?? ''], model),
  };
}

function adapterFrom(name: string, { adapters }: MemberWords): 'prompt' | 'style' {
  return adapters.some((wish) => isNamed(name, wish.name)) ? 'prompt' : 'style';
}

function unknownIn(texts: readonly string[], model: Model): ExplainedReading['unknown'] {
  const all = texts.flatMap((text) => unknownWords(text, model.words ?? [], alikeOf(model.words ?? [])));
  return [...new Map(all.map(({ word, near }) => [word, { word, near }])).values()];
}

function wordsOf(
  { text, prompt }: SettledWords,
  { added, spelled }: { readonly added: ExplainedWords['added']; readonly spelled: readonly SpelledText[] | null },
): ExplainedWords {
  const texts = textsIn(prompt).map(({ chunks, ...said }, i): ExplainedText => {
    const windows = spelled?.[i]?.windows;
    return { ...said, isSpelled: windows !== undefined, windows: windows ?? chunks.map(wordsInstead) };
  });
  return { text, added, texts: texts.slice(0, TEXTS_MAX), more: Math.max(0, texts.length - TEXTS_MAX) };
}

type ReadText = Pick<ExplainedText, 'weight' | 'steps'> & { readonly chunks: readonly Chunk[] };

/** In the order in which a renderer spells them. */
function textsIn({ chunks, subjects = [] }: Prompt): readonly ReadText[] {
  if (subjects.length === 0) return [{ weight: 1, steps: null, chunks }];
  return subjects.flatMap(({ weight, variants, variantOfStep }) =>
    variants.map((variant, i) => ({ weight, steps: stepsOf(i, variantOfStep), chunks: variant.chunks })),
  );
}

/** Stretches shown of a text that comes and goes. */
const STRETCHES_MAX = 8;

/** The stretches of steps at which this variant is said; the last of the list holds on to the end. */
function stepsOf(variant: number, variantOfStep: readonly number[]): ExplainedText['steps'] {
  if (variantOfStep.length === 0) return null;
  const stretches: { from: number; to: number | null }[] = [];
  for (const [i, said] of variantOfStep.entries()) {
    if (said !== variant) continue;
    const last = stretches.at(-1);
    const to = i === variantOfStep.length - 1 ? null : i + 1;
    if (last?.to === i) last.to = to;
    else stretches.push({ from: i + 1, to });
  }
  return stretches.slice(0, STRETCHES_MAX);
}

function wordsInstead({ spans }: Chunk): SpelledWindow {
  const words = spans.flatMap(({ text, weight }) =>
    Array.from(text.matchAll(/\S+/g), ([word]) => ({ text: word, weight, endsWord: true })),
  );
  return { tokens: words };
}

interface Sources {
  readonly order: Order;
  readonly member: MemberWords;
  readonly preset: VisiblePreset | null;
  readonly model: Model;
}

function settingsOf(task: TaskOf<'draw'>, { order, member, preset, model }: Sources): readonly ExplainedSetting[] {
  const { flags } = member;
  const { defaults } = model;
  const named = (name: ExplainedSetting['name'], value: string | number, from: SettingOrigin): ExplainedSetting[] => [
    { name, value, from },
  ];
  const shape = ({ width, height, ratio }: Pick<Order, 'width' | 'height' | 'ratio'>) => width ?? height ?? ratio;
  const size = { option: shape(order), flag: shape(flags), picture: order.start };
  return [
    ...named(
      'sampler',
      task.karras ? `${task.sampler} karras` : task.sampler,
      first({ flag: flags.sampler, style: preset?.sampler, model: defaults?.sampler }),
    ),
    ...(task.spacing
      ? named('spacing', task.spacing, first({ flag: flags.spacing, style: preset?.spacing, model: defaults?.spacing }))
      : []),
    ...named(
      'steps',
      task.steps,
      first({ option: order.steps, flag: flags.steps, style: preset?.steps, model: defaults?.steps }),
    ),
    ...named(
      'guidance',
      task.guidance,
      first({ option: order.guidance, flag: flags.guidance, style: preset?.guidance, model: defaults?.guidance }),
    ),
    ...named(
      'size',
      `${task.width}×${task.height}`,
      first({ ...size, style: preset?.width ?? preset?.height, model: model.defaultWidth }),
    ),
    ...named('seed', task.seed, first({ option: order.seed, flag: flags.seed, chance: true })),
    ...named('count', task.count, first({ option: order.count, flag: flags.count })),
    ...(task.variation ? named('variation', task.variation.strength, 'flag') : []),
    ...(task.tile ? named('tile', '✓', 'flag') : []),
    ...(task.stop ? named('stop', `${Number((100 * task.stop).toPrecision(4))} %`, 'flag') : []),
    ...(task.clipSkip > 0 ? named('clip-skip', task.clipSkip, first({ style: preset?.clipSkip, model: true })) : []),
    ...(task.source ? named('strength', task.source.strength, first({ option: order.start?.strength })) : []),
    ...(flags.keep && (task.source?.mask || task.source?.margins) ? named('keep', flags.keep, 'flag') : []),
  ];
}

/** The first that says anything; models say 0 and '' for nothing. */
function first(said: Partial<Record<SettingOrigin, unknown>>): SettingOrigin {
  const found = Object.entries(said).find(
    ([, value]) => value !== undefined && value !== null && value !== '' && value !== 0,
  );
  return (found?.[0] as SettingOrigin | undefined) ?? 'usual';
}
