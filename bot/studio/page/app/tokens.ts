import { byId, element } from '#bot/studio/page/app/element.ts';
import { server } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** Stillness after which tokens are counted. */
const QUIET_MS = 60;

/** Bars on screen; the number beside them counts all. */
const WINDOWS_SHOWN = 12;

/** Counts while somebody types; the newest text wins. */
export function countTokens(store: PageStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();
  store.watch(
    ({ draft, cluster }) => [draft.prompt, draft.style, draft.steps, cluster.offer === null],
    (prompt, style, steps, _isWithoutOffer) => {
      clearTimeout(timer);
      asked.abort();
      asked = new AbortController();
      const { signal } = asked;
      timer = setTimeout(() => {
        server.tokens({ prompt, style, steps }, signal).then(
          (tokens) => store.set({ tokens }),
          () => {}, // the count is a comfort: without one the meter is empty
        );
      }, QUIET_MS);
    },
  );
  showTokens(store);
}

/** A bar for each window of the text encoder, filled as far as the prompt fills it. */
function showTokens(store: PageStore): void {
  const place = byId('tokens', HTMLDivElement);
  store.watch(
    ({ tokens }) => [tokens],
    (tokens) => {
      if (!tokens?.windows) return place.replaceChildren();
      const { windows, windowTokens } = tokens;
      const bars = (windows.length === 0 ? [0] : windows)
        .slice(0, WINDOWS_SHOWN)
        .map((count) => element('i', { class: 'window', 'style:--full': Math.min(1, count / windowTokens) }));
      place.replaceChildren(
        element('span', { class: 'windows', 'aria-hidden': 'true' }, ...bars),
        tally(tokens.windows, windowTokens),
      );
    },
  );
}

function tally(windows: readonly number[], windowTokens: number): HTMLSpanElement {
  const total = windows.reduce((sum, count) => sum + count, 0);
  const text =
    windows.length <= 1
      ? labelOf('page.tokens', { count: total, max: windowTokens })
      : labelOf('page.tokens-in-windows', { count: total, windows: windows.length, max: windowTokens });
  return element('span', { class: 'tally' }, text);
}
