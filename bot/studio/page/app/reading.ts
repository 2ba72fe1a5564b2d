import { inputOf } from '#bot/studio/page/app/commands.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { type PageStore, wordsOf } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** Stillness after which a draft is read. */
const QUIET_MS = 120;

/** Pause before tokens are counted again that nobody could count. */
const AGAIN_MS = 2_000;

/** Bars on screen; the number beside them counts all. */
const WINDOWS_SHOWN = 12;

/** Asks the studio how it reads the draft while somebody types: tokens, model, problems. The newest draft wins. */
export function followReading(store: PageStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();
  store.watch(
    ({ draft, cluster, styles }) => [JSON.stringify(inputOf(draft)), cluster.offer === null, styles],
    (_input, _isWithoutOffer, _styles) => {
      clearTimeout(timer);
      asked.abort();
      asked = new AbortController();
      timer = setTimeout(ask, QUIET_MS);
    },
  );
  showTokens(store);

  function ask() {
    const { prompt } = store.state.draft;
    server.reading(inputOf(wordsOf(store.state.draft)), asked.signal).then(
      (reading) => {
        store.set({ reading: { ...reading, prompt } });
        // A renderer that is busy drawing may have no time to count.
        if (reading.model !== null && reading.windows === null) timer = setTimeout(ask, AGAIN_MS);
      },
      () => {}, // a comfort: without it nothing is marked, and the studio says what is wrong when it is asked to draw
    );
  }
}

/** A bar for each window of the text encoder, filled as far as the prompt fills it. */
function showTokens(store: PageStore): void {
  const place = byId('tokens', HTMLSpanElement);
  const button = byId('open-explain', HTMLButtonElement);
  store.watch(
    ({ reading }) => [reading],
    (reading) => {
      button.hidden = !reading?.windows;
      if (!reading?.windows) return place.replaceChildren();
      const { windows, windowTokens } = reading;
      const count = tally(windows, windowTokens);
      button.ariaLabel = `${count}, ${labelOf('page.explain-about')}`;
      const bars = (windows.length === 0 ? [0] : windows)
        .slice(0, WINDOWS_SHOWN)
        .map((count) => element('i', { class: 'window', 'style:--full': Math.min(1, count / windowTokens) }));
      place.replaceChildren(
        element('span', { class: 'windows', 'aria-hidden': 'true' }, ...bars),
        element('span', { class: 'tally' }, count),
      );
    },
  );
}

function tally(windows: readonly number[], windowTokens: number): string {
  const total = windows.reduce((sum, count) => sum + count, 0);
  return windows.length <= 1
    ? labelOf('page.tokens', { count: total, max: windowTokens })
    : labelOf('page.tokens-in-windows', { count: total, windows: windows.length, max: windowTokens });
}
