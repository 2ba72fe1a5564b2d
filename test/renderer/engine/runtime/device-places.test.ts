import { describe, expect, it } from 'vitest';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type { OpenOptions } from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import {
  ALL_AT_ONCE,
  allAtOnce,
  HANDED_OVER,
  handOver,
  productGraph,
} from '#test/renderer/engine/runtime/placed-values.ts';

const ON_CPU: OpenOptions = { provider: 'cpu', threads: 1, optimisation: 'extended', arena: true, spins: false };

describe('values that stay on the device', () => {
  it.each([
    ['as they lie', openNative],
    ['at places of its own', openBound],
  ])('are read by another graph, %s', async (_name, open) => {
    const graphs = [
      await open(ortLibrary()!, productGraph(), ON_CPU),
      await open(ortLibrary()!, productGraph(), ON_CPU),
    ];
    expect(await handOver('cpu', [graphs[0]!, graphs[1]!])).toEqual(HANDED_OVER);
  });

  it('are those of graphs that open and run at once', async () => {
    expect(await allAtOnce('cpu')).toEqual(ALL_AT_ONCE);
  });

  it('are not among the results of a session, and can be given back one by one', async () => {
    const device = (await openDevicePlaces('cpu'))!;
    const session = await openSession(productGraph(), { provider: 'cpu', threads: 1 });
    const place = await device.place({ dims: [1], type: 'float', stays: true });
    const [two, three] = [2, 3].map((value) => ({ dims: [1], data: Float32Array.of(value) }));
    expect(await session.run({ a: two!, b: three! }, ['y'], { y: place })).toEqual({});
    expect((await session.run({ a: place, b: place })).y!.data).toEqual(Float32Array.of(36));
    await session.release();
    await device.free(place);
    await device.free(place);
    await device.release();
  });

  it('refuse numbers that do not fit their place', async () => {
    const device = (await openDevicePlaces('cpu'))!;
    const sizes = [2, 3].map((size) => device.place({ dims: [size], type: 'float16', stays: true }));
    const [two, three] = await Promise.all(sizes);
    expect(() => two!.placed.copy(three!.placed)).toThrow('3 numbers do not fit a place of 2');
    await device.release();
  });
});
