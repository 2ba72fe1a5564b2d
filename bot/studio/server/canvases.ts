import type { CanvasNews } from '#bot/studio/server/canvas-api.ts';

/** Pages of one canvas. */
const PAGES_MAX = 32;

/** Who draws with whom: what one page of a canvas does, all others hear. Nothing is kept. */
export interface Canvases {
  /** Hears of what others do there until left; null = the canvas is full. */
  join(
    canvas: string,
    page: { readonly session: string; readonly hear: (news: CanvasNews) => void },
  ): (() => void) | null;
  tell(canvas: string, from: string, news: readonly CanvasNews[]): void;
}

/** Nobody draws yet. */
export function createCanvases(): Canvases {
  const canvases = new Map<string, Set<{ readonly session: string; readonly hear: (news: CanvasNews) => void }>>();
  return {
    join(canvas, page) {
      const pages = canvases.get(canvas) ?? new Set();
      if (pages.size >= PAGES_MAX) return null;
      canvases.set(canvas, pages.add(page));
      return () => {
        pages.delete(page);
        if (pages.size === 0) canvases.delete(canvas);
      };
    },
    tell(canvas, from, news) {
      for (const { session, hear } of canvases.get(canvas) ?? [])
        if (session !== from) for (const one of news) hear(one);
    },
  };
}
