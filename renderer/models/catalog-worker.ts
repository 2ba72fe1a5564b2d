// The catalog's eyes: looks at files in a thread of its own, so that a thousand of them, or a heavy one, keep nobody's
// call waiting. Is asked by number, and answers with all there is, or with nothing when that has not changed.
import { serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { CatalogPlaces } from '#renderer/models/candidates.ts';
import { createCatalog } from '#renderer/models/catalog.ts';
import type { CatalogAnswer, PlainModels } from '#renderer/models/worker-catalog.ts';
import { Failure } from '#shared/failure.ts';
import { createLog } from '#shared/log.ts';

const { places, log } = workerData as {
  readonly places: CatalogPlaces;
  readonly log: { readonly name: string; readonly level: string };
};
const catalog = createCatalog(places, createLog(log));
let last = Buffer.alloc(0);

parentPort?.on('message', (id: number) => {
  catalog.read().then(
    ({ refused, ...usable }) => {
      const plain: PlainModels = {
        ...usable,
        refused: [...refused].map(([name, { code, said }]) => [name, { code, said }]),
      };
      const models = serialize(plain);
      const isSame = models.equals(last);
      last = models;
      answer(isSame ? { id, kind: 'same' } : { id, kind: 'models', models });
    },
    (thrown: unknown) => {
      const { code, said } = Failure.from(thrown);
      answer({ id, kind: 'failed', failure: { code, said } });
    },
  );
});

function answer(said: CatalogAnswer): void {
  parentPort?.postMessage(said);
}
