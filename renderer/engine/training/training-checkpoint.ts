import type { AdamWState } from '#renderer/engine/training/adamw.ts';
import type { LossScale } from '#renderer/engine/training/loss-scale.ts';
import type { Trainer } from '#renderer/engine/training/trainer.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensorsFile } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { failure } from '#shared/text/failure.ts';

const FORMAT = 'easel-training';
const VERSION = '1';

interface SavedSteps extends Readonly<Record<'step' | 'networks' | 'words', number>> {
  readonly lossScale?: LossScale | null;
}

/** Writes all that later steps depend on into one file, which is there whole or not at all. */
export async function saveTraining(
  file: string,
  { parameters, state }: Pick<Trainer, 'parameters' | 'state'>,
  settings: string,
): Promise<void> {
  const sources: WeightSource[] = [];
  const add = (key: string, data: Float32Array, shape: readonly number[]) =>
    sources.push({
      key,
      dtype: 'F32',
      shape,
      bytes: () => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    });
  for (const [name, { dims, data }] of parameters) add(`parameter/${name}`, data, dims);
  for (const [group, { moments }] of Object.entries(groupsOf(state))) {
    for (const [name, { first, second }] of moments) {
      add(`${group}/first/${name}`, first, [first.length]);
      add(`${group}/second/${name}`, second, [second.length]);
    }
  }
  for (const [name, data] of state.averages) add(`mean/${name}`, data, [data.length]);
  const { lossScale } = state;
  const steps = { step: state.step, networks: state.networks.step, words: state.words.step, lossScale };
  const metadata = { format: FORMAT, version: VERSION, settings, steps: JSON.stringify(steps) };
  await writeSafetensors(file, sources, { metadata });
}

/**
 * Brings a fresh trainer to where a file was written. Throws `invalid` for a file of another kind, or of a training with
 * other settings or pictures, which would end somewhere else.
 */
export async function resumeTraining(
  file: string,
  { parameters, state }: Pick<Trainer, 'parameters' | 'state'>,
  settings: string,
): Promise<void> {
  const { weights, metadata } = await readSafetensorsFile(file);
  const isSame = metadata.format === FORMAT && metadata.version === VERSION && metadata.settings === settings;
  const missing = [...parameters.keys()].some((name) => !weights.has(`parameter/${name}`));
  if (!isSame || missing) throw failure('invalid', 'training.other-run', { file });
  const steps = JSON.parse(metadata.steps ?? '{}') as SavedSteps;
  state.step = steps.step;
  if (state.lossScale && steps.lossScale) Object.assign(state.lossScale, steps.lossScale);
  const groups = groupsOf(state);
  groups.networks.step = steps.networks;
  groups.words.step = steps.words;
  for (const [key, entry] of weights) {
    const { data } = await readTensor(entry);
    const [group = '', kind = ''] = key.split('/');
    const name = key.slice(group.length + 1);
    if (group === 'parameter') parameters.get(name)?.data.set(data);
    else if (group === 'mean') state.averages.set(name, data);
    else readMoment(groups[group as keyof typeof groups], { kind, name: name.slice(kind.length + 1), data });
  }
}

function groupsOf({ networks, words }: Trainer['state']): Readonly<Record<'networks' | 'words', AdamWState>> {
  return { networks, words };
}

function readMoment(
  { moments }: AdamWState,
  { kind, name, data }: { kind: string; name: string; data: Float32Array },
): void {
  const known = moments.get(name) ?? { first: new Float32Array(data.length), second: new Float32Array(data.length) };
  (kind === 'first' ? known.first : known.second).set(data);
  moments.set(name, known);
}
