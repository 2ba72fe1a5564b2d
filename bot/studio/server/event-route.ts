import { Hono } from 'hono';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { CanvasNews } from '#bot/studio/server/canvas-api.ts';
import { isName } from '#bot/studio/server/canvas-routes.ts';
import type { Canvases } from '#bot/studio/server/canvases.ts';
import { eventStream } from '#bot/studio/server/event-stream.ts';
import type { LiveRenders } from '#bot/studio/server/live-renders.ts';
import type { MachineWork } from '#bot/studio/server/machine-work.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Pages that may listen at once. */
const LISTENERS_MAX = 64;

const SESSION_NAME = /^[\w-]{1,64}$/;

export interface EventRouteOptions {
  readonly jobs: JobService;
  readonly cluster: Cluster;
  readonly presets: Pick<PresetService, 'offer'>;
  readonly live: LiveRenders;
  readonly work: MachineWork;
  readonly canvases: Canvases;
  readonly clock: Clock;
  /** Aborts when the studio closes: every page's stream ends. */
  readonly closing: AbortSignal;
  /** Aborts when this grant is taken back. */
  readonly until: (grantId: string) => AbortSignal;
}

/** The studio's news for one page. When the page leaves, its live render is given up. */
export function eventRoute(options: EventRouteOptions): Hono {
  const { live, closing, canvases, ...watched } = options;
  const app = new Hono();
  let listeners = 0;
  app.get('/events', (c) => {
    const session = c.req.query('session') ?? '';
    if (!SESSION_NAME.test(session)) throw failure('invalid', 'studio.session');
    if (listeners >= LISTENERS_MAX) throw failure('exhausted', 'studio.listeners', { max: LISTENERS_MAX });
    listeners++;
    const left = new AbortController();
    const visitor = visitorOf(c);
    // Whoever is let in no more is shown no more.
    const untilRevoked = visitor.grant ? [options.until(visitor.grant.id)] : [];
    const signal = AbortSignal.any([left.signal, closing, ...untilRevoked]);
    const { launch, name } = visitor.grant ?? {};
    const canvas = launch && c.req.query('canvas');
    if (canvas !== launch?.instanceId) throw failure('denied', 'access.other-instance');
    let leaveCanvas: (() => void) | null = null;
    const join = isName(canvas)
      ? (hear: (news: CanvasNews) => void) => {
          leaveCanvas = canvases.join(canvas, { session, name: name ?? '', hear });
        }
      : null;
    const lines = eventStream({ ...watched, session, reader: readerOf(c), visitor, join, signal });
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      listeners--;
      left.abort();
      leaveCanvas?.();
      void live.stop(session);
    };
    c.header('content-type', 'text/event-stream; charset=utf-8');
    c.header('cache-control', 'no-store');
    return c.body(pulled(lines, over));
  });
  return app;
}

/** Takes the next line only when the reader has room for it. */
function pulled(lines: AsyncGenerator<string, void, undefined>, over: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (!done) return controller.enqueue(encoder.encode(value));
      } catch {
        // the signal aborted: an end like any other
      }
      over();
      controller.close();
    },
    cancel: over,
  });
}
