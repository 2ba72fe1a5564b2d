import type { Range } from '#bot/prompt/syntax.ts';
import { type UnknownWord, unknownWords, unknownWordsMessage } from '#bot/prompt/unknown-words.ts';
import { readOnce } from '#bot/studio/page/app/read-once.ts';
import { chosenModel, type Draft, type State } from '#bot/studio/page/app/state.ts';
import { words } from '#bot/studio/page/app/words.ts';
import type { ModelCard } from '#bot/studio/server/api.ts';

/** Something to point at in the prompt: what cannot be read as meant, or a word that the model does not know. */
export interface Mark extends Range {
  readonly kind: 'odd' | 'unknown';
}

/** Marks, and what there is to say about them. */
export interface Marks {
  readonly marks: readonly Mark[];
  readonly sentences: readonly { readonly kind: Mark['kind']; readonly text: string }[];
}

/** The last word may still become one that the model knows. */
function isBegun({ word, to }: UnknownWord, { prompt }: Draft, { words: known }: ModelCard): boolean {
  const start = word.toLowerCase();
  return to === prompt.length && known.some((one) => one.startsWith(start));
}

/** What reading the prompt finds here at once, and what the studio said of it; each sentence once. */
export function findMarks(state: State): Marks {
  const { draft, reading, refusal } = state;
  const { problems } = readOnce(draft.prompt);
  const model = chosenModel(state);
  const unknown = model
    ? unknownWords(draft.prompt, model.words, model.alike).filter((one) => !isBegun(one, draft, model))
    : [];
  const told = reading?.prompt === draft.prompt ? reading.problems : [];
  const odd = [...problems, ...told.filter((problem) => problem.from !== null)] as readonly Range[];
  const sentences = [
    ...problems.map(({ message }) => words.say(message)),
    ...told.map(({ sentence }) => sentence),
    ...(refusal === null || told.length > 0 ? [] : [refusal]),
  ];
  return {
    marks: [
      ...odd.map(({ from, to }) => ({ kind: 'odd' as const, from, to: Math.max(to, from + 1) })),
      ...unknown.map(({ from, to }) => ({ kind: 'unknown' as const, from, to })),
    ],
    sentences: [
      ...[...new Set(sentences)].map((text) => ({ kind: 'odd' as const, text })),
      ...(model && unknown.length > 0
        ? [{ kind: 'unknown' as const, text: words.say(unknownWordsMessage(unknown, model)) }]
        : []),
    ],
  };
}
