import type { Order, SettledOrder } from '#bot/domain/job.ts';
import { drafted } from '#bot/orders/draft.ts';
import { drawTask } from '#bot/orders/draw-task.ts';
import { adapterNotes } from '#bot/orders/file-notes.ts';
import { choosePresetWords, makeChoices } from '#bot/orders/make-choices.ts';
import { settleAdapters } from '#bot/orders/settle-adapters.ts';
import {
  chooseSampler,
  chooseSpacing,
  chooseStyle,
  chooseWeighting,
  defaultModel,
  type SamplerChoice,
  type SpacingChoice,
  type StyleChoice,
  type StyleSources,
} from '#bot/orders/settle-choices.ts';
import { settleControl } from '#bot/orders/settle-control.ts';
import { settleEnding } from '#bot/orders/settle-ending.ts';
import { hints } from '#bot/orders/settle-hints.ts';
import { maskShape, settleLike } from '#bot/orders/settle-like.ts';
import { settlePasses } from '#bot/orders/settle-passes.ts';
import { pixelProblem, type SettledSize, settleSize } from '#bot/orders/settle-size.ts';
import { type SettledStart, settleStart, shapeOf, unmetNeeds } from '#bot/orders/settle-start.ts';
import {
  joinWords,
  type MemberWords,
  memberProblems,
  readMemberWords,
  type SettledWords,
} from '#bot/orders/settle-words.ts';
import { withStyleOfPictures } from '#bot/orders/style-of-pictures.ts';
import { countIn, guidanceIn, type RangedNumber, stepsIn, validSeed } from '#bot/presets/ranges.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import type { WordLists } from '#bot/prompt/word-lists.ts';
import { say } from '#bot/text/say.ts';
import { DEFAULT_GUIDANCE, DEFAULT_STEPS } from '#shared/contract/bounds.ts';
import type { Limits, Model } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** An order, and what there is to draw it with. */
export interface SettleRequest extends StyleSources {
  readonly order: Order;
  readonly limits: Limits;
  /** What control pictures can be made by; none where left out. */
  readonly methods?: readonly string[];
  /** What can enlarge between two passes; nothing where left out. */
  readonly upscalers?: readonly string[];
  /** What some renderer obeys of what older ones do not know; nothing where left out. */
  readonly draws?: readonly string[];
  /** A whole number from 0 to 2^32 - 1, for orders that name no seed. */
  readonly randomSeed: () => number;
  /** The server's own, for `__name__`; none where left out. */
  readonly lists?: WordLists;
}

/** The settled order, or sentences for the member that say what to change. */
export type Settling =
  | { readonly ok: true; readonly settled: SettledOrder }
  | { readonly ok: false; readonly problems: readonly Message[] };

/**
 * Turns what was asked into what is drawn. An option wins over a flag in the prompt, a flag over the style, the style
 * over the model's own default. What cannot be drawn as asked is refused with a sentence; what is changed on the way (a
 * number lowered, a bracket closed) is said in a notice. Never throws.
 */
export function settle(request: SettleRequest): Settling {
  if (request.models.length === 0) return refused([say('order.no-renderer-yet')]);
  const { order, seed, chosen, problems } = makeChoices(request.order, request);
  const settling = settleChosen({ ...request, order, randomSeed: () => seed }, problems);
  if (!settling.ok || chosen === null) return settling;
  const notices = [say('order.chosen', { text: cut(chosen, CHOSEN_SHOWN_MAX) }), ...settling.settled.notices];
  return { ok: true, settled: { ...settling.settled, order: request.order, chosen, notices } };
}

/** Characters of a prompt with its choices made that a notice shows. */
const CHOSEN_SHOWN_MAX = 400;

/** An order that leaves nothing open; `problems` are of what it left open before. */
function settleChosen(request: SettleRequest, open: readonly Message[]): Settling {
  const words = readMemberWords(request.order);
  const own = memberProblems(request.order, { words, charactersMax: request.limits.promptCharsMax });
  const style = chooseStyle(request, { style: request.order.style ?? words.flags.style, model: words.flags.model });
  const settling = settleStyled(request, { words, style: style.kind === 'chosen' ? style : anyModel(request.models) });
  const problems = [
    ...open,
    ...own,
    ...(style.kind === 'refused' ? [style.problem] : []),
    // What is too long alone is not said a second time with the words around it.
    ...(settling.ok ? [] : settling.problems).filter(({ key }) => !own.some((known) => known.key === key)),
  ];
  if (problems.length === 0) return settling;
  return refused([...problems, ...words.notices].slice(0, PROBLEMS_TOLD));
}

