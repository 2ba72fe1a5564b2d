import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { PROVIDERS, type Provider } from '#shared/contract/bounds.ts';
import { silentLog } from '#shared/log.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { writeRandomCheckpoint } from '#test/bench/random-checkpoint.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model', import.meta.url));

const never = new AbortController().signal;

/** Renders that are asked for at once. */
const COMPANIES = [1, 2, 4, 8, 16];

interface Case {
  readonly name: string;
  readonly side: number;
  readonly steps: number;
  readonly companies: readonly number[];
  readonly rounds: number;
  readonly model: (folder: string) => Promise<ModelChoice>;
}

const CASES: readonly Case[] = [
  {
    name: 'demo 256×256, 20 steps',
    side: 256,
    steps: 20,
    companies: COMPANIES,
    rounds: 3,
    model: async () => modelAt('demo', DEMO),
  },
  {
    name: 'sd15 256×256, 4 steps',
    // A hundred pictures of some seconds each.
    ...{ side: 256, steps: 4, companies: COMPANIES, rounds: 1 },
    async model(folder) {
      await writeRandomCheckpoint(join(folder, 'sd15'));
      return modelAt('sd15', join(folder, 'sd15'));
    },
  },
];

/**
 * One engine with so many renders at once, against the same renders one after the other, in turn: pictures in the same
 * time, how long each takes, and how soon one that comes into the middle of the others has made its first step. Of the
 * demo model and of a full-size sd15 of random weights; on the CPU, or where EASEL_BENCH_PROVIDER says.
 */
export async function* benchTogether(only: string): AsyncGenerator<BenchRow> {
  const scratch = benchScratch();
  const settings = { threads: 0, residentModels: 1, batchRows: 8, cacheFolder: join(scratch.path, 'cache') };
  const engine = new ChildEngine({ provider: wishedProvider(), ...settings }, { log: silentLog });
  try {
    await engine.ready;
    for (const { name, side, steps, companies, rounds, model } of CASES) {
      if (!name.startsWith(only)) continue;
      const render = { ...SOME_RENDER, width: side, height: side, steps, model: await model(scratch.path) };
      await draw(engine, render);
      for (const company of companies) yield* rowsOf(engine, render, { name, company, rounds });
    }
  } finally {
    await engine.close();
    scratch.remove();
  }
}

async function* rowsOf(
  engine: Engine,
  render: ValidRender,
  { name, company, rounds }: { readonly name: string; readonly company: number; readonly rounds: number },
): AsyncGenerator<BenchRow> {
  const seeds = Array.from({ length: company }, (_, seed) => ({ ...render, seed }));
  const [gains, latencies, longestSteps, newcomers]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    for (const each of seeds) await draw(engine, each);
    const inTurn = performance.now() - began;
    const at = performance.now();
    const drawn = await Promise.all(seeds.map((each) => draw(engine, each)));
    gains.push(inTurn / (performance.now() - at));
    latencies.push(...drawn.map(({ endMs }) => endMs));
    longestSteps.push(...drawn.map(({ longestStepMs }) => longestStepMs));
    newcomers.push(await newcomer(engine, seeds));
  }
  const of = `${name}: ${company} at once`;
  const worst = Math.max(...latencies);
  yield { name: of, value: median(gains), unit: 'times', note: `pictures in the same time, median of ${rounds}` };
  yield {
    name: `${of}, a picture`,
    value: median(latencies),
    unit: 'ms',
    note: `at most ${worst.toFixed(0)}; ${Math.max(...longestSteps).toFixed(0)} between two steps at most`,
  };
  yield { name: `${of}, a newcomer’s first step`, value: median(newcomers), unit: 'ms', note: `beside ${company}` };
}

/** Comes when the others have made a step. Milliseconds until it has made one. */
async function newcomer(engine: Engine, others: readonly ValidRender[]): Promise<number> {
  const begun = Promise.withResolvers<void>();
  const drawing = others.map((each) => draw(engine, each, begun.resolve));
  await begun.promise;
  const { firstStepMs } = await draw(engine, { ...others[0]!, seed: 1_000 });
  await Promise.all(drawing);
  return firstStepMs;
}

async function draw(engine: Engine, render: ValidRender, stepped: () => void = () => {}) {
  const began = performance.now();
  let firstStepMs = Number.NaN;
  let [lastStepAt, longestStepMs] = [Number.NaN, 0];
  for await (const { kind } of engine.render(render, never)) {
    if (kind !== 'step') continue;
    const now = performance.now();
    if (Number.isNaN(firstStepMs)) firstStepMs = now - began;
    else longestStepMs = Math.max(longestStepMs, now - lastStepAt);
    lastStepAt = now;
    stepped();
  }
  return { firstStepMs, longestStepMs, endMs: performance.now() - began };
}

function modelAt(name: string, folder: string): ModelChoice {
  return { name, files: modelFilesAt(folder), adapters: [] };
}

function wishedProvider(): Provider {
  const wish = process.env.EASEL_BENCH_PROVIDER ?? 'cpu';
  const provider = PROVIDERS.find((each) => each === wish);
  if (!provider) throw new Error(`EASEL_BENCH_PROVIDER must be one of ${PROVIDERS.join(', ')}, given ${wish}`);
  return provider;
}
