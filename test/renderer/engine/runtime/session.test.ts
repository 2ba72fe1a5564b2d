import { describe, expect, it } from 'vitest';
import { endingWords } from '#renderer/cli/ending-words.ts';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { stoppedBy } from '#shared/async/stop-scope.ts';
import { Failure } from '#shared/failure.ts';

const sum = buildSum();
const cpu = { provider: 'cpu', threads: 1 } as const;
const vector = (...values: number[]) => ({ dims: [values.length], data: Float32Array.from(values) });

function buildSum() {
  const graph = Graph.over(new Map(), { name: 'Add', dialect: portableDialect, residency: 'mapped' });
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float', ['n']));
  graph.output('y', graph.op('Add', [a!, b!]), ['n']);
  return graph.build();
}

/** Takes tenths of a second. */
function manyProducts() {
  const graph = Graph.over(new Map(), { name: 'products', dialect: portableDialect, residency: 'mapped' });
  const x = graph.input('x', 'float', ['n', 'n']);
  let y = x;
  for (let i = 0; i < 200; i++) y = graph.op('MatMul', [y, x]);
  graph.output('y', y, ['n', 'n']);
  return graph.build();
}

describe('openSession', () => {
  it('runs with any size of the named dimensions', async () => {
    const session = await openSession(sum, cpu);
    expect((await session.run({ a: vector(1, 2), b: vector(3, 4) })).y).toEqual(vector(4, 6));
    expect((await session.run({ a: vector(1), b: vector(2) })).y).toEqual(vector(3));
    await session.release();
  });

  it('gives results that later runs do not change', async () => {
    const session = await openSession(sum, cpu);
    const { y: first } = await session.run({ a: vector(1), b: vector(1) });
    await session.run({ a: vector(5), b: vector(5) });
    expect(first).toEqual(vector(2));
    await session.release();
  });

  it('computes while another session does', async () => {
    const [slow, quick] = [await openSession(manyProducts(), cpu), await openSession(sum, cpu)];
    const side = 256;
    const order: string[] = [];
    const long = slow.run({ x: { dims: [side, side], data: new Float32Array(side ** 2).fill(1 / side) } });
    await Promise.all([
      long.then(() => order.push('the long run')),
      quick.run({ a: vector(1), b: vector(2) }).then(() => order.push('the short one')),
    ]);
    expect(order).toEqual(['the short one', 'the long run']);
    await slow.release();
    await quick.release();
  });

  it('names the input that is missing', async () => {
    const session = await openSession(sum, cpu);
    await expect(session.run({ a: vector(1) })).rejects.toThrow('Cannot run the Add without its input b');
    await session.release();
  });

  it('fails with a sentence when sizes do not fit, and goes on afterwards', async () => {
    const session = await openSession(sum, cpu);
    await expect(session.run({ a: vector(1, 2), b: vector(1, 2, 3) })).rejects.toThrow('Cannot run the Add');
    expect((await session.run({ a: vector(1), b: vector(2) })).y).toEqual(vector(3));
    await session.release();
  });

  it('refuses to run after its release', async () => {
    const session = await openSession(sum, cpu);
    await session.release();
    await expect(session.run({ a: vector(1), b: vector(2) })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('stops runs of a scope whose signal aborts, those that wait for their turn at once', async () => {
    const session = await openSession(sum, cpu);
    const abort = new AbortController();
    const feeds = { a: vector(1), b: vector(2) };
    const others = session.run(feeds);
    const runs = stoppedBy(abort.signal, () => Promise.allSettled([session.run(feeds), session.run(feeds)]));
    const reason = new Error('nobody wants it');
    abort.abort(reason);
    expect(await runs).toEqual([1, 2].map(() => ({ status: 'rejected', reason })));
    expect((await others).y).toEqual(vector(3));
    expect((await session.run(feeds)).y).toEqual(vector(3));
    await session.release();
  });

  it('finishes what runs before it gives the memory back', async () => {
    const session = await openSession(sum, cpu);
    const run = session.run({ a: vector(1), b: vector(2) });
    await session.release();
    expect((await run).y).toEqual(vector(3));
  });

  it('says what cannot be opened', async () => {
    const broken = { ...sum, name: 'unet', bytes: Uint8Array.of(1, 2, 3) };
    const refused = Failure.from(await openSession(broken, cpu).catch((thrown: unknown) => thrown));
    expect(refused.message).toBe('Cannot open the unet on cpu');
    expect(endingWords(refused)).toMatch(/^Cannot open the unet on cpu: .*protobuf/i);
  });
});