/** As many as are read; whoever mends these is told the rest. */
const PROBLEMS_TOLD = 8;

/** In place of a style or model that is not there, so that the rest of an order is looked at all the same. */
function anyModel(models: readonly Model[]): Chosen {
  const model = { ...defaultModel(models), adapters: models.flatMap(({ adapters }) => adapters) };
  return { kind: 'chosen', preset: null, model, notices: [] };
}

/** What an order's words become: which model reads them, and what it is given. */
export interface SettledPrompt {
  readonly model: Model;
  /** The preset that is used; null = none. */
  readonly style: string | null;
  readonly prompt: SettledWords;
  readonly negative: SettledWords;
}

/**
 * The words of an order as they would be drawn, also while it is still being written: by the same rules, but nothing is
 * refused for being too long or empty. Null when its style or model cannot be had.
 */
export function settlePrompt(asked: SettleRequest): SettledPrompt | null {
  if (asked.models.length === 0) return null;
  const { order, seed } = makeChoices(asked.order, asked);
  const request = { ...asked, order, randomSeed: () => seed };
  const words = readMemberWords(order);
  const { flags } = words;
  const style = chooseStyle(request, { style: request.order.style ?? flags.style, model: flags.model });
  if (style.kind === 'refused') return null;
  const steps = settleSteps(request, { words, style });
  return {
    model: style.model,
    style: style.preset?.name ?? null,
    ...joinStyled(request, { words, style }, valueOr1(steps)),
  };
}

/** The demo model was trained for less guidance than real ones. */
const DEMO_GUIDANCE = 4;

type Chosen = Extract<StyleChoice, { kind: 'chosen' }>;
interface Styled {
  readonly words: MemberWords;
  readonly style: Chosen;
}

function settleStyled(request: SettleRequest, styled: Styled): Settling {
  const { limits } = request;
  const { preset, model } = styled.style;
  const numbers = settleNumbers(request, styled);
  const size = settleOwnSize(request, styled);
  const sampler = chooseSampler(request, { named: styled.words.flags.sampler, preset, model });
  const start = settleOwnStart(request, { size, steps: numbers.steps, flags: styled.words.flags });
  const weighting = chooseWeighting(styled.words.flags.weighting);
  const passes = settlePasses(request.order, { ...request, ...numbers, model, size, flags: styled.words.flags });
  const isTwice = passes.hires !== undefined || passes.refiner !== undefined;
  const { draws = [] } = request;
  const ending = settleEnding(request.order, { flags: styled.words.flags, ...numbers, draws, isTwice });
  const pictured = withStyleOfPictures(request.order, preset);
  const like = settleLike(pictured.like ?? [], model, 'size' in size ? size.size : null);
  const control = settleControl(pictured, model, request.methods);
  const spacing = settleSpacing(request, styled, sampler);
  const words = joinStyled(request, styled, numbers.steps);
  const adapters = settleAdapters({
    style: preset?.adapters ?? [],
    wishes: styled.words.adapters,
    prompt: request.order.prompt,
    model,
    adaptersMax: limits.adaptersMax,
  });
  const problems = [
    ...numbers.problems,
    ...('problems' in size ? size.problems : pixelProblem({ ...size.size, count: numbers.count }, limits)),
    ...('problem' in sampler ? [sampler.problem] : []),
    ...('problems' in start ? start.problems : []),
    ...unmetNeeds(model, request.order),
    ...[passes, ending, like, control, spacing, weighting, adapters, words].flatMap((one) => one.problems),
  ];
  if (problems.length > 0 || 'problem' in sampler || 'problems' in size || 'problems' in start)
    return refused(problems);
  const task = drawTask(styled.style, {
    ...{ numbers, size: size.size, sampler, spacing, words, adapters, start, like, control, passes, ending },
    weighting: weighting.weighting,
  });
  const notices = [
    ...styled.style.notices,
    ...numbers.notices,
    ...start.notices,
    ...ending.notices,
    ...like.notices,
    ...control.notices,
    ...spacing.notices,
    ...hints(request.order, { flags: styled.words.flags, model: styled.style.model, task }),
    ...styled.words.notices,
    ...adapterNotes(model, adapters.uses),
  ];
  const settled = { order: request.order, style: preset?.name ?? null, task, notices, ...paceIn(styled.words.flags) };
  const isDraft = request.order.draft ?? styled.words.flags.draft ?? false;
  return { ok: true, settled: isDraft ? drafted(settled) : settled };
}

