import { describe, expect, it } from 'vitest';
import type { UNet } from '#renderer/engine/networks/network.ts';
import { type CallReport, createRowBatcher, createStepBatcher } from '#renderer/engine/residency/step-batcher.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { currentStop } from '#shared/async/stop-scope.ts';
import { filled, someRequest } from '#test/renderer/engine/residency/some-unet-request.ts';

const forever = new AbortController().signal;

interface Call {
  readonly rows: number;
  readonly timesteps: readonly number[];
}

/** A network that adds latents, timestep and the first number of each condition, row by row, after `pause`. */
function adder(pause: (latents: Tensor) => Promise<void> = async () => {}): UNet & { readonly calls: readonly Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    async predict({ latents, timesteps, conditions }) {
      calls.push({ rows: latents.dims[0]!, timesteps });
      await pause(latents);
      const size = latents.data.length / latents.dims[0]!;
      const data = latents.data.map((value, i) => {
        const row = Math.floor(i / size);
        const first = ({ data, dims }: Tensor) => data[(row * data.length) / dims[0]!]!;
        return Object.values(conditions).reduce((sum, one) => sum + first(one), value + timesteps[row]!);
      });
      return { dims: latents.dims, data };
    },
  };
}

describe('the step batcher', () => {
  it('joins the requests of one moment into one call, and gives each its own rows', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const requests = [
      someRequest(1, { timestep: 10 }),
      someRequest(2, { rows: 2, timestep: 20 }),
      someRequest(3, { timestep: 30 }),
    ];
    const results = await Promise.all(requests.map((one) => batcher.predict(one, forever)));
    expect(unet.calls).toEqual([{ rows: 4, timesteps: [10, 20, 20, 30] }]);
    expect(results.map(({ output }) => output.data[0])).toEqual([1011, 1022, 1033]);
    expect(results.map(({ output }) => output.dims)).toEqual(requests.map(({ latents }) => latents.dims));
    expect(results.map(({ call, pictures }) => [call, pictures])).toEqual([
      [1, 3],
      [1, 3],
      [1, 3],
    ]);
  });

  it('lets renders with different control networks share a call, and those without go apart', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const steered = (value: number) => {
      const plain = someRequest(value);
      return { ...plain, conditions: { ...plain.conditions, control_mid: filled([1, 2, 1, 1], 10 * value) } };
    };
    const requests = [steered(1), someRequest(2), steered(3)];
    const results = await Promise.all(requests.map((one) => batcher.predict(one, forever)));
    expect(unet.calls.map(({ rows }) => rows)).toEqual([2, 1]);
    expect(results.map(({ output }) => output.data[0])).toEqual([1011, 1002, 1033]);
  });

  it('gives each its own rows of every output of a network with several', async () => {
    const batcher = createRowBatcher(
      async ({ latents }) => ({ fine: latents, coarse: { dims: [2, 1], data: Float32Array.of(7, 8) } }),
      { area: 36, rowsMax: 8 },
    );
    const results = await Promise.all([1, 2].map((value) => batcher.predict(someRequest(value), forever)));
    expect(results.map(({ outputs }) => [outputs.fine!.data[0], [...outputs.coarse!.data]])).toEqual([
      [1, [7]],
      [2, [8]],
    ]);
  });

  it('lets a newcomer join at the next step', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const walk = async (value: number, steps: number) => {
      for (let i = 0; i < steps; i++) await batcher.predict(someRequest(value), forever);
    };
    const first = walk(1, 4);
    await batcher.predict(someRequest(9), forever);
    await Promise.all([first, walk(2, 2)]);
    expect(unet.calls.map(({ rows }) => rows)).toEqual([2, 2, 2, 1]);
  });

  it('keeps other sizes and other prompt lengths apart', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const requests = [someRequest(1), someRequest(2, { side: 3 }), someRequest(3, { tokens: 6 }), someRequest(4)];
    await Promise.all(requests.map((one) => batcher.predict(one, forever)));
    expect(unet.calls.map(({ rows }) => rows)).toEqual([2, 1, 1]);
  });

  it('fills a call up to its bound, oldest first, and never splits one picture', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 4 });
    const pairs = [1, 2, 3, 4, 5].map((value) => someRequest(value, { rows: 2, timestep: value }));
    await Promise.all(pairs.map((one) => batcher.predict(one, forever)));
    expect(unet.calls.map(({ timesteps }) => timesteps)).toEqual([
      [1, 1, 2, 2],
      [3, 3, 4, 4],
      [5, 5],
    ]);
    await createStepBatcher(unet, { area: 36, rowsMax: 1 }).predict(someRequest(1, { rows: 2 }), forever);
    expect(unet.calls.at(-1)?.rows).toBe(2);
  });

  it('takes fewer rows of larger latents', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 4, rowsMax: 8 });
    const requests = [1, 2, 3, 4].map((value) => someRequest(value, { side: 4 }));
    await Promise.all(requests.map((one) => batcher.predict(one, forever)));
    expect(unet.calls.map(({ rows }) => rows)).toEqual([2, 2]);
  });

  it('takes no more pictures into a call than are done in its time, though always one', async () => {
    const bounds = { area: 36, rowsMax: 8, msMax: 1_000 };
    const rowsIn = async (pictureMs: number) => {
      const unet = adder();
      const batcher = createStepBatcher(unet, { ...bounds, expectMs: (area) => (pictureMs * area) / 36 });
      await Promise.all([1, 2, 3, 4, 5].map((value) => batcher.predict(someRequest(value, { side: 6 }), forever)));
      return unet.calls.map(({ rows }) => rows);
    };
    expect(await rowsIn(0)).toEqual([5]);
    expect(await rowsIn(200)).toEqual([5]);
    expect(await rowsIn(400)).toEqual([2, 2, 1]);
    expect(await rowsIn(5_000)).toEqual([1, 1, 1, 1, 1]);
  });

  it('lets the higher priority go first, which takes along whom it can, and passes nobody over for ever', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 2 });
    const ask = (timestep: number, priority: number, tokens = 3) =>
      batcher.predict({ ...someRequest(1, { timestep, tokens }), priority }, forever);
    const all = [ask(1, 0), ask(2, 0, 6), ask(3, 1), ask(4, 1), ask(5, 1), ask(6, 0)];
    await Promise.all(all);
    expect(unet.calls.map(({ timesteps }) => timesteps)).toEqual([[3, 4], [5, 1], [2], [6]]);

    // Another twenty of high priority, each asked for while the one before runs.
    const before = unet.calls.length;
    const low = ask(0, 0);
    let lowAt = 0;
    void low.then(() => (lowAt = unet.calls.length - before));
    for (let i = 1; i <= 20; i += 1) await Promise.all([ask(i, 1), ask(i, 1)]);
    await low;
    expect(lowAt).toBe(9);
  });

  it('takes out who gives up while waiting, and nobody else', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const abort = new AbortController();
    const leaving = batcher.predict(someRequest(1), abort.signal);
    const staying = batcher.predict(someRequest(2), forever);
    abort.abort(new Error('left'));
    await expect(leaving).rejects.toThrow('left');
    expect((await staying).output.data[0]).toBe(1002);
    expect(unet.calls).toHaveLength(1);
    expect(unet.calls[0]!.rows).toBe(1);
    await expect(batcher.predict(someRequest(3), abort.signal)).rejects.toThrow('left');
  });

  it('stops a call when the last one that waits for it gives up', async () => {
    const stops: boolean[] = [];
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const unet = adder(async () => {
      const stop = currentStop()!;
      begin();
      await new Promise((resolve) => stop.addEventListener('abort', resolve));
      stops.push(stop.aborted);
      throw stop.reason;
    });
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const [one, other] = [new AbortController(), new AbortController()];
    const asked = Promise.allSettled([
      batcher.predict(someRequest(1), one.signal),
      batcher.predict(someRequest(2), other.signal),
    ]);
    await begun;
    one.abort(new Error('first'));
    expect(stops).toEqual([]);
    other.abort(new Error('second'));
    expect(await asked).toMatchObject([{ reason: { message: 'first' } }, { reason: { message: 'second' } }]);
    await expect.poll(() => stops).toEqual([true]);
    expect(unet.calls).toHaveLength(1);
  });

  it('stacks conditions of any name, and keeps requests with other names or shapes apart', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const withResidual = (value: number, side = 2, name = 'invented_residual') => {
      const plain = someRequest(value, { rows: 2 });
      const rows = [100 * value, 200 * value].flatMap((first) => [...filled([side, side], first).data]);
      const residual = tensor([2, side, side], Float32Array.from(rows));
      return { ...plain, conditions: { [name]: residual, ...plain.conditions } };
    };
    const requests = [
      withResidual(1),
      withResidual(2),
      withResidual(3, 4),
      withResidual(4, 2, 'another'),
      someRequest(5),
    ];
    const results = await Promise.all(requests.map((one) => batcher.predict(one, forever)));
    expect(unet.calls.map(({ rows }) => rows)).toEqual([4, 2, 2, 1]);
    const firsts = results.map(({ output }) => [...new Set(output.data)]);
    expect(firsts).toEqual([[1101, 1201], [1202, 1402], [1303, 1603], [1404, 1804], [1005]]);
  });

  it('reports what each call took', async () => {
    const reports: CallReport[] = [];
    const batcher = createStepBatcher(adder(), { area: 36, rowsMax: 8, report: (report) => reports.push(report) });
    await Promise.all([
      batcher.predict(someRequest(1, { side: 6 }), forever),
      batcher.predict(someRequest(2, { side: 6 }), forever),
    ]);
    expect(reports).toEqual([{ ms: expect.any(Number), pictures: 2, area: 36 }]);
  });
});

