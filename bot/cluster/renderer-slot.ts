import type { LocalProgram } from '#bot/cluster/local-program.ts';
import { type LocalRenderer, startLocalRenderer } from '#bot/cluster/local-renderer.ts';
import { openRendererLink, type RendererLink } from '#bot/cluster/renderer-link.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { say } from '#bot/text/say.ts';
import { createWatchdog } from '#shared/async/watchdog.ts';
import type { Clock } from '#shared/clock.ts';
import { NO_AUTH, type RendererAuth } from '#shared/config/renderer-auth.ts';
import type { Log } from '#shared/log.ts';
import type { RendererConnection } from '#shared/rpc/call.ts';
import type { Message } from '#shared/text/message.ts';

/** How long a renderer that was started here may be out of reach while its process lives. Milliseconds. */
const UNANSWERED_MS = 20_000;

/** One place in the cluster: who is there may change, its id does not. */
export interface RendererSlot {
  snapshot(): RendererSnapshot;
  connection(): RendererConnection | null;
  /** Asks it once more what it can do. */
  describe(): Promise<void>;
  /** Tells a renderer that was started here to end. */
  endNow(): void;
  close(): Promise<void>;
}

interface SlotOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
}

/** A renderer that somebody else runs. */
export function dialledSlot(
  options: SlotOptions & { readonly address: string; readonly auth: RendererAuth },
): RendererSlot {
  const link = openRendererLink({ id: options.address, ...options });
  const { snapshot, connection, describe, close } = link;
  return { snapshot, connection: () => connection, describe, endNow() {}, close };
}

interface LocalSlotOptions extends SlotOptions {
  readonly id: string;
  readonly program: LocalProgram;
}

/** A child process that may die and come back at another address; in between the slot shows what was known last. */
export function localSlot(options: LocalSlotOptions): RendererSlot {
  const { id, program, clock, log, changed } = options;
  let link: RendererLink | null = null;
  let last: RendererSnapshot = {
    id,
    address: '',
    up: false,
    downReason: say('link.starting', { renderer: id }),
    description: null,
    state: null,
  };
  let isUnanswered = false;
  const unanswered = createWatchdog(clock, () => giveUp());
  // A frozen process takes connections and answers nothing; nobody else would ever end it.
  const look = () => {
    const isDown = link !== null && !link.snapshot().up;
    if (!isDown) unanswered.stop();
    else if (!isUnanswered) unanswered.reset(UNANSWERED_MS);
    isUnanswered = isDown;
  };
  const giveUp = () => {
    isUnanswered = false;
    log.warn({ renderer: id }, 'renderer does not answer, starting another one in its place');
    child.replace();
  };
  const leave = async (downReason: Message) => {
    last = { ...(link?.snapshot() ?? last), up: false, downReason };
    const left = link;
    link = null;
    look();
    changed();
    await left?.close();
  };
  const child: LocalRenderer = startLocalRenderer({
    id,
    program,
    clock,
    log,
    onListening(address) {
      const changedHere = () => {
        look();
        changed();
      };
      link = openRendererLink({ id, address, auth: program.auth ?? NO_AUTH, clock, log, changed: changedHere });
      changedHere();
    },
    onDown: (reason) => void leave(reason),
  });
  return {
    snapshot: () => (link ? withMemory(link.snapshot(), last) : last),
    connection: () => link?.connection ?? null,
    describe: async () => link?.describe(),
    endNow: child.endNow,
    async close() {
      await leave(say('link.stopping', { renderer: id }));
      await child.close();
    },
  };
}

/** A renderer that has just come back is still the one that was described before. */
function withMemory(snapshot: RendererSnapshot, last: RendererSnapshot): RendererSnapshot {
  return snapshot.description ? snapshot : { ...snapshot, description: last.description };
}
