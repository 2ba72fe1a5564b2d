// `npm run gpu:check [-- --provider NAME --quick --only NET,… --variants --skip-steps]`: what computes here and why, whether
// it computes right (golden networks; with `--variants` also in graphs that nobody has by itself, such as with weights in
// 8 bits), and how far a UNet's step is from the floor that the device's matrix products set.
// With `--matrix [--budget-s N --json FILE]` a cold start is timed and all ways to ONNX Runtime are compared, the most important first, as long as
// there is time, and the table is also written as JSON.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { chooseProvider } from '#renderer/engine/runtime/choose-provider.ts';
import { PROVIDERS } from '#shared/contract/bounds.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { cardFacts } from '#test/bench/gpu/card-facts.ts';
import { type ColdStart, measureColdStart } from '#test/bench/gpu/cold-start.ts';
import { GOLDEN_NETS, GOLDEN_UNETS, runGolden } from '#test/bench/gpu/golden-nets.ts';
import { GRAPH_VARIANTS, type GraphVariant, isVariantFor } from '#test/bench/gpu/graph-variants.ts';
import { type GoldenError, type MatrixRow, measureMatrix, type Unmeasured } from '#test/bench/gpu/matrix.ts';
import { matrixPlan } from '#test/bench/gpu/matrix-plan.ts';
import { type MatrixSize, matrixRate } from '#test/bench/gpu/matrix-rate.ts';
import { BATCHES, QUICK_CASE, STEP_CASES, type StepCase, timeSteps } from '#test/bench/gpu/unet-steps.ts';
import type { GoldenNet } from '#test/golden/check/networks.ts';

/** Largest difference allowed in float32, by who computes, and in half precision. */
const BOUNDS = { cpu: 1e-4, webgpu: 2e-3, cuda: 2e-3 } as const;
const HALF_BOUND = 2e-2;

const FULL: { cases: readonly StepCase[]; matrix: MatrixSize; runs: number; goldenUnets: number } = {
  cases: STEP_CASES,
  matrix: { side: 4096, products: 16, runs: 10 },
  runs: 20,
  goldenUnets: 2,
};

/** Small enough for a CPU in a second: to see that the command works. */
const QUICK: typeof FULL = {
  cases: [QUICK_CASE],
  matrix: { side: 256, products: 4, runs: 3 },
  runs: 3,
  goldenUnets: 1,
};

const { values: asked } = parseArgs({
  options: {
    provider: { type: 'string', default: 'auto' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    variants: { type: 'boolean', default: false },
    'skip-steps': { type: 'boolean', default: false },
    matrix: { type: 'boolean', default: false },
    'budget-s': { type: 'string', default: '330' },
    json: { type: 'string' },
  },
});
const wish = [...PROVIDERS, 'auto' as const].find((name) => name === asked.provider);
if (wish === undefined) {
  print(`Cannot check ${asked.provider}: it must be auto, ${PROVIDERS.join(', ')}`);
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'easel-gpu-'));
try {
  const { reason, ...found } = await chooseProvider(wish);
  const options: NetworkOptions = { ...found, threads: 0 };
  const { provider, attention } = found;
  const { precision } = graphOptions(options);
  print(`Provider: ${provider} (${sharedEnglish.say(reason)}); ${precision}, attention ${attention}\n`);
  const right = await checkParity(options);
  if (asked.matrix) await compareWays(options);
  else if (!asked['skip-steps']) await checkSteps(options);
  if (!right) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function checkParity(options: NetworkOptions): Promise<boolean> {
  const bound = graphOptions(options).precision === 'float16' ? HALF_BOUND : BOUNDS[options.provider];
  const only = asked.only?.split(',');
  let allRight = true;
  print('| network | largest difference | bound | data on the CPU | |');
  print('| --- | ---: | ---: | --- | --- |');
  const isAsked = ({ name }: GoldenNet) => only?.includes(name) ?? true;
  for (const net of GOLDEN_NETS.filter(isAsked)) allRight = (await tellParity(net, options, bound)) && allRight;
  for (const variant of asked.variants ? variantsFor(options) : [])
    for (const net of GOLDEN_UNETS.filter(isAsked))
      allRight = (await tellParity(net, options, variant.bound, variant)) && allRight;
  return allRight;
}

async function tellParity(
  net: GoldenNet,
  options: NetworkOptions,
  bound: number,
  variant?: GraphVariant,
): Promise<boolean> {
  const { worst, onCpu, trouble } = await tryGolden(net, options, variant);
  // A NaN is not right either.
  const right = worst < bound;
  const elsewhere = onCpu.length === 0 ? 'none' : onCpu.join(', ');
  const verdict = right ? 'right' : `WRONG ${trouble}`;
  const name = variant ? `${net.name}, ${variant.name}` : net.name;
  print(`| ${name} | ${worst.toExponential(1)} | ${bound} | ${elsewhere} | ${verdict} |`);
  return right;
}

/** Those that this process can check. */
function variantsFor(options: NetworkOptions): readonly GraphVariant[] {
  const all: readonly GraphVariant[] = Object.values(GRAPH_VARIANTS);
  return all.filter((variant) => !variant.environment && isVariantFor(variant, options));
}

/** A network that cannot be opened or run is one row of the table; the others still count. */
async function tryGolden(net: GoldenNet, options: NetworkOptions, variant?: GraphVariant) {
  try {
    return { ...(await runGolden(net, options, { folder, ...(variant && { variant }) })), trouble: '' };
  } catch (error) {
    return { worst: Number.NaN, onCpu: [], trouble: sentenceOf(error) };
  }
}

/** The first line of what ONNX Runtime said, or of the error itself. */
function sentenceOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return (cause instanceof Error ? cause.message : message).split('\n')[0]!.replaceAll('|', '/');
}