describe('a picture at fault', () => {
  const BAD = 666;
  const throwing = (bad: readonly number[]) =>
    adder(async ({ data }) => {
      if (bad.some((value) => data.includes(value))) throw new Error(`cannot compute ${bad.join(' or ')}`);
    });

  it('fails alone: the others of its call get what they get without it', async () => {
    const unet = throwing([BAD]);
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const values = [1, 2, BAD, 4, 5];
    const results = await Promise.allSettled(values.map((value) => batcher.predict(someRequest(value), forever)));
    expect(results.map((one) => (one.status === 'fulfilled' ? one.value.output.data[0] : one.reason.message))).toEqual([
      1001,
      1002,
      `cannot compute ${BAD}`,
      1004,
      1005,
    ]);
    // All, then the half with the bad one until it is alone, then the other half.
    expect(unet.calls.map(({ rows }) => rows)).toEqual([5, 3, 2, 1, 2]);
    await expect(batcher.predict(someRequest(6), forever)).resolves.toMatchObject({ pictures: 1 });
  });

  it('says its own failure where all of a call are at fault', async () => {
    const batcher = createStepBatcher(throwing([1, 2]), { area: 36, rowsMax: 8 });
    const both = await Promise.allSettled([1, 2].map((value) => batcher.predict(someRequest(value), forever)));
    for (const one of both) expect(one).toMatchObject({ reason: { message: 'cannot compute 1 or 2' } });
  });

  it('keeps its numbers that are not finite to itself, even where a network spreads them over a call', async () => {
    const calls: number[] = [];
    const unet: UNet = {
      async predict({ latents }) {
        calls.push(latents.dims[0]!);
        const isPoisoned = latents.data.includes(BAD);
        // As a scale for a whole tensor would: the row at fault is NaN, all others are wrong.
        return { ...latents, data: latents.data.map((x) => (x === BAD ? Number.NaN : isPoisoned ? 0 : x)) };
      },
    };
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const results = await Promise.all([1, BAD, 3].map((value) => batcher.predict(someRequest(value), forever)));
    expect(results.map(({ output }) => output.data[0])).toEqual([1, Number.NaN, 3]);
    expect(calls).toEqual([3, 2, 1]);
  });

  it('with another shape of conditions than its latents have rows fails alone', async () => {
    const batcher = createStepBatcher(adder(), { area: 36, rowsMax: 8 });
    const odd = { ...someRequest(1), conditions: { encoder_hidden_states: filled([2, 3, 2], 1000) } };
    const [one, other] = await Promise.allSettled(
      [odd, someRequest(2)].map((request) => batcher.predict(request, forever)),
    );
    expect(one).toMatchObject({ reason: { message: expect.stringContaining('2 rows of encoder_hidden_states') } });
    expect(other).toMatchObject({ value: { pictures: 1 } });
  });

  it('is not computed again for who has left meanwhile', async () => {
    const abort = new AbortController();
    const unet = adder(async ({ data }) => {
      abort.abort(new Error('left'));
      if (data.includes(BAD)) throw new Error('bad');
    });
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const results = await Promise.allSettled([
      batcher.predict(someRequest(1), forever),
      batcher.predict(someRequest(BAD), abort.signal),
      batcher.predict(someRequest(3), abort.signal),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(unet.calls.map(({ rows }) => rows)).toEqual([3, 1]);
  });
});
