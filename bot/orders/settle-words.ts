import type { Order } from '#bot/domain/job.ts';
import { escapeSeparators, escapeUnbalanced } from '#bot/prompt/escape.ts';
import { print } from '#bot/prompt/print.ts';
import { problemNotice } from '#bot/prompt/problems.ts';
import { promptAt } from '#bot/prompt/prompt-at.ts';
import { readPrompt, readWords } from '#bot/prompt/read-prompt.ts';
import type { AdapterWish, Flags, Problem, ReadPrompt, Script } from '#bot/prompt/syntax.ts';
import { say } from '#bot/text/say.ts';
import { VARIANT_LENGTHS_MAX, VARIANTS_MAX, type Weighting } from '#shared/contract/bounds.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** A member's words as read: what to draw, what to avoid, inline settings, and what was odd, as notices. */
export interface MemberWords {
  readonly prompt: MemberPrompt;
  /** What an option and `--no` say, each with its own brackets. */
  readonly negatives: readonly MemberPrompt[];
  readonly flags: Flags;
  readonly adapters: readonly AdapterWish[];
  readonly notices: readonly Message[];
}

/** Words ready to draw: parsed, and as text for the picture's metadata. */
export interface SettledWords {
  readonly prompt: Prompt;
  readonly text: string;
}

/** A text with its reading. */
interface MemberPrompt extends Pick<ReadPrompt, 'script' | 'prompt' | 'problems' | 'text'> {}

/** What a reader sees: no space, nothing that joins, turns or hides others, no filler. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\p{M}\u2800]/u;

/** Problems shown of one text; more only fill the screen. */
const NOTICES_MAX = 3;

/** What is missing from what a member typed, or too long in it. */
export function memberProblems(
  order: Order,
  { words, charactersMax }: { readonly words: MemberWords; readonly charactersMax: number },
): readonly Message[] {
  const isEmpty = !words.prompt.prompt.chunks.some(({ spans }) => spans.some((span) => VISIBLE.test(span.text)));
  return [
    ...lengthProblem('order.prompt-length', { text: order.prompt, charactersMax }),
    ...lengthProblem('order.negative-length', { text: order.negative ?? '', charactersMax }),
    ...(isEmpty ? [emptyProblem(words.flags)] : []),
  ];
}

/** Reads what a member typed, however little or much it is. */
export function readMemberWords(order: Pick<Order, 'prompt' | 'negative'>): MemberWords {
  const prompt = readPrompt(order.prompt);
  const negative = readText(order.negative ?? '');
  const negatives = [negative, readText(prompt.flags.no ?? '')];
  const notices = [
    ...noticesOf(order.prompt, prompt.problems),
    ...noticesOf(order.negative ?? '', negative.problems),
    ...(negatives.some(({ script }) => script.subjects.length > 1) ? [say('order.negative-and')] : []),
  ];
  return { prompt, negatives, flags: prompt.flags, adapters: prompt.adapters, notices };
}

/**
 * Puts the member's words into a style's, so that neither changes what the other means. Problems say that it has become
 * too long.
 */
export function joinWords(
  member: MemberWords,
  style: StyleWords,
): { readonly prompt: SettledWords; readonly negative: SettledWords; readonly problems: readonly Message[] } {
  const text = fillTemplate(style.template, member.prompt, style);
  const prompt = { text, prompt: promptAt(readWords(text).script, style) };
  const avoided = joined([readText(style.negative), ...member.negatives], style);
  const negative = { text: avoided, prompt: promptAt(together(readWords(avoided).script), style) };
  const problems = [
    ...lengthProblem('order.prompt-length', { ...prompt, ...style, styled: true }),
    ...lengthProblem('order.negative-length', { ...negative, ...style, styled: true }),
    ...[prompt, negative].flatMap((words) => changesProblem(words, style)),
  ];
  return { prompt, negative, problems };
}

/** What a style adds, and how many steps the words are said in. */
interface StyleWords {
  readonly template: string;
  readonly negative: string;
  readonly charactersMax: number;
  readonly steps: number;
  /** How weights act, and so how they nest; A1111's way where left out. */
  readonly weighting?: Weighting;
}

