import { readAdapterTags } from '#bot/prompt/adapter-tags.ts';
import { choiceMarks, readChoices } from '#bot/prompt/choices.ts';
import { type Piece, parse, promptOf } from '#bot/prompt/parser.ts';
import { removeRanges } from '#bot/prompt/remove-ranges.ts';
import { type ReadScript, readScript } from '#bot/prompt/script.ts';
import type { AdapterWish, Problem, Range } from '#bot/prompt/syntax.ts';
import type { Prompt } from '#shared/contract/messages.ts';

/** A text without flags, read: adapters taken out, then what changes, then brackets and weights. */
export interface ReadText {
  readonly script: ReadScript;
  readonly adapters: readonly AdapterWish[];
  /** Of adapters, and of what says how the text changes or what is chosen in it; in the text as given. */
  readonly tags: readonly Range[];
  readonly marks: readonly Range[];
  /** Every word, whatever the step and the subject. */
  readonly pieces: readonly PlacedPiece[];
  readonly prompt: Prompt;
  readonly problems: readonly Problem[];
}

/** A piece with the stretches of the given text that it stands for. */
export interface PlacedPiece extends Omit<Piece, 'from' | 'to'> {
  readonly stretches: readonly Range[];
}

/** Reads everything but flags. All places are in the text as given. Never throws. */
export function readText(text: string): ReadText {
  const tags = readAdapterTags(text);
  // Where they are still open, as on a page while somebody types: chosen texts have none.
  const choices = outside(choiceMarks(readChoices(text)), tags.places);
  const bare = removeRanges(text, inPlace([...tags.places, ...choices]));
  const script = readScript(bare.text);
  const subjects = script.subjects.map(({ from, to }) => {
    const inside = script.marks.filter((mark) => mark.from >= from && mark.to <= to);
    const words = removeRanges(
      bare.text.slice(from, to),
      inside.map((mark) => moved(mark, -from)),
      { trim: false },
    );
    const parsed = parse(words.text);
    return {
      prompt: promptOf(parsed.pieces),
      pieces: parsed.pieces.map((piece) => ({
        ...piece,
        stretches: words.stretches(piece).flatMap((range) => bare.stretches(moved(range, from))),
      })),
      problems: parsed.problems.map((problem) => ({ ...problem, ...bare.place(moved(words.place(problem), from)) })),
    };
  });
  return {
    script,
    adapters: tags.adapters,
    tags: tags.places,
    marks: inPlace([...script.marks.flatMap((mark) => bare.stretches(mark)), ...choices]),
    pieces: subjects.flatMap(({ pieces }) => pieces),
    prompt: { chunks: subjects.flatMap(({ prompt }) => prompt.chunks) },
    problems: [
      ...tags.problems,
      ...script.problems.map((problem) => ({ ...problem, ...bare.place(problem) })),
      ...subjects.flatMap(({ problems }) => problems),
    ],
  };
}

function inPlace(ranges: readonly Range[]): readonly Range[] {
  return ranges.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from);
}

/** The ranges that overlap none of the others; both are in order. */
function outside(ranges: readonly Range[], others: readonly Range[]): readonly Range[] {
  let next = 0;
  return ranges.filter(({ from, to }) => {
    while (next < others.length && others[next]!.to <= from) next++;
    return next === others.length || others[next]!.from >= to;
  });
}

function moved({ from, to }: Range, by: number): Range {
  return { from: from + by, to: to + by };
}
