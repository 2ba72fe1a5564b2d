// `npm run gpu:check [-- --provider NAME --quick --only NET,… --variants --skip-steps]`: what computes here and why, whether
// it computes right (golden networks; with `--variants` also in graphs that nobody has by itself, such as with weights in
// 8 bits), and how far a UNet's step is from the floor that the device's matrix products set.
// With `--matrix [--budget-s N --json FILE]` a cold start is timed and all ways to ONNX Runtime are compared, the most
// important first, within that time: what does not fit is stopped or left out, which its row says. All of it is also
// written as JSON, anew with every row.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { chooseProvider, type ProviderChoice, tryHere } from '#renderer/engine/runtime/choose-provider.ts';
import { PROVIDERS, type Provider } from '#shared/contract/bounds.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { cardFacts } from '#test/bench/gpu/card-facts.ts';
import { type ColdStart, measureColdStart } from '#test/bench/gpu/cold-start.ts';
import { GOLDEN_NETS, GOLDEN_UNETS, runGolden } from '#test/bench/gpu/golden-nets.ts';
import { GRAPH_VARIANTS, type GraphVariant, isVariantFor } from '#test/bench/gpu/graph-variants.ts';
import { type GoldenError, type MatrixRow, measureMatrix, type Unmeasured } from '#test/bench/gpu/matrix.ts';
import { matrixPlan } from '#test/bench/gpu/matrix-plan.ts';
import { type MatrixSize, matrixRate } from '#test/bench/gpu/matrix-rate.ts';
import { createTimeBudget, OutOfTime, type TimeBudget } from '#test/bench/gpu/time-budget.ts';
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

/** Of the time: what is wrong there need not be measured. */
const PARITY_SHARE = 0.4;

const folder = await mkdtemp(join(tmpdir(), 'easel-gpu-'));
try {
  const seconds = asked.matrix ? Number(asked['budget-s']) : Number.POSITIVE_INFINITY;
  const time = createTimeBudget(1000 * seconds);
  const { reason, ...found } = await chosen(wish, time);
  const options: NetworkOptions = { ...found, threads: 0 };
  const { provider, attention, sharesWeights = false } = found;
  const { precision } = graphOptions(options);
  const sharing = `graphs ${sharesWeights ? 'share' : 'do not share'} weights`;
  print(`Provider: ${provider} (${sharedEnglish.say(reason)}); ${precision}, attention ${attention}; ${sharing}\n`);
  const { right, parity } = await checkParity(options, time.part(PARITY_SHARE));
  if (asked.matrix) await compareWays(options, { time, parity });
  else if (!asked['skip-steps']) await checkSteps(options);
  if (!right) process.exitCode = 1;
} catch (error) {
  print(sentenceOf(error));
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** A driver in software needs longer for its trial than anybody would wait for an engine. */
function chosen(provider: Provider | 'auto', time: TimeBudget): Promise<ProviderChoice> {
  const patienceMs = Math.max(60_000, Math.min(600_000, time.leftMs() / 2));
  return chooseProvider(provider, tryHere({ patienceMs, sharingPatienceMs: patienceMs / 4 }));
}

interface ParityRow {
  readonly name: string;
  /** Null = it was not measured. */
  readonly worst: number | null;
  readonly verdict: string;
}

async function checkParity(options: NetworkOptions, time: TimeBudget) {
  const bound = graphOptions(options).precision === 'float16' ? HALF_BOUND : BOUNDS[options.provider];
  const only = asked.only?.split(',');
  const parity: ParityRow[] = [];
  print('| network | largest difference | bound | data on the CPU | |');
  print('| --- | ---: | ---: | --- | --- |');
  const isAsked = ({ name }: GoldenNet) => only?.includes(name) ?? true;
  for (const net of GOLDEN_NETS.filter(isAsked)) parity.push(await tellParity(net, { options, time, bound }));
  for (const variant of asked.variants ? variantsFor(options) : [])
    for (const net of GOLDEN_UNETS.filter(isAsked))
      parity.push(await tellParity(net, { options, time, bound: variant.bound, variant }));
  return { right: !parity.some(({ verdict }) => verdict.startsWith('WRONG')), parity };
}

interface ParityWish {
  readonly options: NetworkOptions;
  readonly time: TimeBudget;
  readonly bound: number;
  readonly variant?: GraphVariant;
}

async function tellParity(net: GoldenNet, wish: ParityWish): Promise<ParityRow> {
  const { bound, variant } = wish;
  const { worst, onCpu, trouble } = await tryGolden(net, wish);
  const elsewhere = onCpu.length === 0 ? 'none' : onCpu.join(', ');
  // A NaN is not right either.
  const verdict = worst === null ? trouble : worst < bound ? 'right' : `WRONG ${trouble}`;
  const name = variant ? `${net.name}, ${variant.name}` : net.name;
  print(`| ${name} | ${worst?.toExponential(1) ?? ''} | ${bound} | ${elsewhere} | ${verdict} |`);
  return { name, worst, verdict };
}

/** Those that this process can check. */
function variantsFor(options: NetworkOptions): readonly GraphVariant[] {
  const all: readonly GraphVariant[] = Object.values(GRAPH_VARIANTS);
  return all.filter((variant) => !variant.environment && isVariantFor(variant, options));
}

/** A network that cannot be opened or run is one row of the table; the others still count. */
async function tryGolden(net: GoldenNet, { options, time, variant }: ParityWish) {
  try {
    const how = { folder, ...(variant && { variant }) };
    return { ...(await time.spend(() => runGolden(net, options, how))), trouble: '' };
  } catch (error) {
    if (error instanceof OutOfTime) return { worst: null, onCpu: [], trouble: error.message };
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

interface MatrixTime {
  readonly time: TimeBudget;
  readonly parity: readonly ParityRow[];
}

/** Prints each row as soon as it is known, and writes all of them anew: a loan may end in the middle. */
async function compareWays(options: NetworkOptions, { time, parity }: MatrixTime): Promise<void> {
  const { cases, matrix, ...how } = asked.quick ? QUICK : FULL;
  const rows: (MatrixRow | Unmeasured)[] = [];
  const card = await cardFacts();
  const rate = await time.spend(() => matrixRate(options, matrix)).catch(sentenceOf);
  const known = typeof rate === 'string' ? null : rate;
  const says = known === null ? rate : `${known.toFixed(2)} TFLOP/s`;
  print(`\nMatrix products ${matrix.side}³: ${says}${card ? `; ${card.name}, ${card.driver}` : ''}\n`);
  const coldStart = await tellColdStart(options, time);
  const write = async () => {
    const table = { date: new Date().toISOString(), card, ...options, rate: known, parity, coldStart, rows };
    if (asked.json) await writeFile(asked.json, `${JSON.stringify(table, null, 1)}\n`);
  };
  await write();
  print('| network | LoRA | way | rows | open ms | warm-up ms | ms | share | MiB | switch ms | difference | golden |');
  print('| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for await (const row of measureMatrix(matrixPlan(cases), { options, folder, ...how, rate: known, time })) {
    rows.push(row);
    print(`| ${cellsOf(row).join(' | ')} |`);
    await write();
  }
}

/** Null = it could not be measured, which is printed. */
async function tellColdStart({ provider }: NetworkOptions, time: TimeBudget): Promise<ColdStart | null> {
  try {
    const size = asked.quick ? 'quick' : 'full';
    const start = await time.spend((limitMs) => measureColdStart(provider, { folder, size, limitMs }));
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
