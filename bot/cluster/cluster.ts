import { type DiscoveryOptions, followName, nameIn, type Resolve } from '#bot/cluster/discovered-renderers.ts';
import type { LocalProgram } from '#bot/cluster/local-program.ts';
import { followMaintenance, type MaintenanceList, type StoredMaintenance } from '#bot/cluster/maintenance.ts';
import { createQuarantine } from '#bot/cluster/quarantine.ts';
import { dialledSlot, localSlot, type RendererSlot } from '#bot/cluster/renderer-slot.ts';
import { tryRenderer } from '#bot/cluster/try-renderer.ts';
import type { JobId } from '#bot/domain/job.ts';
import type { Cluster, RendererSnapshot } from '#bot/ports/cluster.ts';
import { failure, say } from '#bot/text/say.ts';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';
import type { Clock } from '#shared/clock.ts';
import { NO_AUTH, type RendererAuth } from '#shared/config/renderer-auth.ts';
import type { Description } from '#shared/contract/messages.ts';
import type { CountTokensRequest, TokenCount } from '#shared/contract/token-count.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import type { RendererConnection } from '#shared/rpc/call.ts';

/** How long a small question to a renderer may take. Milliseconds. */
const CANCEL_TIMEOUT_MS = 2_000;
const COUNT_TIMEOUT_MS = 1_000;
const DRAIN_TIMEOUT_MS = 5_000;

export interface ClusterOptions {
  /** host:port or unix:/path of renderers that somebody else runs, or dns:///host:port for all addresses of a name. */
  readonly addresses: readonly string[];
  /** Finds the addresses of a name; the system does where left out. */
  readonly resolve?: Resolve;
  /** Of those addresses; renderers that are started here listen on sockets of their own. */
  readonly auth?: RendererAuth;
  /** Who we are to renderers that others use as well; see RenderRequest. */
  readonly dispatcher?: string;
  /** Renderers to start here, by the id that each keeps. */
  readonly local: Readonly<Record<string, LocalProgram>>;
  /** Which renderers are given nothing; left out = none, until this process is told. */
  readonly maintenance?: StoredMaintenance;
  readonly clock: Clock;
  readonly log: Log;
}

/** A cluster that has started renderers itself. */
export interface OwnCluster extends Cluster {
  /** Tells those renderers to end, and waits for nothing. */
  endNow(): void;
}

/** Dials and starts all renderers of the configuration. Returns at once; who answers shows in the snapshot. */
export function openCluster(options: ClusterOptions): OwnCluster {
  const { addresses, auth = NO_AUTH, dispatcher = '', clock, log } = options;
  const closing = new AbortController();
  const readers = new Set<Mailbox<readonly RendererSnapshot[]>>();
  const taken = new Set<string>();
  const markOne = (id: string, now: RendererSnapshot) => maintenance.mark(taken.has(id) ? asTaken(now) : now);
  const snapshot = () => quarantine.mark([...slots].map(([id, slot]) => markOne(id, slot.snapshot())));
  const changed = () => {
    const now = snapshot();
    for (const reader of readers) reader.put(now, 'newest');
  };
  const slots = new Map<string, RendererSlot>();
  const follows = { clock, log, signal: closing.signal, changed };
  const quarantine = createQuarantine(follows);
  const maintenance = followMaintenance({ ...follows, stored: options.maintenance });
  for (const [id, slot] of configuredSlots({ ...options, auth, changed })) slots.set(id, slot);
  const dial = (address: string, host: string) =>
    dialledSlot({ address, auth: { ...auth, serverName: host }, clock, log, changed });
  const discovery = { ...follows, resolve: options.resolve, slots, dial };
  const { known, following } = followAll(addresses, discovery);
  // Until this process ends: whoever took over has a later start of this very ledger, or of a copy of it.
  const lose = (id: string) => {
    if (!taken.has(id)) log.error({ renderer: id }, 'a bot with a copy of this ledger took this renderer over');
    taken.add(id);
    changed();
  };
  const connectionOf = (id: string) => slots.get(id)?.connection() ?? null;
  return {
    snapshot,
    changes: (signal) => readChanges({ readers, snapshot, known, isClosed: () => closing.signal.aborted }, signal),
    render: (id, request, signal) =>
      untilLost(reach(connectionOf(id), id).render({ ...request, dispatcher }, signal), () => lose(id)),
    attach: (id, request, signal) =>
      untilLost(reach(connectionOf(id), id).attach({ ...request, dispatcher }, signal), () => lose(id)),
    cancel: (id, jobId, { keep } = { keep: false }) => cancel(connectionOf(id), { jobId, keep, dispatcher }, log),
    pause: (id, jobId, paused) => pauseTraining(connectionOf(id), { jobId, paused, dispatcher }, log),
    async countTokens(model, prompt) {
      const count = await countTokens([...slots.values()], { model, prompt });
      return count?.windows ?? null;
    },
    async spellTokens(model, prompt) {
      const count = await countTokens([...slots.values()], { model, prompt, spell: true });
      return count?.texts?.length ? count.texts : null;
    },
    ...operating(slots, connectionOf),
    maintain: (id, reason) => maintain({ id, reason }, { slots, maintenance, log }),
    add: (address, secret) =>
      add(slots, { address, auth: { ...auth, secret: secret ?? auth.secret }, clock, log, changed }),
    endNow() {
      for (const slot of slots.values()) slot.endNow();
    },
    async close() {
      closing.abort(failure('cancelled', 'job.stopping'));
      for (const reader of readers) reader.close();
      await Promise.all(following);
      await Promise.all([...slots.values()].map((slot) => slot.close()));
    },
  };
}

