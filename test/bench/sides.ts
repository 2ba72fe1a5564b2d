import { fileURLToPath } from 'node:url';
import { MALLOC } from '#renderer/engine/process/fork-engine.ts';
import { type Stepper, startStepper } from '#test/bench/stepper.ts';

/** Threads that each program computes with. */
export const THREADS = 2;

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The largest networks take most of this for their first step where bf16 has no instructions. */
const PATIENCE_MS = 300_000;

/**
 * Programs that can run the same network, and how. `Easel` is the default, weights mapped as they are stored; the others
 * of ours are named after the setting EASEL_CPU_WEIGHTS.
 */
export const SIDES = ['Easel', 'Easel prepacked', 'Easel int8', 'diffusers fp32', 'diffusers bf16'] as const;
export type Side = (typeof SIDES)[number];

/** A diffusers folder of one network, and the file of tensors that it is run with. */
export interface NetworkUnderTest {
  readonly part: 'unet' | 'vae' | 'taesd';
  readonly folder: string;
  readonly inputs: string;
}

const DTYPES: Partial<Record<Side, string>> = { 'diffusers fp32': 'float32', 'diffusers bf16': 'bfloat16' };

/** Opens the network in one of the programs. Rejects where that program is missing or cannot. */
export function startSide(side: Side, { part, folder, inputs }: NetworkUnderTest): Promise<Stepper> {
  const dtype = DTYPES[side];
  if (dtype !== undefined) return startPython('diffusers-network.py', [part, folder, inputs, dtype]);
  return startNode('network-child.ts', [part, folder, inputs, cpuWeightsOf(side)]);
}

/** What EASEL_CPU_WEIGHTS is for one of our own. */
export function cpuWeightsOf(side: string): string {
  return side === 'Easel' ? 'mapped' : side.slice('Easel '.length);
}

/** Starts one of the bench's own programs as the engine's child runs; the last argument is the number of threads. */
export function startNode(file: string, words: readonly string[]): Promise<Stepper> {
  const command = [process.execPath, here(file), ...words, String(THREADS)];
  return startStepper(command, { patienceMs: PATIENCE_MS, env: MALLOC });
}

/** The same for a Python program, on the Python that EASEL_BENCH_PYTHON names. */
export function startPython(file: string, words: readonly string[]): Promise<Stepper> {
  const command = [process.env.EASEL_BENCH_PYTHON ?? 'python3', here(file), ...words, String(THREADS)];
  return startStepper(command, { patienceMs: PATIENCE_MS });
}

/** Starts one after the other, since loading takes more memory than resting; what does not start is told why. */
export async function startAll<Name extends string>(
  names: readonly Name[],
  start: (name: Name) => Promise<Stepper>,
): Promise<{ readonly running: ReadonlyMap<Name, Stepper>; readonly refusals: ReadonlyMap<Name, string> }> {
  const running = new Map<Name, Stepper>();
  const refusals = new Map<Name, string>();
  for (const name of names) {
    await start(name).then(
      (stepper) => running.set(name, stepper),
      (error: unknown) => refusals.set(name, String(error)),
    );
  }
  return { running, refusals };
}
