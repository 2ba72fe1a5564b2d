import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { CheckOrder } from '#test/bench/gpu/check-order.ts';
import { GOLDEN_NETS, GOLDEN_UNETS, runGolden } from '#test/bench/gpu/golden-nets.ts';
import { GRAPH_VARIANTS, type GraphVariant, isVariantFor } from '#test/bench/gpu/graph-variants.ts';
import { sentenceOf } from '#test/bench/gpu/sentence-of.ts';
import { OutOfTime, type TimeBudget } from '#test/bench/gpu/time-budget.ts';
import type { GoldenNet } from '#test/golden/check/networks.ts';

/** Largest difference allowed in float32, by who computes, and in half precision. */
const BOUNDS = { cpu: 1e-4, webgpu: 2e-3, cuda: 2e-3 } as const;
const HALF_BOUND = 2e-2;

/** How right a golden network is. */
export interface ParityRow {
  readonly name: string;
  /** Largest difference from the recorded numbers, which are of order 1; null = it was not measured. */
  readonly worst: number | null;
  readonly bound: number;
  /** Operators on numbers that ran on the CPU although another provider was meant. */
  readonly onCpu: readonly string[];
  /** `right`, or what is not. */
  readonly verdict: string;
}

/** The first lines of the table in Markdown. */
export const PARITY_HEADER = [
  '| network | largest difference | bound | left to the CPU | |',
  '| --- | ---: | ---: | --- | --- |',
].join('\n');

/** One line of it. */
export function parityLine({ name, worst, bound, onCpu, verdict }: ParityRow): string {
  const elsewhere = onCpu.length === 0 ? 'none' : onCpu.join(', ');
  return `| ${name} | ${worst?.toExponential(1) ?? ''} | ${bound} | ${elsewhere} | ${verdict} |`;
}

interface ParityOptions {
  readonly options: NetworkOptions;
  /** Where profiles and what is made of weights are written. */
  readonly folder: string;
  readonly time: TimeBudget;
}

/** The golden networks that are asked for, one after another; with variants, those that this process can check, too. */
export async function* measureParity(
  { only, withVariants }: Pick<CheckOrder, 'only' | 'withVariants'>,
  how: ParityOptions,
): AsyncGenerator<ParityRow> {
  const bound = graphOptions(how.options).precision === 'float16' ? HALF_BOUND : BOUNDS[how.options.provider];
  const isAsked = ({ name }: GoldenNet) => only?.includes(name) ?? true;
  for (const net of GOLDEN_NETS.filter(isAsked)) yield measureOne(net, { ...how, bound });
  for (const variant of withVariants ? variantsFor(how.options) : [])
    for (const net of GOLDEN_UNETS.filter(isAsked)) yield measureOne(net, { ...how, bound: variant.bound, variant });
}

type ParityWish = ParityOptions & { readonly bound: number; readonly variant?: GraphVariant };

/** A network that cannot be opened or run is one row of the table; the others still count. */
async function measureOne(net: GoldenNet, { options, folder, time, bound, variant }: ParityWish): Promise<ParityRow> {
  const row = { name: variant ? `${net.name}, ${variant.name}` : net.name, bound };
  try {
    const { worst, onCpu } = await time.spend(() => runGolden(net, options, { folder, ...(variant && { variant }) }));
    // A NaN is not right either.
    return { ...row, worst, onCpu, verdict: worst < bound ? 'right' : 'WRONG' };
  } catch (error) {
    if (error instanceof OutOfTime) return { ...row, worst: null, onCpu: [], verdict: error.message };
    return { ...row, worst: Number.NaN, onCpu: [], verdict: `WRONG ${sentenceOf(error)}` };
  }
}

function variantsFor(options: NetworkOptions): readonly GraphVariant[] {
  const all: readonly GraphVariant[] = Object.values(GRAPH_VARIANTS);
  return all.filter((variant) => !variant.environment && isVariantFor(variant, options));
}