/** Renderers of the configuration: at addresses of their own, and those that are started here. */
function configuredSlots({
  addresses,
  local,
  auth,
  clock,
  log,
  changed,
}: Pick<ClusterOptions, 'addresses' | 'local' | 'clock' | 'log'> & {
  readonly auth: RendererAuth;
  readonly changed: () => void;
}): readonly (readonly [string, RendererSlot])[] {
  const dialled = addresses.filter((address) => !nameIn(address));
  return [
    ...dialled.map((address) => [address, dialledSlot({ address, auth, clock, log, changed })] as const),
    ...Object.entries(local).map(([id, program]) => [id, localSlot({ id, program, clock, log, changed })] as const),
  ];
}

/** Stored first: what the renderer is told besides, so that what waits there goes elsewhere, it forgets when it ends. */
async function maintain(
  { id, reason }: { readonly id: string; readonly reason: string | null },
  {
    slots,
    maintenance,
    log,
  }: {
    readonly slots: ReadonlyMap<string, RendererSlot>;
    readonly maintenance: MaintenanceList;
    readonly log: Log;
  },
): Promise<void> {
  const slot = slots.get(id);
  if (!slot && reason !== null) throw failure('not-found', 'link.not-there', { renderer: id });
  await maintenance.put(id, reason);
  log.info({ renderer: id, reason }, reason === null ? 'renderer taken back' : 'renderer put into maintenance');
  await slot
    ?.connection()
    ?.drain({ draining: reason !== null }, { timeoutMs: DRAIN_TIMEOUT_MS })
    .catch((thrown) => log.info({ renderer: id, err: thrown }, 'a renderer in maintenance could not be told'));
}

/** What whoever looks after renderers asks of one. */
function operating(
  slots: ReadonlyMap<string, RendererSlot>,
  connectionOf: (id: string) => RendererConnection | null,
): Pick<Cluster, 'drain' | 'preload' | 'pull'> {
  return {
    drain: async (id, draining) =>
      void (await reach(connectionOf(id), id).drain({ draining }, { timeoutMs: DRAIN_TIMEOUT_MS })),
    async preload(id, what, signal) {
      for await (const _ of reach(connectionOf(id), id).preload(what, signal));
    },
    async *pull(id, model, signal) {
      yield* reach(connectionOf(id), id).pull({ model }, signal);
      // Renderers of one machine share the folder.
      await Promise.all([...slots.values()].map((slot) => slot.describe()));
    },
  };
}

/** Asks a renderer first, and keeps in touch with it from then on. */
async function add(
  slots: Map<string, RendererSlot>,
  { address, ...options }: Parameters<typeof dialledSlot>[0],
): Promise<Description> {
  if (slots.has(address)) throw failure('already-exists', 'link.known', { renderer: address });
  const description = await tryRenderer(address, options.auth);
  // Somebody may have been faster meanwhile.
  if (!slots.has(address)) slots.set(address, dialledSlot({ address, ...options }));
  options.changed();
  return description;
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

/** `known`: every name has been asked for once. */
function followAll(addresses: readonly string[], discovery: Omit<DiscoveryOptions, 'asked'>) {
  const first = addresses.map(() => Promise.withResolvers<void>());
  const following = addresses.map((entry, at) => followName(entry, { ...discovery, asked: first[at]!.resolve }));
  return { known: Promise.all(first.map(({ promise }) => promise)), following };
}

/** Whoever reads first hears of renderers behind names as well: a job that one draws is joined, not drawn again. */
async function* readChanges(
  { readers, snapshot, known, isClosed }: Reading,
  signal: AbortSignal,
): AsyncGenerator<readonly RendererSnapshot[], void, undefined> {
  const reader = createMailbox<readonly RendererSnapshot[]>();
  let isOver = false;
  void known.then(() => {
    if (isClosed()) return reader.close();
    if (isOver) return;
    reader.put(snapshot(), 'newest');
    readers.add(reader);
  });
  try {
    yield* reader.read(signal);
  } finally {
    isOver = true;
    readers.delete(reader);
  }
}

interface Reading {
  readonly readers: Set<Mailbox<readonly RendererSnapshot[]>>;
  readonly snapshot: () => readonly RendererSnapshot[];
  readonly known: Promise<unknown>;
  readonly isClosed: () => boolean;
}

function reach(connection: RendererConnection | null, id: string): RendererConnection {
  if (connection) return connection;
  throw failure('unavailable', 'link.not-there', { renderer: id });
}

async function cancel(
  connection: RendererConnection | null,
  { jobId, ...how }: { readonly jobId: JobId; readonly keep: boolean; readonly dispatcher: string },
  log: Log,
): Promise<boolean> {
  if (!connection) return false;
  try {
    const reply = await connection.cancel({ jobId, attempt: 0, ...how }, { timeoutMs: CANCEL_TIMEOUT_MS });
    return reply.found;
  } catch (thrown) {
    log.warn({ jobId, err: thrown }, 'renderer could not be told to cancel');
    return false;
  }
}

async function pauseTraining(
  connection: RendererConnection | null,
  { jobId, ...how }: { readonly jobId: JobId; readonly paused: boolean; readonly dispatcher: string },
  log: Log,
): Promise<boolean> {
  if (!connection) return false;
  try {
    return (await connection.pause({ jobId, attempt: 0, ...how }, { timeoutMs: CANCEL_TIMEOUT_MS })).found;
  } catch (thrown) {
    log.warn({ jobId, err: thrown }, 'renderer could not be told to pause');
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
