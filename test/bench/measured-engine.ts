import { readFileSync } from 'node:fs';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

const never = new AbortController().signal;

/** How often its memory is looked at. */
const LOOK_MS = 10;

/** Times and memory of one engine's life: start, load, and perhaps a picture. */
export interface EngineLife {
  /** From fork until the provider is chosen. */
  readonly processMs: number;
  /** From there until all networks are open. */
  readonly loadMs: number;
  /** Beyond mapped files: what it held after that, and the most that it held at any moment of its life. */
  readonly anonymousMib: number;
  readonly anonymousPeakMib: number;
  /** Most resident memory, mapped files included. */
  readonly peakMib: number;
}

export interface LifeOptions {
  readonly cacheFolder: string;
  /** Of a picture of 512×512 after loading; 0 = none. */
  readonly steps: number;
}

/** Starts an engine process, loads the model, draws if asked to, and ends it. */
export async function measureEngine(model: ModelChoice, { cacheFolder, steps }: LifeOptions): Promise<EngineLife> {
  const settings = { threads: 0, residentModels: 1, batchRows: 8, cacheFolder };
  const began = performance.now();
  const engine = new ChildEngine({ provider: 'cpu', ...settings }, { log: silentLog });
  const watch = watchMemory(() => engine.pid);
  try {
    await engine.ready;
    const ready = performance.now();
    await engine.load(model, never);
    const loaded = performance.now();
    if (steps > 0) for await (const _ of engine.render({ ...SOME_RENDER, steps, model }, never));
    const now = memoryOf(engine.pid!);
    const anonymousPeakMib = Math.max(watch.stop(), now.anonymousMib);
    return { processMs: ready - began, loadMs: loaded - ready, ...now, anonymousPeakMib };
  } finally {
    watch.stop();
    await engine.close();
  }
}

/** Looks again and again; `stop` gives the most that was seen beyond mapped files, in MiB. */
function watchMemory(pid: () => number | null): { stop(): number } {
  let most = 0;
  const timer = setInterval(() => {
    const now = pid();
    if (now !== null) most = Math.max(most, memoryOf(now).anonymousMib);
  }, LOOK_MS);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}

function memoryOf(pid: number): Pick<EngineLife, 'peakMib' | 'anonymousMib'> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string) => Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1] ?? 0) / 1024;
  return { peakMib: mib('VmHWM'), anonymousMib: mib('RssAnon') };
}