async function checkSteps(options: NetworkOptions): Promise<void> {
  const { cases, matrix, runs } = asked.quick ? QUICK : FULL;
  const rate = await matrixRate(options, matrix);
  print(`\nMatrix products ${matrix.side}³: ${rate.toFixed(2)} TFLOP/s\n`);
  print('| step, random weights | batch | ready ms | step ms | floor ms | share of the matrix rate |');
  print('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const one of cases) {
    const times = await timeSteps(one, { options, folder: join(folder, 'unet'), runs }).catch(sentenceOf);
    if (typeof times === 'string') {
      print(`| ${one.name} | | | | | ${times} |`);
      continue;
    }
    const { openMs, ms, finite } = times;
    for (const batch of BATCHES) {
      // GFLOP by TFLOP/s gives milliseconds.
      const floor = (batch * one.gflop) / rate;
      const numbers = [openMs, ms[batch]!].map((value) => value.toFixed(1));
      const share = `${((100 * floor) / ms[batch]!).toFixed(0)} %${finite ? '' : ', NOT FINITE'}`;
      print(`| ${one.name} | ${batch} | ${numbers.join(' | ')} | ${floor.toFixed(2)} | ${share} |`);
    }
  }
}

/** Prints each row as soon as it is known, and writes all of them anew: a loan may end in the middle. */
async function compareWays(options: NetworkOptions): Promise<void> {
  const { cases, matrix, ...how } = asked.quick ? QUICK : FULL;
  const until = performance.now() + 1000 * Number(asked['budget-s']);
  const rate = await matrixRate(options, matrix);
  const card = await cardFacts();
  print(
    `\nMatrix products ${matrix.side}³: ${rate.toFixed(2)} TFLOP/s${card ? `; ${card.name}, ${card.driver}` : ''}\n`,
  );
  const coldStart = await tellColdStart(options, until);
  print('| network | LoRA | way | rows | open ms | warm-up ms | ms | share | MiB | switch ms | difference | golden |');
  print('| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  const known: (MatrixRow | Unmeasured)[] = [];
  for await (const row of measureMatrix(matrixPlan(cases), { options, folder, ...how, rate, until })) {
    known.push(row);
    print(`| ${cellsOf(row).join(' | ')} |`);
    const table = { date: new Date().toISOString(), card, ...options, rate, coldStart, rows: known };
    if (asked.json) await writeFile(asked.json, `${JSON.stringify(table, null, 1)}\n`);
  }
}

/** Null = it could not be measured, which is printed. */
async function tellColdStart({ provider }: NetworkOptions, until: number): Promise<ColdStart | null> {
  if (performance.now() > until) return null;
  try {
    const start = await measureColdStart(provider, folder, asked.quick ? 'quick' : 'full');
    const { processMs, providerMs, openMs, firstStepMs, totalMs, attentionKernels: kernels } = start;
    const [process, chosen, open, first, all] = [processMs, providerMs, openMs, firstStepMs, totalMs].map(Math.round);
    print(
      `Cold start to the first step: ${all} ms (program ${process}, provider ${chosen}, open ${open}, step ${first}); ` +
        `attention by ${kernels.length > 0 ? kernels.join(', ') : 'what the provider does not tell'}\n`,
    );
    return start;
  } catch (error) {
    print(`Cold start: ${sentenceOf(error)}\n`);
    return null;
  }
}

function cellsOf(row: MatrixRow | Unmeasured): readonly string[] {
  const { name, lora, way } = row;
  if ('trouble' in row) return [name, lora, way, '', '', '', row.trouble.replaceAll('|', '/'), '', '', '', '', ''];
  const { rows, openMs, warmUpMs, ms, share, memoryMib, switchMs, difference, golden } = row;
  const times = [openMs, warmUpMs].map((value) => value.toFixed(0));
  const shown = share === null ? '' : `${(100 * share).toFixed(0)} %`;
  return [
    ...[name, lora, way, String(rows), ...times, ms.toFixed(2), shown],
    ...[memoryMib?.toFixed(0) ?? '', switchMs?.toFixed(1) ?? '', difference?.toExponential(1) ?? ''],
    golden ? goldenCell(golden) : '',
  ];
}

function goldenCell({ worst, bound, onCpu }: GoldenError): string {
  const isRight = worst !== null && worst < bound;
  const shown = `${isRight ? '' : 'WRONG: '}${worst?.toExponential(1) ?? 'no number'} of ${bound}`;
  return [shown, ...(onCpu.length > 0 ? [`on the CPU: ${onCpu.join(', ')}`] : [])].join('; ');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
