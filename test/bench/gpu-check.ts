// `npm run gpu:check [-- --provider NAME --quick --only NET,… --variants --skip-steps --json FILE]`: what computes here and
// why, the card with its driver and memory, whether it computes right (golden networks; with `--variants` also in graphs
// that nobody has by itself, such as with weights in 8 bits), how long a cold start takes and which kernels computed
// attention in it, and how far a UNet's step is from the floor that the device's matrix products set.
// With `--matrix [--budget-s N]` all ways to ONNX Runtime are compared in place of the steps, and a first picture is drawn
// by an engine of its own: the most important first, within that time. What does not fit is stopped or left out, which its
// row says. All of it is also written as JSON, anew with every row: a loan may end in the middle. docs/operation.md says
// how to use one.
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireWritable } from '#renderer/cli/run-command.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { chooseProvider, type ProviderChoice, tryHere } from '#renderer/engine/runtime/choose-provider.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { type CardFacts, cardFacts, memoryInUse } from '#test/bench/gpu/card-facts.ts';
import { type CheckOrder, readCheckOrder } from '#test/bench/gpu/check-order.ts';
import { type ColdStart, coldStartSentence, measureColdStart } from '#test/bench/gpu/cold-start.ts';
import { type FirstPicture, firstPictureSentence, measureFirstPicture } from '#test/bench/gpu/first-picture.ts';
import { GOLDEN_NETS } from '#test/bench/gpu/golden-nets.ts';
import { type MatrixRow, measureMatrix, type Unmeasured } from '#test/bench/gpu/matrix.ts';
import { LEADING_UNITS, type MatrixUnit, matrixPlan } from '#test/bench/gpu/matrix-plan.ts';
import { type MatrixSize, matrixRate } from '#test/bench/gpu/matrix-rate.ts';
import { MATRIX_HEADER, matrixLine } from '#test/bench/gpu/matrix-table.ts';
import { measureParity, PARITY_HEADER, type ParityRow, parityLine } from '#test/bench/gpu/parity.ts';
import { sentenceOf } from '#test/bench/gpu/sentence-of.ts';
import { createTimeBudget, type TimeBudget } from '#test/bench/gpu/time-budget.ts';
import { BATCHES, QUICK_CASE, STEP_CASES, type StepCase, timeSteps } from '#test/bench/gpu/unet-steps.ts';

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

/** Of the time: what is wrong there need not be measured. */
const PARITY_SHARE = 0.4;

/** All that was measured until now. */
interface CheckTable {
  readonly date: string;
  readonly card: CardFacts | null;
  readonly provider: Provider;
  readonly reason: string;
  readonly precision: string;
  readonly attention: string;
  readonly sharesWeights: boolean;
  readonly parity: ParityRow[];
  /** Of large matrix products, TFLOP/s; null = it is not known. */
  rate: number | null;
  coldStart: ColdStart | null;
  /** Of a whole engine; null = it was not measured. */
  firstPicture: FirstPicture | null;
  /** Of the matrix, or of the steps. */
  readonly rows: (MatrixRow | Unmeasured | StepRow | StepTrouble)[];
}

