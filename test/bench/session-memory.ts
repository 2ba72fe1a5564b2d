import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MALLOC } from '#renderer/engine/process/fork-engine.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import type { BenchRow } from '#test/bench/row.ts';

const CHILD = fileURLToPath(new URL('session-memory-child.ts', import.meta.url));

/** A matrix of 100 MiB, which ONNX Runtime brings into an order of its own in memory. */
export const SIDE = 5120;
export const WEIGHT = 'matrix';

export const SESSION_WAYS = ['c-api', 'bound', 'binding'] as const;
export type SessionWay = (typeof SESSION_WAYS)[number];

/** Anonymous resident memory of a process, in MiB beyond what it had with nothing open. */
export interface SessionMemory {
  /** With the graph open. */
  readonly openMib: number;
  /** After it was opened and released many times. */
  readonly leftMib: number;
}

/** Writes the matrix into a folder; where it is. */
export async function writeMatrix(folder: string): Promise<string> {
  const file = join(folder, 'matrix.safetensors');
  const bytes = () => new Uint8Array(new Float32Array(SIDE * SIDE).fill(1 / SIDE).buffer);
  await writeSafetensors(file, [{ key: WEIGHT, dtype: 'F32', shape: [SIDE, SIDE], bytes }]);
  return file;
}

/** Opens and releases a graph over the matrix so often, in a process of its own with an engine's memory. */
export async function measureSessionMemory(
  way: SessionWay,
  { matrix, times }: { readonly matrix: string; readonly times: number },
): Promise<SessionMemory> {
  const env = { ...process.env, ...MALLOC };
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, way, matrix, String(times)], { env });
  return JSON.parse(stdout) as SessionMemory;
}

const TIMES = 20;

/** What the ways to ONNX Runtime take for one graph. */
export async function* benchSessionMemory(): AsyncGenerator<BenchRow, void, undefined> {
  const scratch = benchScratch();
  try {
    const matrix = await writeMatrix(scratch.path);
    for (const way of SESSION_WAYS) {
      const { openMib, leftMib } = await measureSessionMemory(way, { matrix, times: TIMES });
      const note = `${leftMib.toFixed(1)} MiB are left after ${TIMES} of them`;
      yield { name: `memory of 100 MiB of weights, ${way}`, value: openMib, unit: 'MiB', note };
    }
  } finally {
    scratch.remove();
  }
}