/**
 * The text of a template with words at the place of `{prompt}`, to be read as one: emphasis around the place acts on
 * them. What AND joins gets the whole template each.
 */
function fillTemplate(template: string, words: MemberPrompt, written: Written): string {
  const { subjects } = words.script;
  const fill = (text: string) => {
    const whole = template.includes('[') ? escapeSeparators(text) : text;
    return template.split('{prompt}').join(whole).trim();
  };
  if (subjects.length === 1 && subjects[0]!.weight === 1) return fill(selfContained(words, written));
  // Every part says its weight, so that nothing at the end of a template is taken for one.
  return subjects
    .map(({ source, weight }) => `${fill(selfContained(readText(source), written))} :${weight}`)
    .join(' AND ');
}

function joined(parts: readonly MemberPrompt[], written: Written): string {
  return parts
    .map((part) => selfContained(part, written))
    .filter((part) => part !== '')
    .join(', ');
}

/** A negative prompt pulls in one direction only. */
function together({ subjects }: Script): Script {
  const comma = { kind: 'text', text: ', ' } as const;
  const parts = subjects.flatMap((subject, i) => (i === 0 ? subject.parts : [comma, ...subject.parts]));
  return { subjects: [{ weight: 1, source: subjects.map(({ source }) => source).join(', '), parts }] };
}

function readText(text: string): MemberPrompt {
  return { ...readWords(text), text };
}

/**
 * As typed where that is safe. An open bracket, a stray one, a last backslash, or a last colon with a number would
 * reach into the words around it: then the words are written anew with the same meaning, and a text that changes from
 * step to step with odd brackets and a last colon as mere characters.
 */
function selfContained({ text, script, prompt, problems }: MemberPrompt, { weighting }: Written): string {
  const isSafe = problems.every(({ isPlain }) => isPlain) && !LAST_COLON.test(text);
  if (isSafe) return text.trim();
  // Written anew it says the products of weights, which is not what others' ways of nesting mean.
  const isPlain =
    !ITS_OWN_WAY.has(weighting) && script.subjects.every(({ parts }) => parts.every(({ kind }) => kind === 'text'));
  return (isPlain ? print(prompt) : escapeUnbalanced(text)).trim();
}

type Written = Pick<StyleWords, 'weighting'>;

const ITS_OWN_WAY: ReadonlySet<Weighting | undefined> = new Set(['comfy', 'compel'] as const);

const LAST_COLON = /:[^:()[\]\\>]*$/;

function changesProblem(
  { prompt: { subjects = [] } }: SettledWords,
  { charactersMax, steps }: StyleWords,
): readonly Message[] {
  const variants = subjects.flatMap((subject) => subject.variants);
  const spans = variants.flatMap(({ chunks }) => chunks.flatMap((chunk) => chunk.spans));
  const characters = spans.reduce((sum, span) => sum + span.text.length, 0);
  if (variants.length <= VARIANTS_MAX && characters <= VARIANT_LENGTHS_MAX * charactersMax) return [];
  const bounds = { variantsMax: VARIANTS_MAX, charactersMax: VARIANT_LENGTHS_MAX * charactersMax };
  return [say('order.variants', { steps, variants: variants.length, characters, ...bounds })];
}

function lengthProblem(
  key: 'order.prompt-length' | 'order.negative-length',
  { text, charactersMax, styled = false }: { text: string; charactersMax: number; styled?: boolean },
): readonly Message[] {
  return text.length <= charactersMax ? [] : [say(key, { max: charactersMax, given: text.length, styled })];
}

function emptyProblem(flags: Flags): Message {
  return say(Object.keys(flags).length === 0 ? 'order.empty' : 'order.settings-only');
}

function noticesOf(text: string, problems: readonly Problem[]): readonly Message[] {
  const shown = problems.slice(0, NOTICES_MAX).map((problem) => problemNotice(text, problem));
  return problems.length > NOTICES_MAX ? [...shown, say('order.more-problems')] : shown;
}
