import { type Bracket, lex, type Token } from '#bot/prompt/lexer.ts';
import { inOrder, PROBLEMS_MAX, promptMessage } from '#bot/prompt/problems.ts';
import type { Problem } from '#bot/prompt/syntax.ts';
import {
  clampWeight,
  DEPTH_MAX,
  ROUND_FACTOR,
  readWeight,
  SQUARE_FACTOR,
  WEIGHT_MAX,
  WEIGHT_MIN,
} from '#bot/prompt/weights.ts';
import type { Chunk, Prompt, Span } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';

/** BREAKs after this many are read as spaces: each costs a whole window of the text encoder. */
export const BREAKS_MAX = 15;

/** A token after parsing: the text it stands for, and the weight at its place. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly kind: 'text' | 'escape' | 'bracket' | 'weight' | 'break';
  /** Words for the picture; empty for marks. */
  readonly text: string;
  readonly weight: number;
}

/** A parsed text: every character belongs to one piece, in order. */
export interface Parsed {
  readonly pieces: readonly Piece[];
  readonly problems: readonly Problem[];
}

/**
 * What a weight inside of another comes to: their product, as in A1111 and compel, or, as in ComfyUI (sd1_clip.py,
 * token_weights), the inner number alone, where square brackets are letters, too.
 */
export type Nesting = 'multiplied' | 'innermost';

/**
 * Reads A1111's attention grammar (modules/prompt_parser.py, parse_prompt_attention). Round and square brackets are
 * paired each among themselves, as there: `(a [b) c]` is legal. Time is linear: at most DEPTH_MAX brackets of a kind
 * act on any piece. One difference: BREAK starts a new chunk inside brackets too. Never throws.
 */
export function parse(text: string, nesting: Nesting = 'multiplied'): Parsed {
  const open = { round: [], square: [] };
  const state: State = { pieces: [], open, problems: [], told: new Map(), breaks: 0, nesting };
  for (const token of lex(text)) take(state, { token, text });
  closeAtEnd(state);
  boundWeights(state);
  return { pieces: state.pieces, problems: inOrder(state.problems) };
}

/**
 * Words and weights alone: chunks at BREAKs, neighbours of equal weight merged. As in A1111 a chunk may be empty, but
 * one BREAK at the end starts none. Without any word there is no chunk.
 */
export function promptOf(pieces: readonly Piece[]): Prompt {
  const chunks: Span[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'break' && piece.text === '') chunks.push([]);
    else if (piece.text !== '') append(chunks.at(-1)!, piece);
  }
  if (chunks.every((spans) => spans.length === 0)) return { chunks: [] };
  if (chunks.at(-1)!.length === 0) chunks.pop();
  return { chunks: chunks.map((spans): Chunk => ({ spans })) };
}

function append(spans: Span[], { text, weight }: Span): void {
  const last = spans.at(-1);
  if (last !== undefined && last.weight === weight) spans[spans.length - 1] = { text: last.text + text, weight };
  else spans.push({ text, weight });
}

interface OpenBracket {
  readonly at: number;
  readonly piece: number;
}
interface State {
  readonly pieces: WritablePiece[];
  readonly open: Record<Bracket, OpenBracket[]>;
  readonly problems: Problem[];
  /** How often each kind of problem was found; see tell. */
  readonly told: Map<string, number>;
  breaks: number;
  readonly nesting: Nesting;
}
/** Fixed: a number has been said for it, and what stands further out says nothing more. */
type WritablePiece = { -readonly [K in keyof Piece]: Piece[K] } & { isFixed?: true };

function take(state: State, { token, text }: { token: Token; text: string }): void {
  const { from, to } = token;
  const push = (kind: Piece['kind'], words: string) => state.pieces.push({ from, to, kind, text: words, weight: 1 });
  if (state.nesting === 'innermost' && 'bracket' in token && token.bracket === 'square') {
    push('text', text.slice(from, to));
    return;
  }
  switch (token.kind) {
    case 'text':
      push('text', text.slice(from, to));
      return;
    case 'escape':
      push('escape', token.literal);
      if (to === text.length && token.literal === '') {
        tell(state, { from, to, message: promptMessage('prompt.last-backslash') });
      }
      return;
    case 'open':
      open(state, { bracket: token.bracket, at: from });
      push('bracket', '');
      return;
    case 'break':
      push('break', breakText(state, token));
      return;
    case 'close':
    case 'weighted-close':
      if (close(state, token)) return;
      push('text', text.slice(from, to));
      tell(state, { from: to - 1, to, message: promptMessage('prompt.closes-nothing') });
  }
}

