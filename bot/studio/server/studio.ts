import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Command } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import type { GrantStore } from '#bot/ports/access.ts';
import type { ApiKeys } from '#bot/ports/api-keys.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { DraftStore } from '#bot/ports/drafts.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { PreviewStore } from '#bot/ports/previews.ts';
import type { ServerDirectory } from '#bot/ports/server-directory.ts';
import type { SketchStore } from '#bot/ports/sketch-store.ts';
import type { Stars } from '#bot/ports/stars.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { type Access, openAccess } from '#bot/studio/server/access.ts';
import { accessRoutes } from '#bot/studio/server/access-routes.ts';
import { canvasRoutes } from '#bot/studio/server/canvas-routes.ts';
import { type Canvases, createCanvases } from '#bot/studio/server/canvases.ts';
import type { StudioServices } from '#bot/studio/server/command-context.ts';
import { commandRoutes } from '#bot/studio/server/command-routes.ts';
import { framedBy, onlyWithGrant } from '#bot/studio/server/elsewhere.ts';
import { type EntryOptions, entryRoutes } from '#bot/studio/server/entry-routes.ts';
import { eventRoute } from '#bot/studio/server/event-route.ts';
import { galleryRoutes, onlySeen } from '#bot/studio/server/gallery-routes.ts';
import { boundedBody, onlyFromThisMachine, onlyJson, refuse, safeHeaders } from '#bot/studio/server/guard.ts';
import { jobRoutes } from '#bot/studio/server/job-routes.ts';
import { createLiveRenders, type LiveRenders } from '#bot/studio/server/live-renders.ts';
import { machineRoutes } from '#bot/studio/server/machine-routes.ts';
import { createMachineWork, type MachineWork } from '#bot/studio/server/machine-work.ts';
import { markAllDelivered } from '#bot/studio/server/mark-delivered.ts';
import { maskRoutes } from '#bot/studio/server/mask-routes.ts';
import { moderationRoutes } from '#bot/studio/server/moderation-routes.ts';
import { pageFiles } from '#bot/studio/server/page-files.ts';
import { pictureRoutes } from '#bot/studio/server/picture-routes.ts';
import { createPreviewShelf, type PreviewShelf } from '#bot/studio/server/preview-shelf.ts';
import { settingRoutes } from '#bot/studio/server/setting-routes.ts';
import { showRoutes } from '#bot/studio/server/show-routes.ts';
import { sketchRoutes } from '#bot/studio/server/sketch-routes.ts';
import { createSketches, type Sketches } from '#bot/studio/server/sketches.ts';
import { starRoutes } from '#bot/studio/server/star-routes.ts';
import { styleRoutes } from '#bot/studio/server/style-routes.ts';
import { trainFileRoutes, trainRoutes } from '#bot/studio/server/train-routes.ts';
import { wordRoutes } from '#bot/studio/server/word-routes.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import type { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Where the studio itself listens. It has no password, so nobody else's machine may reach it. */
const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

export interface StudioOptions {
  /** 127.0.0.1, localhost or ::1. */
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly jobs: JobService;
  readonly presets: PresetService;
  readonly intake: PictureIntake;
  /** Absent = no other programs are let in. */
  readonly keys?: ApiKeys;
  readonly stars: Stars;
  /** What members wrote in Discord before they came; absent = nothing. */
  readonly drafts?: Pick<DraftStore, 'collect'>;
  /** Absent = previews are forgotten when the studio closes. */
  readonly previews?: PreviewStore;
  readonly cluster: Cluster;
  readonly log: Log;
  readonly clock: Clock;
  /** False = draw nothing that nobody has asked for. */
  readonly sketches?: boolean;
  /** Absent = sketches are forgotten when the studio closes. */
  readonly sketchStore?: SketchStore;
  /** Other commands than all there are. */
  readonly commands?: readonly Command[];
  /** Absent = nobody is let in from elsewhere. */
  readonly elsewhere?: ElsewhereOptions | null;
  /** Absent = no token was given: the page says how to add one. */
  readonly discord?: { readonly connected: boolean };
  /** The bot's servers on Discord; null as long as it was not there. */
  readonly directory?: () => ServerDirectory | null;
}

/** How others come in. */
export interface ElsewhereOptions extends Pick<EntryOptions, 'login' | 'servers'> {
  /** The studio is an Activity inside Discord, too; null = it is not. */
  readonly activity: (NonNullable<EntryOptions['activity']> & { readonly clientId: string }) | null;
  /** The address that others use, whose proxy comes to the port below. */
  readonly url: URL;
  readonly host: string;
  readonly port: number;
  readonly grants: GrantStore;
}

export interface Studio {
  /** `http://127.0.0.1:8420`. */
  readonly address: string;
  /** Where the door for others listens; null = there is none. */
  readonly otherAddress: string | null;
  /** Ends every page's stream, gives up live renders and stops listening. */
  close(): Promise<void>;
}

