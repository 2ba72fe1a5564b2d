import { join } from 'node:path';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { readEmbedding } from '#renderer/engine/adapters/embeddings.ts';
import type { EmbeddingFile } from '#renderer/engine/contract/model-choice.ts';
import { embeddingFiles } from '#renderer/models/find-location.ts';
import { createTimelyLooks } from '#renderer/models/timely-looks.ts';
import { mapAtMost } from '#shared/async/map-at-most.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';

/** Textual inversions of every model whose entry names no other folder, in the models folder. */
export const EMBEDDINGS_FOLDER = 'embeddings';

/** Files that are looked at side by side; each has its time for itself. */
const LOOKS_AT_ONCE = 8;

/** Finds the textual inversions of a folder that a model's text encoders can read, and remembers what it found. */
export type FindEmbeddings = (question: {
  readonly folder: string;
  readonly root: string;
  readonly weights: BaseWeights;
}) => Promise<readonly EmbeddingFile[]>;

/** What is left out is logged, once for each model. */
export function createEmbeddingFinder(log: Log): FindEmbeddings {
  const seen = new WeakMap<BaseWeights, Map<string, Promise<EmbeddingFile | null>>>();
  const looks = createTimelyLooks<EmbeddingFile | null>();
  return async ({ folder, root, weights }) => {
    const known = seen.get(weights) ?? new Map<string, Promise<EmbeddingFile | null>>();
    seen.set(weights, known);
    const files = await embeddingFiles(folder, root).catch((thrown) => {
      log.warn({ folder, reason: Failure.from(thrown).message }, 'embeddings left out');
      return [];
    });
    const found = await mapAtMost(files, LOOKS_AT_ONCE, (file) => {
      const reading = known.get(file.file) ?? fitting(file, { weights, log });
      known.set(file.file, reading);
      return looks.at(file.file, () => reading);
    });
    return found.filter((file) => file !== null);
  };
}

/** Where a folder of the models folder lies; a path that is none has no files in it. */
export function sharedEmbeddings(modelsFolder: string): string {
  return join(modelsFolder, EMBEDDINGS_FOLDER);
}

async function fitting(
  file: EmbeddingFile,
  { weights, log }: { readonly weights: BaseWeights; readonly log: Log },
): Promise<EmbeddingFile | null> {
  try {
    const { notes } = await readEmbedding(file, widthsOf(weights));
    for (const note of notes) log.info({ embedding: file.name, note: sharedEnglish.say(note) }, 'embedding noted');
    return file;
  } catch (thrown) {
    log.info({ embedding: file.name, reason: Failure.from(thrown).message }, 'embedding left out');
    return null;
  }
}

/** Of the vectors that each text encoder takes for a token; some are stored with a prefix, others without. */
function widthsOf({ textEncoders }: BaseWeights): readonly number[] {
  return textEncoders.map(
    (weights) => [...weights].find(([key]) => /(^|\.)token_embedding\.weight$/.test(key))?.[1].shape[1] ?? 0,
  );
}
