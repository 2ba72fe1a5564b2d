import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { failure, say } from '#bot/text/say.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import type { Clock } from '#shared/clock.ts';
import type { RendererAuth } from '#shared/config/renderer-auth.ts';
import type { RendererState } from '#shared/contract/messages.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { connectRenderer, type RendererConnection } from '#shared/rpc/call.ts';
import type { Message } from '#shared/text/message.ts';

/** Pauses between tries to reach a renderer: the first, and the longest; each is twice the one before. Milliseconds. */
const RETRY_FIRST_MS = 200;
const RETRY_LONGEST_MS = 1_000;

/** How long a renderer may take to describe itself. Milliseconds. */
const DESCRIBE_TIMEOUT_MS = 5_000;

/** One renderer at one address: a connection, and what is known about who is behind it. */
export interface RendererLink {
  readonly connection: RendererConnection;
  snapshot(): RendererSnapshot;
  /** Asks it once more what it can do; one that does not answer stays as it was known. */
  describe(): Promise<void>;
  close(): Promise<void>;
}

export interface RendererLinkOptions {
  readonly id: string;
  readonly address: string;
  /** What the renderer is told who we are. */
  readonly auth: RendererAuth;
  readonly clock: Clock;
  readonly log: Log;
  /** Called after every change of the snapshot. */
  readonly changed: () => void;
}

/**
 * Keeps in touch with one renderer until closed: asks for its description, then listens to its state. The open Watch
 * stream is the sign of life; when it ends the renderer is down, with the reason, and is tried again for ever.
 */
export function openRendererLink(options: RendererLinkOptions): RendererLink {
  const { id, address, auth, changed } = options;
  const closing = new AbortController();
  const connection = connectRenderer(address, auth);
  let current: RendererSnapshot = {
    id,
    address,
    up: false,
    downReason: say('link.connecting', { renderer: address }),
    description: null,
    state: null,
  };
  const update = (change: Partial<RendererSnapshot>) => {
    current = { ...current, ...change };
    if (!closing.signal.aborted) changed();
  };
  const context = { ...options, connection, update, read: () => current, signal: closing.signal };
  const ended = watchRenderer(context);
  return {
    connection,
    snapshot: () => current,
    async describe() {
      if (current.up) await describe(context).catch((err) => options.log.warn({ address, err }, 'not described'));
    },
    async close() {
      closing.abort(failure('cancelled', 'job.stopping'));
      connection.close();
      await ended;
    },
  };
}

type LinkContext = RendererLinkOptions & {
  readonly connection: RendererConnection;
  readonly update: (change: Partial<RendererSnapshot>) => void;
  readonly read: () => RendererSnapshot;
  readonly signal: AbortSignal;
};

async function watchRenderer(context: LinkContext) {
  const { address, clock, log, update, read, signal } = context;
  const retries = createBackoff({ firstMs: RETRY_FIRST_MS, longestMs: RETRY_LONGEST_MS });
  while (!signal.aborted) {
    const why = await follow(context);
    if (signal.aborted) return;
    if (read().up) {
      log.warn({ address, reason: why }, 'renderer lost');
      retries.reset();
    }
    update({ up: false, downReason: say('link.unreachable', { renderer: address, why }) });
    await retries.wait(clock, signal);
  }
}

/** Listens until the stream ends; says why it did. */
async function follow(context: LinkContext): Promise<Message> {
  const { address, connection, log, update, read, signal } = context;
  try {
    await describe(context);
    for await (const state of connection.watch({}, signal)) {
      const { up, connects = 0, state: before } = read();
      if (!up) log.info({ address }, 'renderer connected');
      update({ up: true, downReason: null, state, connects: up ? connects : connects + 1 });
      if (hasNewEngine(before, state)) await describe(context);
    }
    return say('link.hung-up');
  } catch (thrown) {
    return Failure.from(thrown).said;
  }
}

async function describe({ connection, update, signal }: LinkContext) {
  update({ description: await connection.describe({}, { timeoutMs: DESCRIBE_TIMEOUT_MS, signal }) });
}

/** The device is only known once the engine runs, and another engine may find another one. */
function hasNewEngine(before: RendererState | null, now: RendererState): boolean {
  if (now.phase !== 'RENDERER_PHASE_READY') return false;
  return before?.phase !== now.phase || before.engineStarts !== now.engineStarts;
}
