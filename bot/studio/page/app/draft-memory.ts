import { type Draft, type PageStore, wordsOf } from '#bot/studio/page/app/state.ts';

const KEY = 'easel draft';

/**
 * Keeps what is being written over a reload, for each tab its own; a new tab begins with what was written last. A
 * browser that keeps nothing is fine too.
 */
export function rememberDraft(store: PageStore): void {
  store.watch(
    ({ draft }) => [draft],
    (draft) => {
      try {
        const text = JSON.stringify({ ...wordsOf(draft), parentId: null });
        sessionStorage.setItem(KEY, text);
        localStorage.setItem(KEY, text);
      } catch {
        // private windows may refuse
      }
    },
  );
}

/** The draft from before, or the one given; fields of another kind than expected count as not there. */
export function recallDraft(otherwise: Draft): Draft {
  try {
    const text = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '{}';
    const kept = JSON.parse(text) as Record<string, unknown>;
    const known = Object.entries(otherwise).map(([name, value]) => [
      name,
      isAlike(kept[name], name) ? kept[name] : value,
    ]);
    return Object.fromEntries(known) as Draft;
  } catch {
    return otherwise;
  }
}

const TEXTS: readonly string[] = ['prompt', 'negative'];
const TEXTS_OR_NOT: readonly string[] = ['style', 'ratio'];
const NUMBERS_OR_NOT: readonly string[] = ['steps', 'guidance', 'seed'];

function isAlike(value: unknown, name: string): boolean {
  if (TEXTS.includes(name)) return typeof value === 'string';
  if (TEXTS_OR_NOT.includes(name)) return value === null || typeof value === 'string';
  if (NUMBERS_OR_NOT.includes(name)) return value === null || typeof value === 'number';
  return name === 'count' && typeof value === 'number';
}
