import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { listenToNativeCalls } from '#renderer/engine/runtime/native-calls.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { THREADS } from '#test/bench/sides.ts';
import { writeZeroCheckpoint } from '#test/bench/zero-checkpoint.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model', import.meta.url));

/** The networks whose runs are stopped. */
const PHASES = ['text encoder', 'unet', 'vae decoder'] as const;

interface Case {
  readonly name: string;
  /** null = the demo model. */
  readonly family: 'sdxl' | null;
  readonly side: number;
  readonly cancels: number;
}

const CASES: readonly Case[] = [
  { name: 'demo 256×256', family: null, side: 256, cancels: 100 },
  { name: 'sdxl 512×512', family: 'sdxl', side: 512, cancels: 12 },
];

/**
 * How long the processor goes on with a picture that nobody wants any more: from the abort of a render in the middle of
 * a network's run to the end of that run.
 */
export async function* benchCancels(only: string): AsyncGenerator<BenchRow, void, undefined> {
  for (const one of CASES) {
    if (!one.name.startsWith(only)) continue;
    const scratch = benchScratch();
    const folder = one.family ? join(scratch.path, one.family) : DEMO;
    if (one.family) await writeZeroCheckpoint(folder, one.family);
    const settings = { threads: THREADS, residentModels: 1, batchRows: 8, cacheFolder: join(scratch.path, 'cache') };
    const engine = new LocalEngine({ provider: 'cpu', ...settings });
    try {
      const model = { name: one.name, files: modelFilesAt(folder), adapters: [] };
      // From here on calls are runs, and no openings.
      await drawn(engine, renderOf(model, one.side));
      for (const phase of PHASES) yield await cancelsIn(engine, phase, { ...one, model });
    } finally {
      listenToNativeCalls({ began() {}, ended() {} });
      await engine.close();
      scratch.remove();
    }
  }
}

async function cancelsIn(
  engine: LocalEngine,
  phase: string,
  { name, side, cancels, model }: Case & { readonly model: ModelChoice },
): Promise<BenchRow> {
  const render = renderOf(model, side);
  const whole = await runOf(phase, () => drawn(engine, render));
  const late: number[] = [];
  for (let i = 0; i < cancels; i++) {
    const abort = new AbortController();
    const afterMs = (Math.random() * 0.8 + 0.1) * (whole.endedAt - whole.beganAt);
    let abortedAt = Number.NaN;
    const cancel = () => {
      abortedAt = performance.now();
      abort.abort(new Error('nobody wants it'));
    };
    const run = await runOf(
      phase,
      () => drawn(engine, render, abort.signal).catch(() => {}),
      () => setTimeout(cancel, afterMs),
    );
    // It may have been over before.
    if (run.endedAt > abortedAt) late.push(run.endedAt - abortedAt);
  }
  late.sort((a, b) => a - b);
  const note = `of ${late.length} at random moments, median ${median(late).toFixed(1)} ms; aim 100`;
  return {
    name: `${name}: cancelled in the ${phase}, p99`,
    value: late[Math.ceil(0.99 * late.length) - 1]!,
    unit: 'ms',
    note,
  };
}

function renderOf(model: ModelChoice, side: number): ValidRender {
  return { ...SOME_RENDER, model, width: side, height: side };
}

async function drawn(engine: LocalEngine, render: ValidRender, signal = new AbortController().signal): Promise<void> {
  for await (const _ of engine.render(render, signal));
}

/** Begin and end of the first run of a network while work is done; the run's end is waited for. By performance.now(). */
async function runOf(what: string, work: () => Promise<void>, begun = () => {}) {
  const end = Promise.withResolvers<{ readonly beganAt: number; readonly endedAt: number }>();
  let run: { readonly id: number; readonly beganAt: number } | null = null;
  listenToNativeCalls({
    began(call) {
      if (run || call.what !== what) return;
      run = { id: call.id, beganAt: performance.now() };
      begun();
    },
    ended(id) {
      if (run?.id === id) end.resolve({ beganAt: run.beganAt, endedAt: performance.now() });
    },
  });
  const [ends] = await Promise.all([end.promise, work()]);
  return ends;
}
