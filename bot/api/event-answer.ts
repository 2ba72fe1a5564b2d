import type { ApiServices } from '#bot/api/door.ts';
import { pause } from '#shared/async/timer.ts';

/** How often a stream says that it lives while there is nothing to say. Milliseconds; well below what drops a connection. */
const PING_MS = 15_000;

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** One event of a stream (HTML standard, server-sent events). */
export function serverEvent(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** An answer of events as they come: the next is made when the last was taken, so that a slow reader holds nothing up. */
export function eventAnswer(
  events: AsyncGenerator<string, void, undefined>,
  { clock }: Pick<ApiServices, 'clock'>,
): Response {
  const encoder = new TextEncoder();
  let coming: Promise<IteratorResult<string, void>> | null = null;
  const body = new ReadableStream<Uint8Array>({
    async pull(out) {
      coming ??= events.next();
      const waiting = new AbortController();
      const next = await Promise.race([coming, pause(clock, PING_MS, waiting.signal).then(() => null)]);
      waiting.abort();
      if (next === null) return out.enqueue(encoder.encode(': still here\n\n'));
      coming = null;
      if (next.done) out.close();
      else out.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      // What it waits for ends by the signal of whoever has gone away.
      await events.return();
    },
  });
  return new Response(body, { headers: HEADERS });
}
