import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OwnCluster, openCluster } from '#bot/cluster/cluster.ts';
import { findLocalDevices, type LocalDevice } from '#bot/cluster/local-devices.ts';
import { localEndpoint } from '#bot/cluster/local-endpoint.ts';
import type { LocalProgram } from '#bot/cluster/local-program.ts';
import type { StoredMaintenance } from '#bot/cluster/maintenance.ts';
import type { Rooms } from '#bot/easel-rooms.ts';
import { withReserve } from '#bot/storage/disk-reserve.ts';
import { makePrivateFolder } from '#bot/storage/private-files.ts';
import { openStorage, type Storage } from '#bot/storage/storage.ts';
import type { Clock } from '#shared/clock.ts';
import type { BotConfig } from '#shared/config/bot.ts';
import { localRendererEnvironment } from '#shared/config/child-environment.ts';
import type { Environment } from '#shared/config/renderer.ts';
import { readRendererAuth } from '#shared/config/renderer-auth.ts';
import type { Log } from '#shared/log.ts';

/** The renderer is another program: known here by the path of its entry point alone. */
const RENDERER_ENTRY = fileURLToPath(new URL('../renderer/main.ts', import.meta.url));

export interface EaselOptions {
  readonly config: BotConfig;
  /** What renderers that are started here may know of it is passed on; see localRendererEnvironment. */
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** One line for the operator. */
  readonly say: (line: string) => void;
}

/** The whole bot, running. */
export interface Easel extends Omit<Rooms, 'leave'> {
  /** Stops in order: no new orders, ends shown, renders let go, renderers ended, ledger closed. */
  close(): Promise<void>;
  /** Tells renderers that were started here to end, and waits for nothing. */
  endNow(): void;
}

/**
 * Opens the ledger and starts the renderers, and only then reads the rest of the program: both take as long, and a
 * renderer can do with another core. Throws one Failure for the operator when something is in the way.
 */
export async function startEasel({ config, environment, clock, log, say }: EaselOptions): Promise<Easel> {
  const inData = (name: string) => join(config.dataFolder, name);
  const isAlone = config.rendererAddresses.length === 0;
  const devices = isAlone ? findLocalDevices(environment.CUDA_VISIBLE_DEVICES) : null; // asks the driver meanwhile
  const storage = await withReserve(inData('reserve'), () => openOurStorage({ config, clock, log }), log);
  const maintenance = { store: storage.maintenance, initial: await storage.maintenance.all() };
  const known = { storage, maintenance, devices: await devices };
  const cluster = openOurCluster({ config, environment, clock, log }, known);
  const open: { close(): Promise<void> }[] = [storage, cluster];
  const closeAll = async () => {
    for (const room of open.splice(0).reverse()) await room.close();
  };
  try {
    const { openRooms } = await import('#bot/easel-rooms.ts');
    const { leave, ...rooms } = await openRooms({ config, storage, cluster, open, clock, log, say });
    return {
      ...rooms,
      async close() {
        await leave();
        await closeAll();
      },
      endNow: cluster.endNow,
    };
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
}

/** The data folder's own ledger, or the database that several bots share. */
async function openOurStorage({
  config,
  clock,
  log,
}: Pick<EaselOptions, 'config' | 'clock' | 'log'>): Promise<Storage> {
  const { dataFolder, databaseUrl: url, redisUrl } = config;
  if (url === null) return openStorage({ file: join(dataFolder, 'easel.sqlite'), clock, log });
  makePrivateFolder(dataFolder);
  // The driver is loaded only when wanted.
  const { openSharedStorage } = await import('#bot/storage/shared-storage.ts');
  return openSharedStorage({ url, redisUrl, blobsFolder: join(dataFolder, 'blobs'), clock, log });
}

/** Renderers at the addresses of the configuration, or, where there are none, those of this machine. */
function openOurCluster(
  { config, environment, clock, log }: Omit<EaselOptions, 'say'>,
  {
    storage: { dispatcher },
    maintenance,
    devices,
  }: {
    readonly storage: Pick<Storage, 'dispatcher'>;
    readonly maintenance: StoredMaintenance;
    readonly devices: readonly LocalDevice[] | null;
  },
): OwnCluster {
  const { rendererAddresses: addresses, dataFolder } = config;
  const local = devices ? localPrograms(devices, { environment, dataFolder }) : {};
  const auth = readRendererAuth(environment);
  return openCluster({ addresses, auth, dispatcher, local, maintenance, clock, log });
}

/** One renderer for each GPU of this machine, or one on its CPU. */
function localPrograms(
  devices: readonly LocalDevice[],
  { environment, dataFolder }: { readonly environment: Environment; readonly dataFolder: string },
): Record<string, LocalProgram> {
  const inherited = localRendererEnvironment(environment);
  return Object.fromEntries(
    devices.map((device) => {
      const endpoint = localEndpoint(device.id, { dataFolder });
      const own = { ...inherited, ...device.environment, ...endpoint.environment, EASEL_NAME: device.name };
      return [device.id, { ...endpoint, entry: RENDERER_ENTRY, args: [], environment: own }];
    }),
  );
}
