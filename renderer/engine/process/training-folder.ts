import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ValidTrain } from '#renderer/engine/contract/train-task.ts';

/** Where a training keeps what it goes on from; the same task finds the same place after whatever ended it. */
export interface SavedTraining {
  /** Parameters, moments and the step. */
  readonly state: string;
  /** What was best so far, as a finished file. */
  readonly best: string;
  /** What a sample at this step is drawn with. */
  sample(step: number): string;
  bestLoss(): Promise<number>;
  setBestLoss(loss: number): Promise<void>;
  /** A file that was drawn beforehand, or null where it is still to be. */
  classPicture(number: number): Promise<Uint8Array | null>;
  setClassPicture(number: number, file: Uint8Array): Promise<void>;
  remove(): Promise<void>;
}

/** Trainings that were left and may go on; those that were left longest ago go first. */
const KEPT_MAX = 8;

/** The folder of a task among others in `parent`, made where it is not there. */
export async function openTrainingFolder(task: ValidTrain, parent: string): Promise<SavedTraining> {
  const folder = join(parent, keyOf(task));
  await mkdir(folder, { recursive: true });
  await trim(parent, folder);
  const lossFile = join(folder, 'best-loss');
  const classFile = (i: number) => join(folder, `class-${i}.png`);
  return {
    state: join(folder, 'state.safetensors'),
    best: join(folder, 'best.safetensors'),
    sample: (step) => join(folder, `sample-${step}.safetensors`),
    bestLoss: async () => lossIn(await readFile(lossFile, 'utf8').catch(() => '')),
    setBestLoss: (loss) => writeWhole(lossFile, String(loss)),
    classPicture: (number) => readFile(classFile(number)).catch(() => null),
    setClassPicture: (number, file) => writeWhole(classFile(number), file),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Nothing is the end of a process in the middle of writing, and 0 would be better than all that can come. */
function lossIn(text: string): number {
  return text === '' ? Infinity : Number(text);
}

/** The process may be killed at any moment: a file is there whole or not at all. */
async function writeWhole(file: string, data: string | Uint8Array): Promise<void> {
  await writeFile(`${file}.part`, data);
  await rename(`${file}.part`, file);
}

function keyOf({ model, pictures, ...rest }: ValidTrain): string {
  const hashed = pictures.map(({ image, ...words }) => [createHash('sha256').update(image).digest('hex'), words]);
  const { samples: _, isPaused: __, ...decides } = rest;
  return createHash('sha256')
    .update(JSON.stringify([model.files, hashed, decides]))
    .digest('hex')
    .slice(0, 32);
}

async function trim(parent: string, own: string): Promise<void> {
  const folders = (await readdir(parent)).map((name) => join(parent, name)).filter((folder) => folder !== own);
  const dated = await Promise.all(
    folders.map(async (folder) => ({ folder, at: (await stat(folder).catch(() => null))?.mtimeMs ?? 0 })),
  );
  for (const { folder } of dated.sort((a, b) => b.at - a.at).slice(KEPT_MAX - 1))
    await rm(folder, { recursive: true, force: true });
}
