import { describe, expect, it } from 'vitest';
import { buildOneNode } from '#renderer/engine/graph/one-node.ts';
import { mergeLowRank } from '#renderer/engine/runtime/low-rank.ts';
import { chooseProvider } from '#renderer/engine/runtime/provider.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';

const sum = buildOneNode({ op: 'Add', inputs: { a: ['n'], b: ['n'] }, output: ['n'] });
const cpu = { provider: 'cpu', threads: 1 } as const;
const vector = (...values: number[]) => ({ dims: [values.length], data: Float32Array.from(values) });

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

  it('says what cannot be opened', async () => {
    const broken = { ...sum, name: 'unet', bytes: Uint8Array.of(1, 2, 3) };
    await expect(openSession(broken, cpu)).rejects.toThrow('Cannot open the unet on cpu');
  });
});

describe('chooseProvider', () => {
  it('takes the CPU when it is asked for', async () => {
    expect(await chooseProvider('cpu')).toEqual({ provider: 'cpu', reason: 'asked for' });
  });

  it('finds something that computes, and says why it took that', async () => {
    const { provider, reason } = await chooseProvider('auto');
    expect(['cuda', 'webgpu', 'cpu']).toContain(provider);
    expect(reason).not.toBe('');
    if (provider === 'cpu') expect(reason).toMatch(/cuda: .+; webgpu: .+/);
  });
});

describe('mergeLowRank', () => {
  const shape = [2, 3];
  const weight = Float32Array.of(1, 2, 3, 4, 5, 6);

  it('adds scale times up times down', async () => {
    const merged = await mergeLowRank({
      weight,
      shape,
      down: Float32Array.of(1, 2, 3),
      up: Float32Array.of(1, 10),
      rank: 1,
      scale: 0.5,
    });
    expect([...merged]).toEqual([1.5, 3, 4.5, 9, 15, 21]);
    expect([...weight]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('gives the weight back when the change is nothing', async () => {
    const none = { down: new Float32Array(6).fill(1), up: new Float32Array(4).fill(1), rank: 2, scale: 0 };
    expect(await mergeLowRank({ weight, shape, ...none })).toEqual(weight);
  });

  it('takes convolutions as flat rows', async () => {
    const kernel = { weight: new Float32Array(2 * 1 * 3 * 3), shape: [2, 1, 3, 3] };
    const factors = { down: new Float32Array(9).fill(2), up: Float32Array.of(1, -1), rank: 1, scale: 1 };
    const merged = await mergeLowRank({ ...kernel, ...factors });
    expect([...merged]).toEqual([...new Array(9).fill(2), ...new Array(9).fill(-2)]);
  });
});