/** Opens the local page: the same commands as on Discord, without Discord. Throws when the port is taken. */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  const { host, port, jobs, log, clock } = options;
  if (!LOOPBACK_HOSTS.includes(host)) throw failure('invalid', 'studio.host', { hosts: LOOPBACK_HOSTS, given: host });
  const closing = new AbortController();
  const live = createLiveRenders({ jobs, log });
  const sketches = options.sketches === false ? NO_SKETCHES : createSketches(options);
  const shelf = createPreviewShelf(options.previews, log);
  const work = createMachineWork(options);
  const canvases = createCanvases();
  const rooms = { live, sketches, shelf, work, canvases, closing: closing.signal };
  const { elsewhere = null } = options;
  const access = elsewhere && (await openAccess({ store: elsewhere.grants, clock }));
  const shared = { ...options, commands: options.commands ?? COMMANDS, ...rooms, access, elsewhere };
  const here = await listen(studioApp(shared, [safeHeaders(), onlyFromThisMachine]), { host, port, log });
  const other =
    elsewhere &&
    access &&
    (await openOtherDoor({ ...shared, elsewhere, access }).catch(async (thrown) => {
      await here.close();
      throw thrown;
    }));
  const background = [
    markAllDelivered(jobs, closing.signal),
    live.sweep(clock.now()),
    shelf.watch(jobs, closing.signal),
  ];
  for (const work of background) work.catch((thrown: unknown) => warn(log, { thrown, signal: closing.signal }));
  return {
    address: here.address,
    otherAddress: other?.address ?? null,
    async close() {
      closing.abort(failure('unavailable', 'studio.closing'));
      await Promise.all([live.close(), sketches.close(), work.close()]);
      await Promise.all([here.close(), other?.close()]);
      await Promise.allSettled(background);
    },
  };
}

const NO_SKETCHES: Sketches = {
  want: (_session, orders) => orders.map(() => null),
  look: async () => null,
  close: async () => {},
};

/** What both doors lead to. */
type Rooms = Omit<StudioOptions, 'sketches' | 'elsewhere'> &
  StudioServices & {
    readonly live: LiveRenders;
    readonly sketches: Sketches;
    readonly shelf: PreviewShelf;
    readonly work: MachineWork;
    readonly canvases: Canvases;
    readonly closing: AbortSignal;
    readonly access: Access | null;
    readonly elsewhere: ElsewhereOptions | null;
  };

/** The door for others: a port of its own, so that no request there is ever taken for one from this machine. */
function openOtherDoor(rooms: Rooms & { readonly elsewhere: ElsewhereOptions; readonly access: Access }) {
  const { elsewhere, access, clock, closing, log } = rooms;
  const { url, activity } = elsewhere;
  const door = { url, clientId: activity?.clientId ?? null, activities: activity };
  const entry = entryRoutes({ ...elsewhere, door, access, clock, closing, banOf: rooms.jobs.rules.bans.of });
  const guards = [safeHeaders(framedBy(door)), onlyWithGrant(door, access, clock)];
  return listen(studioApp(rooms, guards, entry), { ...elsewhere, log });
}

interface Listening {
  readonly address: string;
  close(): Promise<void>;
}

async function listen(
  app: Hono,
  { host, port, log }: { readonly host: string; readonly port: number; readonly log: Log },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: { requestTimeout: 30_000 } });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(cause, { host, port })));
    server.listen(port, host, resolve);
  });
  server.on('error', (err) => log.error({ err }, 'studio server failed'));
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

function studioApp(options: Rooms, guards: readonly MiddlewareHandler[], entry?: Hono): Hono {
  const { access, elsewhere } = options;
  const app = new Hono();
  app.use(...guards);
  app.route('/api', pictureRoutes(options));
  app.route('/api', trainFileRoutes(options));
  app.route('/api', showRoutes(options));
  app.use(onlyJson, boundedBody);
  app.use('/api/jobs/:id/*', onlySeen(options));
  if (entry) app.route('/api', entry);
  if (access && elsewhere) app.route('/api', accessRoutes({ access, url: elsewhere.url }));
  app.route('/api', commandRoutes(options));
  app.route('/api', galleryRoutes(options));
  app.route('/api', maskRoutes(options));
  app.route('/api', starRoutes(options));
  app.route('/api', jobRoutes(options));
  app.route('/api', styleRoutes(options));
  app.route('/api', wordRoutes({ ...options, draws: options.sketches !== NO_SKETCHES, canShare: access !== null }));
  app.route('/api', sketchRoutes(options));
  app.route('/api', machineRoutes(options));
  app.route('/api', canvasRoutes(options));
  app.route('/api', moderationRoutes(options));
  app.route('/api', settingRoutes(options));
  app.route('/api', trainRoutes(options));
  app.route('/api', eventRoute({ ...options, until: access?.until ?? (() => options.closing) }));
  app.route('/', pageFiles());
  app.onError((thrown, c) => refuse(thrown, { c, log: options.log }));
  return app;
}

function cannotListen(cause: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Failure {
  const where = `${host}:${port}`;
  if (cause.code === 'EADDRINUSE') return failure('unavailable', 'studio.port-taken', { where }, { cause });
  return failure('unavailable', 'studio.port', { where, why: cause.code ?? cause.message }, { cause });
}

function warn(log: Log, { thrown, signal }: { thrown: unknown; signal: AbortSignal }): void {
  if (!signal.aborted) log.warn({ err: thrown }, 'studio background work ended');
}
