import { type Draft, type PageStore, wordsOf } from '#bot/studio/page/app/state.ts';

const KEY = 'easel draft';

/** The browser's memory is written to at most so often: not at every key. */
const KEEP_MS = 300;

/**
 * Keeps what is being written over a reload, for each tab its own; a new tab begins with what was written last. A
 * browser that keeps nothing is fine too.
 */
export function rememberDraft(store: PageStore): void {
  let timer = 0;
  const keep = () => {
    clearTimeout(timer);
    timer = 0;
    try {
      const text = JSON.stringify({ ...wordsOf(store.state.draft), parentId: null });
      sessionStorage.setItem(KEY, text);
      localStorage.setItem(KEY, text);
    } catch {
      // private windows may refuse
    }
  };
  store.watch(
    ({ draft }) => [draft],
    (_draft) => {
      timer ||= window.setTimeout(keep, KEEP_MS);
    },
  );
  for (const leaving of ['pagehide', 'visibilitychange'])
    window.addEventListener(leaving, () => timer !== 0 && keep(), { capture: true });
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
