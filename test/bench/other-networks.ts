import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { bestRow, inTurn, type Rounds, ratioRow, type Times } from '#test/bench/in-turn.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { startNode, startPython } from '#test/bench/sides.ts';
import type { Stepper } from '#test/bench/stepper.ts';

/**
 * What is timed together: an own network after the other in each round, so that a slow spell hits both. All of it takes
 * five minutes on two calm cores, most of which are Real-ESRGAN's: at least one round beside the one that warms up.
 */
const CASES = [
  { name: 'control', parts: ['unet', 'controlnet'], what: 'SD 1.5, a step at 256×256', rounds: upTo(5, 40) },
  { name: 'sam', parts: ['sam'], what: 'SAM ViT-B looks at 1024×1024', rounds: upTo(3, 45) },
  { name: 'blip', parts: ['blip'], what: 'BLIP base, 20 tokens about 384×384', rounds: upTo(5, 30) },
  { name: 'esrgan', parts: ['esrgan'], what: 'Real-ESRGAN x4plus of 256×256', rounds: upTo(2, 90) },
] as const;

function upTo(max: number, seconds: number): Rounds {
  return { max, limitMs: seconds * 1000 };
}

type Part = (typeof CASES)[number]['parts'][number];
type Name = `Easel ${Part}` | `PyTorch ${Part}`;

/**
 * Networks that words alone do not need, with random weights of the published sizes, in Easel and in PyTorch float32:
 * same weights, inputs and threads, in turn. Then what a ControlNet costs of a UNet's step, how far outputs are apart,
 * Easel's memory beyond mapped files, and last which network is the slowest against PyTorch's. PyTorch writes the
 * weights, so that without it (EASEL_BENCH_PYTHON) there are no rows.
 */
export async function* benchOtherNetworks(only: string): AsyncGenerator<BenchRow, void, undefined> {
  const ratios: BenchRow[] = [];
  const began = performance.now();
  for (const one of CASES.filter(({ name }) => name.startsWith(only))) {
    const scratch = benchScratch();
    try {
      for await (const row of measure(one, scratch.path)) {
        if (row.name.includes(AGAINST)) ratios.push(row);
        yield row;
      }
    } catch (thrown) {
      yield { name: one.what, value: Number.NaN, unit: 'ms', note: String(thrown) };
    } finally {
      scratch.remove();
    }
  }
  const [slowest] = ratios.toSorted((a, b) => a.value - b.value);
  const took = `all in ${Math.round((performance.now() - began) / 1000)} s`;
  if (slowest) yield { ...slowest, name: `slowest: ${slowest.name}`, note: `${slowest.note}; ${took}` };
}

const AGAINST = 'Easel against PyTorch';

async function* measure({ parts, what, rounds }: (typeof CASES)[number], folder: string): AsyncGenerator<BenchRow> {
  const running = new Map<Name, Stepper>();
  for (const part of parts) {
    // It makes the weights.
    const torch = await startPython('torch-network.py', [part, join(folder, part)]);
    running.set(`Easel ${part}`, await startNode('other-network-child.ts', [part, join(folder, part)]));
    running.set(`PyTorch ${part}`, torch);
  }
  const times = await inTurn(running, 'step', rounds);
  for (const [name, ms] of times) yield bestRow(`${what}: ${name}`, ms);
  for (const part of parts) {
    yield ratioRow(`${what}: ${AGAINST}, ${part}`, times.get(`Easel ${part}`)!, times.get(`PyTorch ${part}`)!);
  }
  if (times.has('Easel controlnet')) yield* shareRows(what, times);
  for (const part of parts) yield* aboutOutputs(`${what}: ${part}`, [running, part], folder);
}

function* shareRows(what: string, times: Times<Name>): Generator<BenchRow> {
  for (const program of ['Easel', 'PyTorch'] as const) {
    const [net, unet] = [times.get(`${program} controlnet`)!, times.get(`${program} unet`)!];
    const value = median(net.map((ms, i) => ms / unet[i]!));
    yield { name: `${what}: ControlNet's cost of a UNet step, ${program}`, value, unit: '×', note: 'median of pairs' };
  }
}

async function* aboutOutputs(
  name: string,
  [running, part]: readonly [ReadonlyMap<Name, Stepper>, Part],
  folder: string,
): AsyncGenerator<BenchRow> {
  const [ours, theirs] = [running.get(`Easel ${part}`)!, running.get(`PyTorch ${part}`)!];
  const [actual, expected] = [await outputOf(ours, folder), await outputOf(theirs, folder)];
  const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);
  const value = Math.sqrt(squares(actual.map((one, i) => one - expected[i]!)) / squares(expected));
  yield { name: `${name}, Easel from PyTorch`, value, unit: '', note: 'rms of the difference / rms' };
  const bytes = await ours.number('anonymous');
  yield { name: `${name}, Easel's memory`, value: bytes / 2 ** 20, unit: 'MiB', note: 'beyond mapped files, at most' };
  await ours.end();
  await theirs.end();
}

async function outputOf(stepper: Stepper, folder: string): Promise<Float32Array> {
  const file = join(folder, 'output');
  await stepper.ask(`save ${file}`);
  const { buffer, byteOffset, length } = await readFile(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + length));
}
