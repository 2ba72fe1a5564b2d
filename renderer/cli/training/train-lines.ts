import { basename, extname } from 'node:path';
import type { TrainArguments } from '#renderer/cli/training/train-arguments.ts';
import type { TrainingOrder } from '#renderer/engine/training/training-order.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** Steps between two lines. */
export const REPORT_EVERY = 25;

/** What a training is, before its first step. */
export function beginLine(order: TrainingOrder, { name, provider }: { name: string; provider: Provider }): string {
  const { pictures, classPictures, steps, resolution, rate, schedule } = order;
  const ofClass = classPictures.length > 0 ? ` and ${classPictures.length} of the class` : '';
  const sizes = `${pictures.length} pictures${ofClass} at ${resolution} pixels`;
  return `${name} on ${provider}: ${whatIn(order)}, ${sizes}, ${steps} steps, rate ${rate} ${schedule.kind}; Ctrl-C ends after the step that runs`;
}

function whatIn({ lora, words }: TrainingOrder): string {
  const ofWords = words ? `${words.count} vectors for ${words.token}` : null;
  if (!lora) return ofWords ?? 'all weights';
  const text = lora.text ? ', text encoders too' : '';
  const kind = `a ${lora.dora ? 'DoRA' : 'LoRA'} of rank ${lora.rank}${text}`;
  return ofWords ? `${kind}, ${ofWords}` : kind;
}

interface TakenStep {
  readonly step: number;
  readonly of: number;
  readonly rate: number;
  readonly ms: number;
}

/** How it goes: the mean of the last losses, and how long what is left takes at this pace. */
export function stepLine({ step, of, rate, ms }: TakenStep, losses: readonly number[]): string {
  const last = losses.slice(-REPORT_EVERY);
  const mean = last.reduce((sum, loss) => sum + loss, 0) / last.length;
  const pace = `rate ${rate.toPrecision(3)}, ${(ms / 1000).toFixed(2)} s a step`;
  const left = step < of ? `, about ${duration(((of - step) * ms) / 1000)} left` : '';
  return `step ${step} of ${of}: loss ${mean.toFixed(4)}, ${pace}${left}`;
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** How to draw with the files that were written: new words are called as their file is. */
export function useLine({ model, prediction, out, whole, method }: TrainArguments, files: readonly string[]): string {
  const own = whole ? out : model;
  const isWords = (file: string) => method === 'textual-inversion' || file !== out;
  const words = files.filter(isWords);
  const options = [
    ...(own === null ? [] : [`--model ${own}`]),
    ...(prediction === null ? [] : [`--prediction ${prediction}`]),
    ...(whole ? [] : files.map((file) => (isWords(file) ? `--embedding ${file}` : `--lora ${file}:1`))),
  ];
  const named = words.map((file) => ` ${basename(file, extname(file))} …`).join('');
  return `Draw with it: npm run render -- ${options.join(' ')} --prompt "…${named}"`;
}
