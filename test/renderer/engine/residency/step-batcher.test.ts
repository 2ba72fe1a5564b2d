import { describe, expect, it } from 'vitest';
import type { UNet } from '#renderer/engine/networks/network.ts';
import { type CallReport, createStepBatcher, type UNetRequest } from '#renderer/engine/residency/step-batcher.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

const forever = new AbortController().signal;

interface Call {
  readonly rows: number;
  readonly timesteps: readonly number[];
}

/** A network that answers latents + timestep + context, row by row, and takes as long as it is told to. */
function adder(pause: () => Promise<void> = async () => {}): UNet & { readonly calls: readonly Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    inChannels: 4,
    wantsGuidance: false,
    async predict({ latents, timesteps, context }) {
      calls.push({ rows: latents.dims[0]!, timesteps });
      await pause();
      const size = latents.data.length / latents.dims[0]!;
      const width = context.data.length / context.dims[0]!;
      const data = latents.data.map((value, i) => {
        const row = Math.floor(i / size);
        return value + timesteps[row]! + context.data[row * width]!;
      });
      return { dims: latents.dims, data };
    },
  };
}

function ask(
  value: number,
  shape: { rows?: number; side?: number; tokens?: number; timestep?: number } = {},
): UNetRequest {
  const { rows = 1, side = 2, tokens = 3, timestep = 0 } = shape;
  return {
    latents: filled([rows, 4, side, side], value),
    timestep,
    context: filled([rows, tokens, 2], 1000),
    pooled: null,
    timeIds: null,
    guidance: null,
    loras: null,
  };
}

function filled(dims: readonly number[], value: number): Tensor {
  const result = tensor(dims);
  result.data.fill(value);
  return result;
}

describe('the step batcher', () => {
  it('takes everyone who asks at the same moment into one call, and gives each his own rows', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const asks = [ask(1, { timestep: 10 }), ask(2, { rows: 2, timestep: 20 }), ask(3, { timestep: 30 })];
    const answers = await Promise.all(asks.map((one) => batcher.predict(one, forever)));
    expect(unet.calls).toEqual([{ rows: 4, timesteps: [10, 20, 20, 30] }]);
    expect(answers.map(({ output }) => output.data[0])).toEqual([1011, 1022, 1033]);
    expect(answers.map(({ output }) => output.dims)).toEqual(asks.map(({ latents }) => latents.dims));
    expect(answers.map(({ call, pictures }) => [call, pictures])).toEqual([
      [1, 3],
      [1, 3],
      [1, 3],
    ]);
  });

  it('lets a newcomer join at the next step', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const walk = async (value: number, steps: number) => {
      for (let i = 0; i < steps; i++) await batcher.predict(ask(value), forever);
    };
    const first = walk(1, 4);
    await batcher.predict(ask(9), forever);
    await Promise.all([first, walk(2, 2)]);
    expect(unet.calls.map(({ rows }) => rows)).toEqual([2, 2, 2, 1]);
  });

  it('keeps other sizes and other prompt lengths apart', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const asks = [ask(1), ask(2, { side: 3 }), ask(3, { tokens: 6 }), ask(4)];
    await Promise.all(asks.map((one) => batcher.predict(one, forever)));
    expect(unet.calls.map(({ rows }) => rows)).toEqual([2, 1, 1]);
  });

  it('fills a call up to its bound, oldest first, and never splits one picture', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 4 });
    const pairs = [1, 2, 3, 4, 5].map((value) => ask(value, { rows: 2, timestep: value }));
    await Promise.all(pairs.map((one) => batcher.predict(one, forever)));
    expect(unet.calls.map(({ timesteps }) => timesteps)).toEqual([
      [1, 1, 2, 2],
      [3, 3, 4, 4],
      [5, 5],
    ]);
    await createStepBatcher(unet, { area: 36, rowsMax: 1 }).predict(ask(1, { rows: 2 }), forever);
    expect(unet.calls.at(-1)?.rows).toBe(2);
  });

  it('takes fewer rows of larger latents', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 4, rowsMax: 8 });
    const asks = [1, 2, 3, 4].map((value) => ask(value, { side: 4 }));
    await Promise.all(asks.map((one) => batcher.predict(one, forever)));
    expect(unet.calls.map(({ rows }) => rows)).toEqual([2, 2]);
  });

  it('takes out who gives up while waiting, and nobody else', async () => {
    const unet = adder();
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const abort = new AbortController();
    const leaving = batcher.predict(ask(1), abort.signal);
    const staying = batcher.predict(ask(2), forever);
    abort.abort(new Error('left'));
    await expect(leaving).rejects.toThrow('left');
    expect((await staying).output.data[0]).toBe(1002);
    expect(unet.calls).toHaveLength(1);
    expect(unet.calls[0]!.rows).toBe(1);
    await expect(batcher.predict(ask(3), abort.signal)).rejects.toThrow('left');
  });

  it('tells everyone in a call that failed, and goes on', async () => {
    let broken = true;
    const unet = adder(async () => {
      if (broken) throw new Error('out of memory');
    });
    const batcher = createStepBatcher(unet, { area: 36, rowsMax: 8 });
    const both = [batcher.predict(ask(1), forever), batcher.predict(ask(2), forever)];
    for (const one of both) await expect(one).rejects.toThrow('out of memory');
    broken = false;
    await expect(batcher.predict(ask(3), forever)).resolves.toMatchObject({ pictures: 1 });
  });

  it('reports what each call took', async () => {
    const reports: CallReport[] = [];
    const batcher = createStepBatcher(adder(), { area: 36, rowsMax: 8, report: (report) => reports.push(report) });
    await Promise.all([batcher.predict(ask(1, { side: 6 }), forever), batcher.predict(ask(2, { side: 6 }), forever)]);
    expect(reports).toEqual([{ ms: expect.any(Number), pictures: 2, area: 36 }]);
  });
});
