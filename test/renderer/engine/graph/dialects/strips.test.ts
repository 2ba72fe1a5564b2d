import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { fusedAttention, slicedAttention } from '#renderer/engine/graph/dialects/fused-attention.ts';
import { inStrips, stripCount } from '#renderer/engine/graph/dialects/strips.ts';
import { prepareKernels, tileProducts, winograd } from '#renderer/engine/graph/dialects/winograd.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { input, parameter } from '#test/renderer/engine/graph/golden.ts';

interface Case {
  readonly dims: readonly [number, number, number, number];
  readonly outputs: number;
  readonly count: number;
  readonly stride?: number;
  readonly pads?: readonly number[];
  readonly kernel?: number;
}

const newGraph = () => Graph.over(new Map(), { name: 'strips', dialect: cpuDialect, residency: 'mapped' });

/** The largest difference between a convolution and the same in strips, directly and, where it can be, by tiles. */
async function difference({ dims, outputs, count, stride = 1, pads = [1, 1, 1, 1], kernel = 3 }: Case) {
  const inputs = dims[1];
  const graph = newGraph();
  const image = graph.input('image', 'float', ['b', inputs, 'h', 'w']);
  const weight = graph.input('weight', 'float', [outputs, inputs, kernel, kernel]);
  const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride] };
  const convolved = (of: typeof image, own: readonly number[]) =>
    graph.op('Conv', [of, weight], { ...attributes, pads: own });
  const whole = convolved(image, pads);
  const give = (name: string, value: typeof image) => graph.output(name, value, whole.dims as readonly string[]);
  give('whole', whole);
  give('strips', inStrips(graph, { image, count }, { kernel, stride, pads }, convolved));
  const shaped = { inputs, outputs, pixels: 0 };
  const canTile = kernel === 3 && stride === 1;
  if (canTile) {
    const weightRows = (from: number, to: number) =>
      graph.op('Slice', [weight, graph.ints([from]), graph.ints([to]), graph.ints([0])]);
    const kernels = prepareKernels(graph, { weightRows }, shaped);
    const tiled = (of: typeof image, [top = 0, , bottom = 0]: readonly number[]) =>
      winograd(graph, { image: of, kernels, pads: [top, bottom] }, shaped);
    give('tiles', inStrips(graph, { image, count }, { kernel, stride, pads }, tiled));
  }
  const session = await openSession(graph.build(), { provider: 'cpu', threads: 1 });
  const shape = [outputs, inputs, kernel, kernel];
  const results = await session.run({
    image: input('image', dims),
    weight: { dims: shape, data: parameter('weight', shape) },
  });
  await session.release();
  const { whole: expected, ...others } = results;
  return Math.max(
    ...Object.values(others).flatMap((other) => {
      expect(other.dims).toEqual(expected!.dims);
      return Array.from(other.data, (value, i) => Math.abs(value - expected!.data[i]!));
    }),
  );
}

describe('a convolution in strips', () => {
  it.each<Case>([
    { dims: [1, 8, 16, 16], outputs: 8, count: 2 },
    { dims: [1, 8, 16, 16], outputs: 8, count: 3 },
    { dims: [2, 5, 17, 9], outputs: 6, count: 4 },
    { dims: [1, 4, 7, 5], outputs: 3, count: 7 },
    { dims: [1, 32, 64, 12], outputs: 16, count: 16 },
    { dims: [1, 6, 16, 16], outputs: 8, count: 3, stride: 2, pads: [0, 0, 1, 1] },
    { dims: [1, 6, 22, 10], outputs: 8, count: 5, stride: 2 },
    { dims: [1, 6, 21, 10], outputs: 4, count: 4, kernel: 1, pads: [0, 0, 0, 0] },
    { dims: [1, 3, 30, 10], outputs: 4, count: 4, kernel: 5, pads: [2, 2, 2, 2] },
  ])('equals it: %j', async (one) => {
    expect(await difference(one)).toBeLessThan(3e-5);
  });
});

describe('stripCount', () => {
  it.each([
    ['a layer of unknown size', { inputs: 256, outputs: 256, pixels: 0 }, [1, 1]],
    ['a small one', { inputs: 256, outputs: 256, pixels: 64 ** 2 }, [1, 1]],
    ['one of a decoder', { inputs: 256, outputs: 256, pixels: 512 ** 2 }, [16, 7]],
    ['one of pictures of 1024 pixels', { inputs: 256, outputs: 256, pixels: 1024 ** 2 }, [32, 26]],
    ['one whose kernels come in slices', { inputs: 1920, outputs: 640, pixels: 64 ** 2 }, [2, 1]],
    ['one that the smallest picture has few rows of', { inputs: 4096, outputs: 4096, pixels: 32 ** 2 }, [1, 1]],
  ] as const)('of %s, directly and by tiles', (_, shape, counts) => {
    const direct = 9 * shape.inputs * shape.outputs * shape.pixels;
    const count = (products: number) => stripCount({ products, pixels: shape.pixels });
    expect([direct, tileProducts(shape)].map(count)).toEqual(counts);
  });
});

describe('attention in slices', () => {
  it('equals attention, whatever the number of tokens', async () => {
    const graph = newGraph();
    const [q, k, v] = (['q', 'k', 'v'] as const).map((name) => graph.input(name, 'float', ['b', 'n', 8])) as [
      ReturnType<typeof graph.input>,
      ReturnType<typeof graph.input>,
      ReturnType<typeof graph.input>,
    ];
    const operands = { q, k, v, bias: null };
    const attributes = { heads: 2, causal: false };
    graph.output('whole', fusedAttention(graph, operands, attributes), ['b', 'n', 8]);
    // As of a picture that takes four slices.
    graph.output('slices', slicedAttention(graph, operands, { ...attributes, tokens: 50_000 }), ['b', 'n', 8]);
    const built = graph.build();
    const session = await openSession(built, { provider: 'cpu', threads: 1 });
    for (const n of [5, 16, 37]) {
      const dims = [2, n, 8];
      const { whole, slices } = await session.run({ q: input('q', dims), k: input('k', dims), v: input('v', dims) });
      expect(slices!.dims).toEqual(dims);
      expect(Math.max(...slices!.data.map((value, i) => Math.abs(value - whole!.data[i]!)))).toBeLessThan(1e-6);
    }
    await session.release();
  });
});
