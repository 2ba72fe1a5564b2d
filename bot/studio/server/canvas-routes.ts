import { Hono } from 'hono';
import type { DraftStore } from '#bot/ports/drafts.ts';
import type { CanvasNews, LaunchWords } from '#bot/studio/server/canvas-api.ts';
import type { Canvases } from '#bot/studio/server/canvases.ts';
import { readJson } from '#bot/studio/server/read-body.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { failure } from '#bot/text/say.ts';

/** News of one request, numbers of one line, and how far out of the picture one may be. */
const NEWS_MAX = 64;
const NUMBERS_MAX = 1_024;
const PIXELS_MAX = 16_384;

const NAME = /^[\w-]{1,100}$/;
const HASH = /^[0-9a-f]{64}$/;

/** What pages inside Discord need beside what all pages do. */
export interface CanvasSources {
  readonly canvases: Canvases;
  /** Absent = no form launches the studio. */
  readonly drafts?: Pick<DraftStore, 'collect'>;
}

/**
 * `POST /canvas` with `{"canvas", "session", "news": […]}`: what a page has just done, for the others of its canvas.
 * `POST /canvas/words`: what the member wrote in Discord before it opened the page, once.
 */
export function canvasRoutes({ canvases, drafts }: CanvasSources): Hono {
  const app = new Hono();
  app.post('/canvas/words', async (c) => {
    const { grant } = visitorOf(c);
    if (grant?.kind !== 'activity' || grant.memberId === null) throw failure('denied', 'access.no-canvas');
    const card: LaunchWords = { words: (await drafts?.collect(grant.memberId)) ?? null };
    return c.json(card);
  });
  app.post('/canvas', async (c) => {
    const { grant } = visitorOf(c);
    if (grant?.kind !== 'activity') throw failure('denied', 'access.no-canvas');
    const { canvas, session, news } = (await readJson(c.req)) as Readonly<Record<string, unknown>>;
    if (!isName(canvas) || !isName(session) || !Array.isArray(news) || news.length > NEWS_MAX || !news.every(isNews))
      throw failure('invalid', 'access.canvas-news');
    if (grant.launch?.instanceId !== canvas) throw failure('denied', 'access.other-instance');
    canvases.tell(canvas, session, news);
    return c.json({});
  });
  return app;
}

/** The name of a canvas or of a page. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}

function isNews(value: unknown): value is CanvasNews {
  const { kind, sha256, ...news } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof sha256 !== 'string' || !HASH.test(sha256)) return false;
  if (kind === 'begin') return isPixels(news.width) && isPixels(news.height);
  const { points, radius, erase } = news;
  const isLine = Array.isArray(points) && points.length <= NUMBERS_MAX && points.every(isPixels);
  return kind === 'line' && isLine && isPixels(radius) && typeof erase === 'boolean';
}

function isPixels(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= PIXELS_MAX;
}
