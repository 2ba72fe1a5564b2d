import { existsSync } from 'node:fs';
import type { CatalogPlaces } from '#renderer/models/candidates.ts';
import type { Catalog } from '#renderer/models/catalog.ts';
import { openWorkerCatalog, type WorkerCatalog } from '#renderer/models/worker-catalog.ts';
import type { Log } from '#shared/log.ts';

/**
 * A catalog that starts a thread for its looks only once somebody's folder is there to be looked at. The bundled model
 * alone is read here, which is sooner: a thread has to read the program first.
 */
export function openLazyCatalog(
  places: CatalogPlaces,
  options: { readonly log: Log; readonly name: string; readonly level: string },
): WorkerCatalog {
  let worker: WorkerCatalog | null = null;
  let own: Promise<Catalog> | null = null;
  const readOwn = async () => {
    own ??= import('#renderer/models/catalog.ts').then(({ createCatalog }) => createCatalog(places, options.log));
    return (await own).read();
  };
  const isAnyThere = () => [places.modelsFolder, places.lorasFolder].some((folder) => folder && existsSync(folder));
  return {
    async read() {
      if (worker === null && !isAnyThere()) return readOwn();
      worker ??= openWorkerCatalog(places, options);
      return worker.read();
    },
    async close() {
      await worker?.close();
    },
  };
}