/** Each kind comes in the order of the text, so that of one kind no more can be shown. */
function tell({ problems, told }: State, problem: Problem): void {
  const { key } = problem.message;
  const before = told.get(key) ?? 0;
  told.set(key, before + 1);
  if (before < PROBLEMS_MAX) problems.push(problem);
}

function breakText(state: State, { from, to }: Token): string {
  state.breaks++;
  if (state.breaks <= BREAKS_MAX) return '';
  if (state.breaks === BREAKS_MAX + 1) {
    tell(state, { from, to, message: promptMessage('prompt.breaks-max', { max: BREAKS_MAX }) });
  }
  return ' ';
}

function open(state: State, { bracket, at }: { bracket: Bracket; at: number }): void {
  const stack = state.open[bracket];
  stack.push({ at, piece: state.pieces.length });
  if (stack.length === DEPTH_MAX + 1) {
    const message = promptMessage('prompt.too-deep', { max: DEPTH_MAX });
    tell(state, { from: at, to: at + 1, message });
  }
}

/** Applies the innermost open bracket of the kind. False when none is open: then the token is text. */
function close(state: State, token: Extract<Token, { kind: 'close' | 'weighted-close' }>): boolean {
  const bracket = token.kind === 'close' ? token.bracket : 'round';
  const stack = state.open[bracket];
  const opened = stack.pop();
  if (opened === undefined) return false;
  const kind = token.kind === 'close' ? 'bracket' : 'weight';
  state.pieces.push({ from: token.from, to: token.to, kind, text: '', weight: 1 });
  if (stack.length >= DEPTH_MAX) return true;
  const factor = token.kind === 'close' ? factorOf(bracket) : weightOf(token, state);
  multiplyFrom(state, { piece: opened.piece, factor, fixes: token.kind === 'weighted-close' });
  return true;
}

function factorOf(bracket: Bracket): number {
  return bracket === 'round' ? ROUND_FACTOR : SQUARE_FACTOR;
}

function weightOf(token: Extract<Token, { kind: 'weighted-close' }>, state: State): number {
  const { weight, given } = readWeight(token.weight);
  const place = { from: token.from + 1, to: token.to - 1 };
  const typed = shortened(token.weight);
  if (given === null) {
    tell(state, { ...place, message: promptMessage('prompt.weight-no-number', { typed, weight }) });
  } else if (given !== weight) {
    const range = { typed, weight, min: WEIGHT_MIN, max: WEIGHT_MAX };
    tell(state, { ...place, message: promptMessage('prompt.weight-range', range) });
  } else if (token.weight.includes(',')) {
    tell(state, { ...place, message: promptMessage('prompt.weight-comma', { typed, weight }) });
  }
  return weight;
}

function shortened(typed: string): string {
  return cut(typed, 16);
}

function multiplyFrom(
  { pieces, nesting }: State,
  { piece, factor, fixes = false }: { piece: number; factor: number; fixes?: boolean },
): void {
  for (let i = piece; i < pieces.length; i++) {
    const one = pieces[i]!;
    if (one.isFixed) continue;
    one.weight *= factor;
    if (fixes && nesting === 'innermost') one.isFixed = true;
  }
}

/** Outermost first, round before square: the order matters to the last digit. */
function closeAtEnd(state: State): void {
  for (const bracket of ['round', 'square'] as const) {
    for (const [depth, { at, piece }] of state.open[bracket].entries()) {
      if (depth < DEPTH_MAX) multiplyFrom(state, { piece, factor: factorOf(bracket) });
      else if (depth >= PROBLEMS_MAX) break;
      const message = promptMessage('prompt.never-closed');
      tell(state, { from: at, to: at + 1, message });
    }
  }
}

/** Factors can multiply beyond the bounds; said once, at the first piece. */
function boundWeights(state: State): void {
  let said = false;
  for (const piece of state.pieces) {
    const weight = clampWeight(piece.weight);
    if (weight === piece.weight) continue;
    piece.weight = weight;
    if (said || piece.text === '') continue;
    said = true;
    const message = promptMessage('prompt.weight-product', { max: WEIGHT_MAX });
    tell(state, { from: piece.from, to: piece.to, message });
  }
}
