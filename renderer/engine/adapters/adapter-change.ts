import type { AdapterRole } from '#renderer/engine/adapters/adapter-keys.ts';
import type { AdapterModule, AdapterTarget } from '#renderer/engine/adapters/adapter-names.ts';
import type { AdapterRefusal } from '#renderer/engine/adapters/adapter-refusal.ts';
import { adapterScale } from '#renderer/engine/adapters/adapter-scale.ts';
import type { AdapterSettings } from '#renderer/engine/adapters/adapter-settings.ts';
import type { Delta, Magnitude, Product, WeightChange, Whole } from '#renderer/engine/adapters/weight-change.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { meantShape, type WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Everything that a file holds for one module. */
export interface ModuleTensors {
  /** The first key, for messages. */
  readonly anyKey: string;
  readonly roles: Map<AdapterRole, WeightEntry>;
  /** All of them as they stand in the file. */
  readonly keys: readonly string[];
}

interface Described {
  /** As the file names it. */
  readonly module: string;
  readonly tensors: ModuleTensors;
  readonly target: AdapterModule;
  readonly settings: AdapterSettings;
}

/** The changes of a layer's weight and bias. Throws through `refuse` for parts that are missing, foreign or misshapen. */
export async function buildChange(described: Described, refuse: AdapterRefusal): Promise<readonly WeightChange[]> {
  const { module, tensors, target } = described;
  const unused = createUnusedTensors(tensors, { module, refuse });
  const biased = biasChange(unused, target);
  const [alpha, ownScale] = [unused.take('alpha'), unused.take('scale')];
  const shaped = takeDelta(unused, target.weight);
  if (!shaped) {
    if (!biased) throw unused.because(message('adapter.no-factors', { module: shownKey(module) }));
    return [biased, ...unused.nothingLeft()];
  }
  const magnitude = takeMagnitude(unused, target.weight);
  const scale = await scaleOf(described, { rank: shaped.rank, alpha, ownScale });
  if (!Number.isFinite(scale)) {
    const given = await firstNumber(ownScale ?? alpha);
    throw unused.because(message('adapter.alpha', { alpha: String(given) }));
  }
  const change = { target: target.weight, delta: shaped.delta, scale, magnitude };
  const upBias = upBiasChange(unused, { target, scale });
  return [change, ...(biased ? [biased] : []), ...(upBias ? [upBias] : []), ...unused.nothingLeft()];
}

/** The tensors that nobody has taken yet; each is used once, and none may be left. */
interface UnusedTensors {
  take(role: AdapterRole): WeightEntry | null;
  /** Refuses the module when the role is missing. */
  need(role: AdapterRole): WeightEntry;
  has(role: AdapterRole): boolean;
  because(reason: Message): Error;
  /** The factors do not multiply to the weight's size. */
  misfit(target: AdapterTarget, factors: readonly WeightEntry[]): Error;
  /** Refuses what is left; an empty list otherwise. */
  nothingLeft(): readonly never[];
}

function createUnusedTensors(
  { roles, anyKey }: ModuleTensors,
  { module, refuse }: { module: string; refuse: AdapterRefusal },
): UnusedTensors {
  const left = new Map(roles);
  const take = (role: AdapterRole) => {
    const entry = left.get(role) ?? null;
    left.delete(role);
    return entry;
  };
  const because = (reason: Message) => refuse.because(anyKey, reason);
  return {
    take,
    need(role) {
      const entry = take(role);
      if (!entry) throw because(message('adapter.missing-factor', { module: shownKey(module), role }));
      return entry;
    },
    has: (role) => left.has(role),
    because,
    misfit: (target, factors) =>
      refuse.shape(anyKey, { weight: meantShape(target.entry), factors: factors.map(({ shape }) => shape) }),
    nothingLeft() {
      const [role] = left.keys();
      if (role !== undefined) throw because(message('adapter.stray-factor', { module: shownKey(module), role }));
      return [];
    },
  };
}

