import { describe, expect, it } from 'vitest';
import { cpuDialect, cpuDialectWith, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { cudaDialect } from '#renderer/engine/graph/dialects/dialect-cuda.ts';
import { webgpuDialect } from '#renderer/engine/graph/dialects/dialect-webgpu.ts';
import { withPlainAttention } from '#renderer/engine/graph/dialects/plain-attention.ts';
import { type CompositeName, IMAGE_RESULTS } from '#renderer/engine/graph/ir/composites.ts';
import type { Dialect, LoweringRule } from '#renderer/engine/graph/ir/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { type Node, operandsOf, type Value } from '#renderer/engine/graph/ir/value.ts';
import { unetGraph } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { SD15_UNET } from '#test/bench/random-unet.ts';
import { SDXL_UNET } from '#test/bench/unet-configs.ts';
import { readModel, withOutputs } from '#test/renderer/engine/graph/ir/read-model.ts';
import { weightsWithoutFiles } from '#test/renderer/engine/graph/weights-without-files.ts';

const DIALECTS: Readonly<Record<string, Dialect>> = {
  cpu: cpuDialect,
  tiles: cpuDialectWith(({ pixels }) => pixels > 0),
  portable: portableDialect,
  'webgpu with attention in parts': withPlainAttention(webgpuDialect),
  cuda: cudaDialect,
};

function described(config: object, dialect: Dialect): Graph {
  return unetGraph(parseUNetConfig(config), weightsWithoutFiles(), { dialect, residency: 'mapped', adaptable: true });
}

/** A node without what points at other nodes. */
function outline(node: Node): object {
  const names = (values: readonly (Value | null)[]) => values.map((value) => value && `${value.name} ${value.dims}`);
  const { op, name, attributes } = node;
  return { op, name, attributes, operands: names(operandsOf(node)), outputs: names(node.outputs) };
}

/** The dialect, whose rules note results of other dimensions than the composite was to have. */
function checked(dialect: Dialect, wrong: string[]): Dialect {
  const rules = Object.entries(dialect.rules).map(([name, rule]) => {
    const checking: LoweringRule<CompositeName> = (graph, operands, attributes, context) => {
      const given = (rule as LoweringRule<CompositeName>)(graph, operands, attributes, context);
      for (const [i, value] of [given].flat().entries()) {
        const { dims, type } = context.node.outputs[i]!;
        const isMoved = dialect.layout.channelAxis === 3 && IMAGE_RESULTS.has(name as CompositeName);
        const wanted = isMoved ? [dims[0], dims[2], dims[3], dims[1]] : dims;
        if (wanted.join() !== value.dims.join() || type !== value.type) wrong.push(`${name} ${dims}: ${value.dims}`);
      }
      return given;
    };
    return [name, checking];
  });
  return { ...dialect, rules: Object.fromEntries(rules) as Dialect['rules'] };
}

describe('lowering', () => {
  it('starts from one graph, whatever the dialect', () => {
    const outlines = Object.values(DIALECTS).map((dialect) => described(SD15_UNET, dialect).described.map(outline));
    for (const one of outlines) expect(one).toEqual(outlines[0]);
    const producers = described(SD15_UNET, cpuDialect).described.flatMap((node) => operandsOf(node));
    expect(new Set(producers.map((value) => value?.producer.kind))).toEqual(
      new Set(['node', 'weight', 'input', 'initializer', undefined]),
    );
  });

  it.each(Object.entries(DIALECTS))('gives every composite of full-size UNets its dimensions: %s', (_, dialect) => {
    for (const config of [SD15_UNET, SDXL_UNET]) {
      const wrong: string[] = [];
      const graph = described(config, checked(dialect, wrong));
      const built = graph.build();
      expect(wrong).toEqual([]);
      expect(graph.described.some(({ kind }) => kind === 'composite')).toBe(true);
      expect(readModel(built).node.length).toBeGreaterThan(graph.described.length);
    }
  });

  it('spells each linear layer of SDXL as one product for WebGPU, and weights are turned before the first step', () => {
    const opsIn = (dialect: Dialect) => {
      const options = { dialect, residency: 'prepacked' } as const;
      return readModel(unetGraph(parseUNetConfig(SDXL_UNET), weightsWithoutFiles(), options).build()).node;
    };
    const count = (nodes: ReturnType<typeof opsIn>, op: string) => nodes.filter(({ opType }) => opType === op).length;
    const [before, after] = [opsIn(portableDialect), opsIn(webgpuDialect)];
    const products = count(before, 'Gemm') - count(after, 'Gemm');
    expect([products, count(after, 'MatMul')]).toEqual([792, 792]);
    expect(before.length - count(before, 'Cast')).toBe(5160);
    const early = after.filter(({ name }) => name!.endsWith(':turned')).length;
    expect([early, after.length - count(after, 'Cast') - early]).toEqual([792, 1992]);
  });

  it('says which composite a dialect has no rule for', () => {
    const { Attention: _, ...rules } = portableDialect.rules;
    const graph = described(SD15_UNET, { ...portableDialect, rules });
    expect(() => graph.build()).toThrow(
      /^Cannot build the unet: no rule lowers Attention down_blocks\.0\.attentions\.0\.transformer_blocks\.0\.attn1\./,
    );
  });

  it('is of operands that fit: a composite that gets others is refused as it is described', () => {
    const graph = Graph.over(weightsWithoutFiles(), { name: 'toy', dialect: cpuDialect, residency: 'mapped' }).scope(
      'block',
    );
    const image = graph.input('image', 'float', ['b', 4, 'h', 'w']);
    const row = graph.weight('bias', [5]);
    const operands = { image, weight: row, bias: row };
    expect(() => graph.layer('GroupNorm', { operands, attributes: { groups: 2, eps: 1e-5 } })).toThrow(
      'Cannot build the toy: in GroupNorm block.GroupNorm:0 channels and rows of numbers must agree, ' +
        'given float (b, 4, h, w), float (5), float (5)',
    );
  });

  it('keeps to the dimensions that an output is declared with', () => {
    const graph = Graph.over(new Map(), { name: 'toy', dialect: cpuDialect, residency: 'mapped' });
    const image = graph.input('image', 'float', ['b', 4, 'h', 'w']);
    const like = 'Cannot build the toy: its output y must be float';
    expect(() => graph.output('y', image, ['b', 5, 'h', 'w'])).toThrow(
      `${like} (b, 5, h, w), given float (b, 4, h, w)`,
    );
    expect(() => graph.output('y', image, ['b', 4, 'w', 'h'])).toThrow(`${like} (b, 4, w, h), given`);
    expect(() => graph.output('y', image, ['b', 4, 'h'])).toThrow(`${like} (b, 4, h), given`);
    graph.output('y', image, ['b', 4, 'H', 'W']);
    expect(graph.build().outputs).toEqual(['y']);
  });

  it('is checked against types that ONNX Runtime checks, too', async () => {
    const graph = Graph.over(new Map(), { name: 'toy', dialect: cpuDialect, residency: 'mapped' });
    const doubled = graph.op('Add', [graph.input('x', 'float', ['n']), graph.floats([1])]);
    graph.output('y', doubled, ['n']);
    const declare = (type: number) =>
      withOutputs(graph.build(), { nodes: [], outputs: new Map([[doubled.name, type]]) });
    const cpu = { provider: 'cpu', threads: 1 } as const;
    await (await openSession(declare(1), cpu)).release();
    await expect(openSession(declare(10), cpu)).rejects.toThrow('Cannot open the toy on cpu');
  });
});