/** Of both it is the one that takes from nobody. */
function paceIn({ relax, fast }: Flags): Pick<SettledOrder, 'pace'> {
  if (relax) return { pace: 'relax' };
  return fast ? { pace: 'fast' } : {};
}

/** A style may leave words open, too; it chooses by the seed of the picture. */
function joinStyled(request: SettleRequest, { words, style }: Styled, steps: number) {
  const { template, negative, problems } = choosePresetWords(style.preset, request);
  const { weighting } = chooseWeighting(words.flags.weighting);
  const charactersMax = request.limits.promptCharsMax;
  const joined = joinWords(words, { template, negative, charactersMax, steps, ...(weighting && { weighting }) });
  return { ...joined, problems: [...problems, ...joined.problems] };
}

function settleSpacing({ samplers }: SettleRequest, { words, style }: Styled, chosen: SamplerChoice): SpacingChoice {
  const sampler = 'name' in chosen ? samplers.find(({ name }) => name === chosen.name) : undefined;
  return chooseSpacing({ named: words.flags.spacing, preset: style.preset, model: style.model, sampler });
}

interface SettledNumbers {
  readonly steps: number;
  readonly guidance: number;
  readonly count: number;
  readonly seed: number;
  readonly problems: readonly Message[];
  readonly notices: readonly Message[];
}

function settleSteps(
  { order, limits, ...sources }: Omit<SettleRequest, 'randomSeed'>,
  { words, style }: Styled,
): RangedNumber {
  const { preset, model } = style;
  const usual = preset?.steps ?? (model.defaults?.steps || DEFAULT_STEPS);
  const chosen = chooseSampler(sources, { named: words.flags.sampler, preset, model });
  const sampler = 'name' in chosen ? sources.samplers.find(({ name }) => name === chosen.name) : undefined;
  return stepsIn(order.steps ?? words.flags.steps ?? usual, { ...limits, sampler });
}

function settleNumbers(request: SettleRequest, styled: Styled): SettledNumbers {
  const { order, limits, randomSeed } = request;
  const { flags } = styled.words;
  const { preset, model } = styled.style;
  const steps = settleSteps(request, styled);
  const ownGuidance = model.demonstration ? DEMO_GUIDANCE : DEFAULT_GUIDANCE;
  const usualGuidance = preset?.guidance ?? (model.defaults?.guidance || ownGuidance);
  const guidance = guidanceIn(order.guidance ?? flags.guidance ?? usualGuidance, limits);
  const count = countIn(order.count ?? flags.count ?? 1, limits);
  const seed = validSeed(order.seed ?? flags.seed ?? randomSeed());
  const all = [steps, guidance, count, seed];
  return {
    steps: valueOr1(steps),
    guidance: valueOr1(guidance),
    count: valueOr1(count),
    seed: valueOr1(seed),
    problems: all.flatMap((number) => ('problem' in number ? [number.problem] : [])),
    notices: all.flatMap((number) => ('value' in number && number.notice !== undefined ? [number.notice] : [])),
  };
}

/** A number with a problem counts as 1 until the order is refused for it. */
const valueOr1 = (number: RangedNumber): number => ('value' in number ? number.value : 1);

function settleOwnSize({ order, limits }: SettleRequest, { words, style }: Styled): SettledSize {
  const { preset, model } = style;
  const base = { width: preset?.width ?? model.defaultWidth, height: preset?.height ?? model.defaultHeight };
  const wishes = [order, words.flags, shapeOf(order.start, limits), maskShape(order.like)];
  return settleSize(wishes, { base, limits });
}

/** A size that cannot be drawn is told about by itself. */
function settleOwnStart(
  { order, limits }: SettleRequest,
  { size, steps, flags }: { readonly size: SettledSize; readonly steps: number; readonly flags: Flags },
): SettledStart {
  if ('problems' in size) return { source: null, notices: [] };
  return settleStart(order, { size: size.size, steps, limits, flags });
}

function refused(problems: readonly Message[]): Settling {
  return { ok: false, problems };
}