/** A delta and the rank that its alpha is divided by; null where alpha plays no part. */
interface Shaped {
  readonly delta: Delta;
  readonly rank: number | null;
}

function takeDelta(unused: UnusedTensors, target: AdapterTarget): Shaped | null {
  if (unused.has('diff')) return full(unused, target);
  if (HADAMARD.some((role) => unused.has(role))) return hadamard(unused, target);
  if (KRONECKER.some((role) => unused.has(role))) return kronecker(unused, target);
  if (unused.has('down') || unused.has('up')) return lowRank(unused, target);
  return null;
}

const HADAMARD = ['hada_w1_a', 'hada_w1_b', 'hada_w2_a', 'hada_w2_b'] as const;
const KRONECKER = ['lokr_w1', 'lokr_w1_a', 'lokr_w1_b', 'lokr_w2', 'lokr_w2_a', 'lokr_w2_b'] as const;

function full(unused: UnusedTensors, target: AdapterTarget): Shaped {
  const diff = unused.need('diff');
  if (elements(diff.shape) !== elements(target.entry.shape)) throw unused.misfit(target, [diff]);
  return { delta: { kind: 'full', diff }, rank: null };
}

function biasChange(unused: UnusedTensors, { bias }: AdapterModule): WeightChange | null {
  const diff = unused.take('diff_b');
  if (!diff) return null;
  if (!bias) throw unused.because(message('adapter.no-bias'));
  if (elements(diff.shape) !== elements(bias.entry.shape)) throw unused.misfit(bias, [diff]);
  return { target: bias, delta: { kind: 'full', diff }, scale: 1, magnitude: null };
}

/** B·A·x + b: the addend's own bias is scaled as the addend is, and belongs to the layer's. */
function upBiasChange(
  unused: UnusedTensors,
  { target: { bias }, scale }: { target: AdapterModule; scale: number },
): WeightChange | null {
  const diff = unused.take('up_bias');
  if (!diff) return null;
  if (!bias) throw unused.because(message('adapter.no-bias'));
  if (elements(diff.shape) !== elements(bias.entry.shape)) throw unused.misfit(bias, [diff]);
  return { target: bias, delta: { kind: 'full', diff }, scale, magnitude: null };
}

function lowRank(unused: UnusedTensors, target: AdapterTarget): Shaped {
  const [up, down, core] = [unused.need('up'), unused.need('down'), unused.take('mid')];
  const { out, inner, inputs } = sizesOf(target.entry);
  const rank = down.shape[0] ?? 0;
  const fits = core
    ? isCore(core, target.entry) &&
      isMatrix(up, out, core.shape[0]!) &&
      isMatrix(down, rank, inputs) &&
      core.shape[1] === rank
    : isMatrix(up, out, rank) && isMatrix(down, rank, inner);
  if (!fits || target.entry.shape.length < 2) throw unused.misfit(target, core ? [up, core, down] : [up, down]);
  return { delta: { kind: 'low-rank', up, down, core }, rank };
}

function hadamard(unused: UnusedTensors, target: AdapterTarget): Shaped {
  const product = (n: 1 | 2): Product => ({
    a: unused.need(`hada_w${n}_a`),
    b: unused.need(`hada_w${n}_b`),
    core: unused.take(`hada_t${n}`),
  });
  const factors = [product(1), product(2)] as const;
  const { out, inner } = sizesOf(target.entry);
  const fits = factors.every((factor) => {
    const size = productSize(factor);
    return size?.out === out && size.inner === inner;
  });
  if (!fits) throw unused.misfit(target, factors.flatMap(entriesOf));
  return { delta: { kind: 'hadamard', factors }, rank: factors[0].b.shape[0]! };
}

