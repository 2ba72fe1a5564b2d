import type { LocalProgram } from '#bot/cluster/local-program.ts';
import { type LocalRenderer, startLocalRenderer } from '#bot/cluster/local-renderer.ts';
import { openRendererLink, type RendererLink } from '#bot/cluster/renderer-link.ts';
import { tryRenderer } from '#bot/cluster/try-renderer.ts';
import type { JobId } from '#bot/domain/job.ts';
import type { Cluster, RendererSnapshot } from '#bot/ports/cluster.ts';
import { failure, say } from '#bot/text/say.ts';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';
import { createWatchdog } from '#shared/async/watchdog.ts';
import type { Clock } from '#shared/clock.ts';
import { NO_AUTH, type RendererAuth } from '#shared/config/renderer-auth.ts';
import type { CountTokensRequest, TokenCount } from '#shared/contract/token-count.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import type { RendererConnection } from '#shared/rpc/call.ts';
import type { Message } from '#shared/text/message.ts';

/** How long a small question to a renderer may take. Milliseconds. */
const CANCEL_TIMEOUT_MS = 2_000;
const COUNT_TIMEOUT_MS = 1_000;
const DRAIN_TIMEOUT_MS = 5_000;

/** How long a renderer that was started here may be out of reach while its process lives. Milliseconds. */
const UNANSWERED_MS = 30_000;

