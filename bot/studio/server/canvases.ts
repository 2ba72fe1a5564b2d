import type { CanvasNews } from '#bot/studio/server/canvas-api.ts';

/** Pages of one canvas. */
const PAGES_MAX = 32;

/** One page of a canvas, and whose it is. */
export interface CanvasPage {
  readonly session: string;
  readonly name: string;
  readonly hear: (news: CanvasNews) => void;
}

/** Who draws with whom: what one page of a canvas does, all others hear. Nothing is kept. */
export interface Canvases {
  /** Hears of what others do there, and who they are, until left; null = the canvas is full. */
  join(canvas: string, page: CanvasPage): (() => void) | null;
  tell(canvas: string, from: string, news: readonly CanvasNews[]): void;
}

/** Nobody draws yet. */
export function createCanvases(): Canvases {
  const canvases = new Map<string, Set<CanvasPage>>();
  return {
    join(canvas, page) {
      const pages = canvases.get(canvas) ?? new Set();
      if (pages.size >= PAGES_MAX) return null;
      canvases.set(canvas, pages.add(page));
      tellWhoIsThere(pages, null);
      return () => {
        if (!pages.delete(page)) return;
        if (pages.size === 0) canvases.delete(canvas);
        tellWhoIsThere(pages, page);
      };
    },
    tell(canvas, from, news) {
      for (const { session, hear } of canvases.get(canvas) ?? [])
        if (session !== from) for (const one of news) hear(one);
    },
  };
}

/** Each page hears of the others, one name for each page. */
function tellWhoIsThere(pages: ReadonlySet<CanvasPage>, left: CanvasPage | null): void {
  for (const page of pages) {
    const others = [...pages].filter((other) => other !== page).map(({ name }) => name);
    page.hear({ kind: 'people', names: others, left: left?.name ?? null });
  }
}