/** alpha is divided by the rank of a decomposed factor, of the right one if both are; with none it plays no part. */
function kronecker(unused: UnusedTensors, target: AdapterTarget): Shaped {
  const side = (n: 1 | 2): Product | Whole => {
    const whole = unused.take(`lokr_w${n}`);
    if (whole) return { whole };
    const core = n === 2 ? unused.take('lokr_t2') : null;
    return { a: unused.need(`lokr_w${n}_a`), b: unused.need(`lokr_w${n}_b`), core };
  };
  const [left, right] = [side(1), side(2)];
  const [leftSize, rightSize] = [productSize(left), productSize(right)];
  const { out, inner } = sizesOf(target.entry);
  const fits =
    leftSize && rightSize && leftSize.out * rightSize.out === out && leftSize.inner * rightSize.inner === inner;
  if (!fits) throw unused.misfit(target, [...entriesOf(left), ...entriesOf(right)]);
  const decomposed = [right, left].find((factor) => 'b' in factor);
  return {
    delta: { kind: 'kronecker', left, right },
    rank: decomposed && 'b' in decomposed ? decomposed.b.shape[0]! : null,
  };
}

/** What a factor multiplies out to; null when its parts do not fit together. */
function productSize(factor: Product | Whole): { out: number; inner: number } | null {
  if ('whole' in factor) {
    const { out, inner } = sizesOf(factor.whole);
    return { out, inner };
  }
  const { a, b, core } = factor;
  const [rank, columns] = [b.shape[0] ?? 0, elements(b.shape.slice(1))];
  if (!core) return rank > 0 && a.shape[1] === rank ? { out: a.shape[0]!, inner: columns } : null;
  const fits =
    core.shape.length === 4 && core.shape[1] === rank && core.shape[0] === a.shape[0] && a.shape.length === 2;
  return fits ? { out: a.shape[1]!, inner: columns * core.shape[2]! * core.shape[3]! } : null;
}

function entriesOf(factor: Product | Whole): readonly WeightEntry[] {
  if ('whole' in factor) return [factor.whole];
  return factor.core ? [factor.a, factor.b, factor.core] : [factor.a, factor.b];
}

function takeMagnitude(unused: UnusedTensors, target: AdapterTarget): Magnitude | null {
  const peft = unused.take('magnitude');
  const { out, inputs } = sizesOf(target.entry);
  if (peft) {
    if (elements(peft.shape) !== out) throw unused.misfit(target, [peft]);
    return { entry: peft, per: 'output' };
  }
  const entry = unused.take('dora_scale');
  if (!entry) return null;
  // LyCORIS has stored both: one norm per output as (out, 1, …), and one per input as (1, in, …).
  const per = (entry.shape[0] ?? 1) > 1 ? 'output' : 'input';
  if (elements(entry.shape) !== (per === 'output' ? out : inputs)) throw unused.misfit(target, [entry]);
  return { entry, per };
}

async function scaleOf(
  { settings, module }: Described,
  { rank, alpha, ownScale }: { rank: number | null; alpha: WeightEntry | null; ownScale: WeightEntry | null },
): Promise<number> {
  if (ownScale) return (await firstNumber(ownScale)) ?? Number.NaN;
  if (rank === null) return 1;
  return adapterScale({ settings, module, rank, alpha: await firstNumber(alpha) });
}

async function firstNumber(entry: WeightEntry | null): Promise<number | null> {
  return entry && ((await readTensor(entry)).data[0] ?? null);
}

function sizesOf(entry: WeightEntry): { out: number; inputs: number; inner: number } {
  const shape = meantShape(entry);
  return { out: shape[0] ?? 1, inputs: shape[1] ?? 1, inner: elements(shape.slice(1)) };
}

function isMatrix({ shape }: WeightEntry, rows: number, columns: number): boolean {
  return rows > 0 && shape[0] === rows && elements(shape) === rows * columns;
}

function isCore({ shape }: WeightEntry, weight: WeightEntry): boolean {
  return shape.length === 4 && weight.shape.length === 4 && shape.slice(2).join() === weight.shape.slice(2).join();
}