export interface ClusterOptions {
  /** host:port or unix:/path of renderers that somebody else runs. */
  readonly addresses: readonly string[];
  /** Of those addresses; renderers that are started here listen on sockets of their own. */
  readonly auth?: RendererAuth;
  /** Who we are to renderers that others use as well; see RenderRequest. */
  readonly dispatcher?: string;
  /** Renderers to start here, by the id that each keeps. */
  readonly local: Readonly<Record<string, LocalProgram>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A cluster that has started renderers itself. */
export interface OwnCluster extends Cluster {
  /** Tells those renderers to end, and waits for nothing. */
  endNow(): void;
}

/** One place in the cluster: who is there may change, its id does not. */
interface RendererSlot {
  snapshot(): RendererSnapshot;
  connection(): RendererConnection | null;
  /** Asks it once more what it can do. */
  describe(): Promise<void>;
  /** Tells a renderer that was started here to end. */
  endNow(): void;
  close(): Promise<void>;
}

/** Dials and starts all renderers of the configuration. Returns at once; who answers shows in the snapshot. */
export function openCluster(options: ClusterOptions): OwnCluster {
  const { addresses, auth = NO_AUTH, dispatcher = '', local, clock, log } = options;
  const readers = new Set<Mailbox<readonly RendererSnapshot[]>>();
  const taken = new Set<string>();
  const snapshot = () => [...slots].map(([id, slot]) => (taken.has(id) ? asTaken(slot.snapshot()) : slot.snapshot()));
  const changed = () => {
    for (const reader of readers) reader.put(snapshot(), 'newest');
  };
  const slots = new Map<string, RendererSlot>([
    ...addresses.map((address): [string, RendererSlot] => [
      address,
      dialledSlot({ address, auth, clock, log, changed }),
    ]),
    ...Object.entries(local).map(([id, program]): [string, RendererSlot] => [
      id,
      localSlot({ id, program, clock, log, changed }),
    ]),
  ]);
  // Until this process ends: whoever took over has a later start of this very ledger, or of a copy of it.
  const lose = (id: string) => {
    if (!taken.has(id)) log.error({ renderer: id }, 'a bot with a copy of this ledger took this renderer over');
    taken.add(id);
    changed();
  };
  const connectionOf = (id: string) => slots.get(id)?.connection() ?? null;
  return {
    snapshot,
    changes: (signal) => readChanges(readers, snapshot, signal),
    render: (id, request, signal) =>
      untilLost(reach(connectionOf(id), id).render({ ...request, dispatcher }, signal), () => lose(id)),
    attach: (id, request, signal) =>
      untilLost(reach(connectionOf(id), id).attach({ ...request, dispatcher }, signal), () => lose(id)),
    cancel: (id, jobId) => cancel(connectionOf(id), jobId, log),
    async countTokens(model, prompt) {
      const count = await countTokens([...slots.values()], { model, prompt });
      return count?.windows ?? null;
    },
    async spellTokens(model, prompt) {
      const count = await countTokens([...slots.values()], { model, prompt, spell: true });
      return count?.texts?.length ? count.texts : null;
    },
    drain: async (id, draining) =>
      void (await reach(connectionOf(id), id).drain({ draining }, { timeoutMs: DRAIN_TIMEOUT_MS })),
    async preload(id, model, signal) {
      for await (const _ of reach(connectionOf(id), id).preload({ model, adapters: [] }, signal));
    },
    async *pull(id, model, signal) {
      yield* reach(connectionOf(id), id).pull({ model }, signal);
      // Renderers of one machine share the folder.
      await Promise.all([...slots.values()].map((slot) => slot.describe()));
    },
    async add(address, secret) {
      if (slots.has(address)) throw failure('already-exists', 'link.known', { renderer: address });
      const own = { ...auth, secret: secret ?? auth.secret };
      const description = await tryRenderer(address, own);
      // Somebody may have been faster meanwhile.
      if (!slots.has(address)) slots.set(address, dialledSlot({ address, auth: own, clock, log, changed }));
      changed();
      return description;
    },
    endNow() {
      for (const slot of slots.values()) slot.endNow();
    },
    async close() {
      for (const reader of readers) reader.close();
      await Promise.all([...slots.values()].map((slot) => slot.close()));
    },
  };
}

/** The same object for the same snapshot: placement looks again only at what has changed. */
function asTaken(snapshot: RendererSnapshot): RendererSnapshot {
  const known = takenSnapshots.get(snapshot);
  const taken = known ?? { ...snapshot, up: false, downReason: say('link.taken', { renderer: snapshot.id }) };
  takenSnapshots.set(snapshot, taken);
  return taken;
}

const takenSnapshots = new WeakMap<RendererSnapshot, RendererSnapshot>();

/** Passes events on, and notices when the renderer obeys a later dispatcher of our name. */
async function* untilLost<Event>(
  events: AsyncGenerator<Event, void, undefined>,
  lost: () => void,
): AsyncGenerator<Event, void, undefined> {
  try {
    yield* events;
  } catch (thrown) {
    const { code, said } = Failure.from(thrown);
    // A later attempt of the same job takes over as well, and is our own.
    if (code === 'superseded' && said.key !== 'render.superseded') lost();
    throw thrown;
  }
}

async function* readChanges(
  readers: Set<Mailbox<readonly RendererSnapshot[]>>,
  snapshot: () => readonly RendererSnapshot[],
  signal: AbortSignal,
): AsyncGenerator<readonly RendererSnapshot[], void, undefined> {
  const reader = createMailbox<readonly RendererSnapshot[]>();
  reader.put(snapshot(), 'newest');
  readers.add(reader);
  try {
    yield* reader.read(signal);
  } finally {
    readers.delete(reader);
  }
}

function reach(connection: RendererConnection | null, id: string): RendererConnection {
  if (connection) return connection;
  throw failure('unavailable', 'link.not-there', { renderer: id });
}

async function cancel(connection: RendererConnection | null, jobId: JobId, log: Log): Promise<boolean> {
  if (!connection) return false;
  try {
    const reply = await connection.cancel({ jobId, attempt: 0 }, { timeoutMs: CANCEL_TIMEOUT_MS });
    return reply.found;
  } catch (thrown) {
    log.warn({ jobId, err: thrown }, 'renderer could not be told to cancel');
    return false;
  }
}

async function countTokens(slots: readonly RendererSlot[], request: CountTokensRequest): Promise<TokenCount | null> {
  for (const slot of slots) {
    const { up, description } = slot.snapshot();
    if (!up || !description?.models.some(({ name }) => name === request.model)) continue;
    const count = await slot
      .connection()
      ?.countTokens(request, { timeoutMs: COUNT_TIMEOUT_MS })
      .catch(() => null);
    if (count) return count;
  }
  return null;
}

interface SlotOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
}

function dialledSlot(options: SlotOptions & { readonly address: string; readonly auth: RendererAuth }): RendererSlot {
  const link = openRendererLink({ id: options.address, ...options });
  const { snapshot, connection, describe, close } = link;
  return { snapshot, connection: () => connection, describe, endNow() {}, close };
}

/** A child process that may die and come back at another address; in between the slot shows what was known last. */
function localSlot(options: SlotOptions & { readonly id: string; readonly program: LocalProgram }): RendererSlot {
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
