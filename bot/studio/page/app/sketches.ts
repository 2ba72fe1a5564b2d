import { FIRST_SENTENCE } from '#bot/presets/sentence-slots.ts';
import { withFlag } from '#bot/prompt/change-flag.ts';
import { inputOf } from '#bot/studio/page/app/commands.ts';
import { SESSION, server } from '#bot/studio/page/app/server.ts';
import {
  chosenModel,
  type Draft,
  INITIAL_STATE,
  type PageStore,
  type State,
  wordsOf,
} from '#bot/studio/page/app/state.ts';
import type { SketchCard } from '#bot/studio/server/api.ts';

/** A place for a small picture of what one choice would change. */
export interface SketchPlace {
  /** The draft with this choice. */
  readonly draw: (draft: Draft) => Draft;
  readonly isShown: () => boolean;
  /** Where it would be seen; what is in the window is drawn first. */
  readonly at: HTMLElement;
  /** Worth being drawn by a real model too, of a sentence that stays the same. */
  readonly lasting?: boolean;
  /** A picture's address; null = the one that is there is of other words. */
  readonly show: (address: string | null) => void;
}

/** Stillness after which sketches of the new words are asked for. */
const QUIET_MS = 500;

/** Pause before it is asked again which of them are drawn. */
const AGAIN_MS = 1_500;

/** The same after a question that was not answered. */
const UNANSWERED_MS = 6_000;

/** As many as the server takes at once. */
const WANTED_MAX = 80;

/** Without a seed of its own each sketch would be another scene: only the word is to differ. */
const SEED = 7;

/** What a real model draws of each choice, once: nothing of what somebody types. */
function samePicture(state: State): Draft {
  const model = chosenModel(state)?.name ?? null;
  return { ...INITIAL_STATE.draft, prompt: withFlag(FIRST_SENTENCE, 'model', model), seed: SEED };
}

/** Your sentence; the first one as long as you have none. */
function sentenceOf(draft: Draft): Draft {
  const prompt = draft.prompt.trim() === '' ? FIRST_SENTENCE : draft.prompt;
  // The difference that a second pass makes is too fine for a tile.
  return { ...wordsOf(draft), prompt: withFlag(withFlag(prompt, 'hiresBy', null), 'hires', null) };
}

/** Those inside the window first: what is scrolled out of it can wait. */
function inSightFirst(all: readonly SketchPlace[]): readonly SketchPlace[] {
  const seen = new Set(all.filter(({ at }) => isInWindow(at.getBoundingClientRect())));
  return [...seen, ...all.filter((one) => !seen.has(one))];
}

function isInWindow({ top, bottom }: DOMRect): boolean {
  return bottom > 0 && top < window.innerHeight;
}

const places: SketchPlace[] = [];

/** Asks for what is missing; nobody follows the draft yet. */
let wake = () => {};

/** Hears of each place that comes into sight: something was opened, found or scrolled to. */
const sight = new IntersectionObserver((entries) => {
  if (entries.some(({ isIntersecting }) => isIntersecting)) wake();
});

/** Has small pictures drawn there, while nothing else is to be done. */
export function addSketches(more: readonly SketchPlace[]): void {
  places.push(...more);
  for (const { at } of more) sight.observe(at);
}

/** Their elements are gone from the page. */
export function removeSketches(gone: readonly SketchPlace[]): void {
  for (const place of gone) {
    const at = places.indexOf(place);
    if (at >= 0) places.splice(at, 1);
    sight.unobserve(place.at);
  }
}

/** Follows the draft: what each place shows becomes a picture of the words as they are now. */
export function followSketches(store: PageStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What each place shows of the words as they are now; null = it cannot be drawn. */
  const shown = new Map<SketchPlace, string | null>();

  const soon = (pause: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), pause);
  };

  async function ask() {
    const { draft, facts, side, room, isChanging, cluster } = store.state;
    if (!facts?.sketches || side === null || room !== 'draw' || isChanging || document.hidden) return;
    const isQuick = cluster.offer?.demonstration ?? false;
    const missing = places.filter((one) => (isQuick || one.lasting) && !shown.has(one) && one.isShown());
    const wanted = inSightFirst(missing).slice(0, WANTED_MAX);
    const plain = isQuick ? { ...sentenceOf(draft), count: 1, seed: draft.seed ?? SEED } : samePicture(store.state);
    if (wanted.length === 0) return;
    const inputs = wanted.map(({ draw }) => inputOf(draw(plain)));
    const keys = await server.sketches(SESSION, inputs, !isQuick).catch(() => null);
    if (draft !== store.state.draft) return;
    for (const [index, place] of wanted.entries()) take(place, keys?.[index] ?? null);
    if (missing.some((place) => !shown.has(place))) soon(keys ? AGAIN_MS : UNANSWERED_MS);
  }

  function take(place: SketchPlace, key: SketchCard) {
    if (key === null) return;
    shown.set(place, key || null);
    if (key === false) return;
    const address = `/api/sketches/${key}.png`;
    const picture = new Image();
    picture.src = address;
    picture.decode().then(
      () => shown.get(place) === key && place.show(address),
      () => {
        // The studio has forgotten it meanwhile: it is drawn again.
        if (shown.get(place) === key) shown.delete(place);
        soon(AGAIN_MS);
      },
    );
  }

  wake = () => soon(0);
  store.watch(
    ({ draft, styles }) => [draft, styles],
    (_draft, _styles) => {
      for (const [place, key] of shown) if (key !== null) place.show(null);
      shown.clear();
      soon(QUIET_MS);
    },
  );
  store.watch(
    ({ facts, side, room, isChanging }) => [facts, side, room, isChanging],
    (..._now) => soon(0),
  );
  document.addEventListener('visibilitychange', () => soon(0));
}
