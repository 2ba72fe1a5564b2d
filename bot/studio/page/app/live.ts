import { inputOf } from '#bot/studio/page/app/commands.ts';
import { settingsOf } from '#bot/studio/page/app/draft-settings.ts';
import { byId } from '#bot/studio/page/app/element.ts';
import { createPatience } from '#bot/studio/page/app/patience.ts';
import { pictureAddress, Refused, server } from '#bot/studio/page/app/server.ts';
import { anySeed, changeDraft, type Draft, type PageStore, withPreview } from '#bot/studio/page/app/state.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Live renders begin at most this often; the last keystroke always gets one. */
const GAP_MS = 90;

/**
 * Renders the draft whenever it changes while live is on: each render replaces the one before. The seed stays the same
 * while it is on, and is what it was before when it is off again.
 */
export interface Live {
  toggle(): void;
  /** A card of one of this page's live renders has come in. */
  take(card: JobCard): void;
}

/** Off, until toggled. */
export function createLive(store: PageStore): Live {
  const rounds = createRounds(store);
  let typedAt = 0;
  let isWaiting = false;
  /** The seed that live itself chose; null = somebody else had. */
  let ownSeed: number | null = null;

  /** Whoever waits takes the newest words with it. Somebody who types fast on a slow machine sees pictures too. */
  async function follow() {
    typedAt = performance.now();
    store.set({ selectedId: null });
    if (isWaiting) return;
    isWaiting = true;
    await rounds.canBeGivenUp();
    isWaiting = false;
    const { isLive, draft } = store.state;
    if (isLive && draft.prompt.trim() !== '') await rounds.begin(draft, typedAt);
  }

  function toggle() {
    const isLive = !store.state.isLive;
    rounds.giveUp();
    const { seed } = store.state.draft;
    if (!isLive && ownSeed !== null && seed === ownSeed) changeDraft(store, { seed: null });
    ownSeed = null;
    store.set({ isLive, liveCard: null, liveMs: null, selectedId: isLive ? null : store.state.selectedId });
    if (!isLive) void server.stopLive().catch(() => {}); // the studio stops by itself when the page has left
    byId('prompt', HTMLTextAreaElement).focus();
  }

  store.watch(
    ({ isLive, draft }) => [isLive, JSON.stringify(inputOf({ ...draft, count: 1 }))],
    (isLive, _order) => {
      const { draft } = store.state;
      if (isLive && settingsOf(draft).seed === null) {
        ownSeed = anySeed();
        return changeDraft(store, { seed: ownSeed });
      }
      if (isLive && draft.prompt.trim() !== '') void follow();
    },
  );
  return { toggle, take: rounds.take };
}

/** One round is one render: asked for, followed, overtaken by the next. Only the newest counts. */
function createRounds(store: PageStore) {
  let turn = 0;
  let begunAt = Number.NEGATIVE_INFINITY;
  let typedAt = 0;
  /** The newest render's cards may come before the answer that tells its id; null = it has come. */
  let early: JobCard[] | null = null;
  const patience = createPatience(() => performance.now(), sleep);

  function show(card: JobCard) {
    // What was given up for something newer stays on the stage until that can be seen.
    if (card.state === 'cancelled' || card.state === 'deleted') return;
    store.set({ liveCard: withPreview(card, store.state.liveCard) });
    if (card.preview !== null || card.state === 'done') patience.see();
    if (card.state === 'failed') patience.end();
    if (card.state === 'done') void measure(card);
  }

  /** The wait that somebody felt: from the keystroke until the picture can be shown. */
  async function measure(card: JobCard) {
    const mine = turn;
    const picture = new Image();
    picture.src = pictureAddress(card.id, 0);
    await picture.decode().catch(() => {}); // overtaken meanwhile
    if (mine === turn) store.set({ liveMs: Math.round(performance.now() - typedAt) });
  }

  return {
    giveUp() {
      turn++;
      early = null;
      patience.end();
    },
    /** Resolves when the newest round has had its chance. */
    async canBeGivenUp() {
      await sleep(begunAt + GAP_MS - performance.now());
      await patience.hadItsChance();
    },
    async begin(draft: Draft, keystrokeAt: number) {
      const mine = ++turn;
      begunAt = performance.now();
      typedAt = keystrokeAt;
      early = [];
      patience.begin();
      try {
        const answer = await server.live({ ...inputOf(draft), count: 1 });
        if (mine === turn && answer) show(early?.findLast(({ id }) => id === answer.id) ?? answer);
      } catch (thrown) {
        if (!(thrown instanceof Refused)) throw thrown;
        if (mine !== turn) return;
        patience.end();
        store.set({ refusal: thrown.message });
      }
      if (mine === turn) early = null;
    },
    take(card: JobCard) {
      if (early) early = [...early.slice(-EARLY_MAX), card];
      if (store.state.isLive && card.id === store.state.liveCard?.id) show(card);
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

const EARLY_MAX = 20;