const order = readOrder();
const size = order.isQuick ? 'quick' : 'full';
const folder = await mkdtemp(join(tmpdir(), 'easel-gpu-'));
// Gigabytes of random weights.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
try {
  await requireWritable(order.json);
  const time = createTimeBudget(1000 * (order.matrixSeconds ?? Number.POSITIVE_INFINITY));
  const { reason, ...found } = await chosen(order.provider, time);
  const options: NetworkOptions = { ...found, threads: 0 };
  const table = await startTable(options, sharedEnglish.say(reason));
  const right = await checkParity(options, { time: time.part(PARITY_SHARE), table });
  if (order.matrixSeconds !== null) await compareWays(options, { time, table });
  else if (order.withSteps) await checkSteps(options, { time, table });
  if (!right) process.exitCode = 1;
} catch (error) {
  print(sentenceOf(error));
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function readOrder(): CheckOrder {
  try {
    const nets = GOLDEN_NETS.map(({ name }) => name);
    return readCheckOrder(process.argv.slice(2), nets);
  } catch (error) {
    print(sentenceOf(error));
    process.exit(2);
  }
}

async function startTable(options: NetworkOptions, reason: string): Promise<CheckTable> {
  const { provider, attention = 'fused', sharesWeights = false } = options;
  const { precision } = graphOptions(options);
  const sharing = `graphs ${sharesWeights ? 'share' : 'do not share'} weights`;
  print(`Provider: ${provider} (${reason}); ${precision}, attention ${attention}; ${sharing}`);
  const card = await cardFacts();
  const used = card && (await memoryInUse());
  if (card)
    print(`Card: ${card.name}, driver ${card.driver}, ${card.memoryMib ?? '?'} MiB, ${used ?? '?'} of them in use`);
  const found = { card, provider, reason, precision, attention, sharesWeights };
  const unknown = { rate: null, coldStart: null, firstPicture: null };
  return { date: new Date().toISOString(), ...found, parity: [], ...unknown, rows: [] };
}

async function keep(table: CheckTable): Promise<void> {
  if (order.json !== null) await writeFile(order.json, `${JSON.stringify(table, null, 1)}\n`);
}

/** A driver in software needs longer for its trial than anybody would wait for an engine. */
function chosen(provider: Provider | 'auto', time: TimeBudget): Promise<ProviderChoice> {
  const patienceMs = Math.max(60_000, Math.min(600_000, time.leftMs() / 2));
  return chooseProvider(provider, tryHere({ patienceMs, sharingPatienceMs: patienceMs / 4 }));
}

/** How far a check is, and what it may still take. */
interface Checking {
  readonly time: TimeBudget;
  readonly table: CheckTable;
}

/** Whether all that was measured is right. */
async function checkParity(options: NetworkOptions, { time, table }: Checking): Promise<boolean> {
  print(`\n${PARITY_HEADER}`);
  for await (const row of measureParity(order, { options, folder, time })) {
    table.parity.push(row);
    print(parityLine(row));
    await keep(table);
  }
  return table.parity.every(({ verdict }) => !verdict.startsWith('WRONG'));
}

async function checkSteps(options: NetworkOptions, { time, table }: Checking): Promise<void> {
  const { cases, matrix, runs } = order.isQuick ? QUICK : FULL;
  const rate = await matrixRate(options, matrix);
  table.rate = rate;
  print(`\n${rateSentence(matrix.side, rate)}\n`);
  if (!order.isQuick) table.coldStart = await tellColdStart(options, time);
  print('| step, random weights | batch | ready ms | step ms | floor ms | share of the matrix rate | MiB in use |');
  print('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const one of cases) {
    const times = await timeSteps(one, { options, folder: join(folder, 'unet'), runs }).catch(sentenceOf);
    if (typeof times === 'string') {
      print(`| ${one.name} | | | | | ${times} | |`);
      table.rows.push({ name: one.name, trouble: times });
      continue;
    }
    const { openMs, ms, areFinite, memoryMib } = times;
    for (const batch of BATCHES) {
      // GFLOP by TFLOP/s gives milliseconds.
      const floor = (batch * one.gflop) / rate;
      table.rows.push({ name: one.name, batch, openMs, ms: ms[batch]!, floorMs: floor, areFinite, memoryMib });
      const numbers = [openMs, ms[batch]!].map((value) => value.toFixed(1));
      const share = `${((100 * floor) / ms[batch]!).toFixed(0)} %${areFinite ? '' : ', NOT FINITE'}`;
      print(
        `| ${one.name} | ${batch} | ${numbers.join(' | ')} | ${floor.toFixed(2)} | ${share} | ${memoryMib ?? ''} |`,
      );
    }
    await keep(table);
  }
}

/** Three digits: a device made of software reaches thousandths, a card hundreds. */
function rateSentence(side: number, rate: number | string): string {
  const said = typeof rate === 'string' ? rate : `${Number(rate.toPrecision(3))} TFLOP/s`;
  return `Matrix products ${side}³: ${said}`;
}

/** One line of the table of steps. */
interface StepRow {
  readonly name: string;
  readonly batch: number;
  readonly openMs: number;
  readonly ms: number;
  /** What the work would take at the rate of large matrix products. */
  readonly floorMs: number;
  readonly areFinite: boolean;
  readonly memoryMib: number | null;
}

interface StepTrouble {
  readonly name: string;
  readonly trouble: string;
}

async function compareWays(options: NetworkOptions, { time, table }: Checking): Promise<void> {
  const { cases, matrix, ...how } = order.isQuick ? QUICK : FULL;
  const rate = await time.spend(() => matrixRate(options, matrix)).catch(sentenceOf);
  const known = typeof rate === 'string' ? null : rate;
  table.rate = known;
  print(`\n${rateSentence(matrix.side, rate)}\n`);
  table.coldStart = await tellColdStart(options, time);
  await keep(table);
  const plan = matrixPlan(cases);
  const compare = async (units: readonly MatrixUnit[]) => {
    print(MATRIX_HEADER);
    for await (const row of measureMatrix(units, { options, folder, ...how, rate: known, time })) {
      table.rows.push(row);
      print(matrixLine(row));
      await keep(table);
    }
  };
  await compare(plan.slice(0, LEADING_UNITS));
  print('');
  table.firstPicture = await tellFirstPicture(options, time);
  await keep(table);
  await compare(plan.slice(LEADING_UNITS));
}

interface StartMeasure<Taken> {
  readonly name: string;
  measure(options: { folder: string; size: 'full' | 'quick'; limitMs: number }): Promise<Taken>;
  sentence(taken: Taken): string;
}

/** Null = it could not be measured, which is printed. */
async function tellStart<Taken>({ name, ...how }: StartMeasure<Taken>, time: TimeBudget): Promise<Taken | null> {
  try {
    const taken = await time.spend((limitMs) => how.measure({ folder, size, limitMs }));
    print(`${how.sentence(taken)}\n`);
    return taken;
  } catch (error) {
    print(`${name}: ${sentenceOf(error)}\n`);
    return null;
  }
}

function tellColdStart({ provider }: NetworkOptions, time: TimeBudget): Promise<ColdStart | null> {
  const measure: StartMeasure<ColdStart>['measure'] = (how) => measureColdStart(provider, how);
  return tellStart({ name: 'Cold start to the first step', measure, sentence: coldStartSentence }, time);
}

function tellFirstPicture({ provider }: NetworkOptions, time: TimeBudget): Promise<FirstPicture | null> {
  const measure: StartMeasure<FirstPicture>['measure'] = (how) => measureFirstPicture(provider, how);
  const sentence = (taken: FirstPicture) => firstPictureSentence(size, taken);
  return tellStart({ name: 'First picture after a cold start', measure, sentence }, time);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
