import type { Order } from '#bot/jobs/job.ts';
import { print } from '#bot/prompt/print.ts';
import { problemNotice } from '#bot/prompt/problems.ts';
import { readPrompt, readWords } from '#bot/prompt/read-prompt.ts';
import type { Flags, Problem, Prompt } from '#bot/prompt/syntax.ts';

/** A member's words as read: what to draw, what to avoid, inline settings, and what was odd, as notices. */
export interface MemberWords {
  readonly prompt: Words;
  /** What an option and `--no` say, each with its own brackets. */
  readonly negatives: readonly Words[];
  readonly flags: Flags;
  readonly notices: readonly string[];
}

/** Words ready to draw: parsed, and as text for the picture's metadata. */
export interface SettledWords {
  readonly prompt: Prompt;
  readonly text: string;
}

/** A text with its reading. */
interface Words extends SettledWords {
  readonly problems: readonly Problem[];
}

/** Problems shown of one text; more only fill the screen. */
const NOTICES_MAX = 3;

/** Reads what a member typed, or says what is missing or too long. `charactersMax` is the renderers' limit. */
export function readMember(
  order: Order,
  { charactersMax }: { readonly charactersMax: number },
): { readonly words: MemberWords } | { readonly problems: readonly string[] } {
  const tooLong = [
    ...lengthProblem('prompt', { text: order.prompt, charactersMax }),
    ...lengthProblem('negative prompt', { text: order.negative ?? '', charactersMax }),
  ];
  if (tooLong.length > 0) return { problems: tooLong };
  const prompt = readPrompt(order.prompt);
  if (!prompt.prompt.chunks.some(({ spans }) => spans.some((span) => span.text.trim() !== ''))) {
    return { problems: [emptyProblem(prompt.flags)] };
  }
  const negative = readText(order.negative ?? '');
  const notices = [...noticesOf(order.prompt, prompt.problems), ...noticesOf(order.negative ?? '', negative.problems)];
  return { words: { prompt, negatives: [negative, readText(prompt.flags.no ?? '')], flags: prompt.flags, notices } };
}

/**
 * Puts the member's words into a style's, so that neither changes what the other means. Problems say that it has become
 * too long.
 */
export function joinWords(
  member: MemberWords,
  style: { readonly template: string; readonly negative: string; readonly charactersMax: number },
): { readonly prompt: SettledWords; readonly negative: SettledWords; readonly problems: readonly string[] } {
  const prompt = fillTemplate(style.template, member.prompt);
  const negative = joined([readText(style.negative), ...member.negatives]);
  const problems = [
    ...lengthProblem('prompt', { ...prompt, ...style, with: ' with its style' }),
    ...lengthProblem('negative prompt', { ...negative, ...style, with: ' with its style' }),
  ];
  return { prompt, negative, problems };
}

/**
 * The text of a template with words at the place of `{prompt}`, read as one: emphasis around the place acts on them.
 */
function fillTemplate(template: string, words: Words): SettledWords {
  const text = template.split('{prompt}').join(enclosed(words)).trim();
  return { prompt: readWords(text).prompt, text };
}

function joined(parts: readonly Words[]): SettledWords {
  const text = parts
    .map(enclosed)
    .filter((part) => part !== '')
    .join(', ');
  return { prompt: readWords(text).prompt, text };
}

function readText(text: string): Words {
  return { ...readWords(text), text };
}

/**
 * As typed where that is safe. An open bracket, a stray one, a last backslash, or a last colon with a number would
 * reach into the words around it: then the words are written anew with the same meaning.
 */
function enclosed({ text, prompt, problems }: Words): string {
  const isSafe = problems.length === 0 && !/:[^:()[\]\\]*$/.test(text);
  return (isSafe ? text : print(prompt)).trim();
}

function lengthProblem(
  what: string,
  { text, charactersMax, with: suffix = '' }: { text: string; charactersMax: number; with?: string },
): readonly string[] {
  if (text.length <= charactersMax) return [];
  const limit = `at most ${withCommas(charactersMax)} characters`;
  return [`Cannot read this ${what}: ${limit}, given ${withCommas(text.length)}${suffix}`];
}

function emptyProblem(flags: Flags): string {
  return Object.keys(flags).length === 0
    ? 'The prompt is empty: write what to draw'
    : 'The prompt has settings only: write what to draw, too';
}

function noticesOf(text: string, problems: readonly Problem[]): readonly string[] {
  const shown = problems.slice(0, NOTICES_MAX).map((problem) => problemNotice(text, problem));
  return problems.length > NOTICES_MAX ? [...shown, 'There is more of this kind further on'] : shown;
}

/** 10000 -> "10,000". */
function withCommas(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
