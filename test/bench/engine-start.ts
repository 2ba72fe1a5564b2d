import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildEngine } from '#renderer/engine/child.ts';
import type { ValidRender } from '#renderer/engine/engine.ts';
import { silentLog } from '#shared/log.ts';
import { writeRandomCheckpoint } from '#test/bench/random-checkpoint.ts';
import { type BenchRow, median } from '#test/bench/row.ts';

const STARTS = 3;
const never = new AbortController().signal;

interface Start {
  readonly processMs: number;
  readonly loadMs: number;
  readonly peakMib: number;
  readonly anonymousMib: number;
}

/**
 * The engine's child process with a full-size sd15 checkpoint in fp16 (random weights): from fork to ready, from there to
 * all networks open, and what it takes of memory, at rest and after one picture of 512×512 in two steps.
 */
export async function benchEngineStart(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  try {
    await writeRandomCheckpoint(join(folder, 'sd15'));
    const starts: Start[] = [];
    for (let i = 0; i < STARTS; i++) starts.push(await measure(folder, { draw: false }));
    const drawn = await measure(folder, { draw: true });
    const middle = (of: (start: Start) => number) => median(starts.map(of));
    const note = `median of ${STARTS}`;
    return [
      { name: 'engine process ready', value: middle((s) => s.processMs), unit: 'ms', note: `${note}, provider chosen` },
      { name: 'sd15 fp16 open', value: middle((s) => s.loadMs), unit: 'ms', note: `${note}; aim: together below 1 s` },
      { name: 'memory then', value: middle((s) => s.anonymousMib), unit: 'MiB', note: 'beyond mapped files' },
      { name: 'memory after 512×512, 2 steps', value: drawn.anonymousMib, unit: 'MiB', note: 'beyond mapped files' },
      { name: 'highest memory, mapped weights included', value: drawn.peakMib, unit: 'MiB', note: '2 GiB are weights' },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, { draw }: { draw: boolean }): Promise<Start> {
  const model = { name: 'sd15', folder: join(folder, 'sd15'), adapters: [] };
  const settings = { threads: 0, residentModels: 1, batchRows: 8, cacheFolder: join(folder, 'cache') };
  const began = performance.now();
  const engine = new ChildEngine({ provider: 'cpu', ...settings }, { log: silentLog });
  try {
    await engine.ready;
    const ready = performance.now();
    await engine.load(model, never);
    const loaded = performance.now();
    if (draw) for await (const _ of engine.render({ ...RENDER, model }, never));
    const memory = await memoryOf(engine.pid!);
    return { processMs: ready - began, loadMs: loaded - ready, ...memory };
  } finally {
    await engine.close();
  }
}

const RENDER: Omit<ValidRender, 'model'> = {
  prompt: { chunks: [{ spans: [{ text: 'a lighthouse', weight: 1 }] }] },
  negative: { chunks: [] },
  sampler: 'lcm',
  karras: false,
  steps: 2,
  guidance: 1,
  width: 512,
  height: 512,
  seed: 7,
  count: 1,
  clipSkip: 0,
  previews: null,
  parameters: { prompt: 'a lighthouse', negative: '' },
};

async function memoryOf(pid: number): Promise<Pick<Start, 'peakMib' | 'anonymousMib'>> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string) => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1]) / 1024;
  return { peakMib: mib('VmHWM'), anonymousMib: mib('RssAnon') };
}
