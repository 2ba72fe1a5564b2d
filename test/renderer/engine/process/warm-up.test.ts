import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PictureSize, settleSize } from '#bot/orders/settle-size.ts';
import { limitsFrom } from '#renderer/admission/limits.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { type WarmUpOptions, warmUp } from '#renderer/engine/process/warm-up.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { createFileHashes } from '#renderer/engine/weights/file-hashes.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';
import { demoModel, engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { tiny } from '#test/renderer/engine/process/tiny-render.ts';

const signal = new AbortController().signal;
const RATIO = { width: 2, height: 3 };

/** What warming this model up asks of its UNet, each picture's step: the rows of the call, and the latents' size. */
async function warmed(choice: ModelChoice, ratios: WarmUpOptions['ratios'] = []): Promise<readonly string[]> {
  const cacheFolder = scratchFolder();
  const options = Promise.resolve({ provider: 'cpu', threads: 1, batchRows: 8, cacheFolder } as const);
  const loader = new ModelLoader({ modelsMax: 2, memoryMib: 0, options, onChange: () => {} });
  const hashes = createFileHashes({ record: join(cacheFolder, 'hashes.json') });
  onTestFinished(() => {
    hashes.close();
    return loader.close();
  });
  const calls: string[] = [];
  const watched = (model: LoadedModel): LoadedModel => ({
    ...model,
    unet: {
      async predict(request, stop) {
        const result = await model.unet.predict(request, stop);
        const [rows, , ...size] = request.latents.dims;
        calls.push(`${rows! * result.pictures} rows of ${size.join('×')}`);
        return result;
      },
    },
  });
  const lease = await loader.acquire([{ choice, encodes: false }], signal);
  await warmUp(lease.models[0]!, {
    loader: {
      groupsThatFit: (...asked) => loader.groupsThatFit(...asked),
      async acquire(...asked) {
        const { models, ...rest } = await loader.acquire(...asked);
        return { ...rest, models: models.map(watched) };
      },
    },
    hashes,
    ratios,
    signal,
  });
  lease.giveBack();
  return calls;
}

describe('warming a model up', () => {
  it('makes three steps of one row, of two, and of two pictures at once, at the own size of the model', async () => {
    const calls = await warmed(await tiny('sdxl'));
    const size = calls[0]!.split(' of ')[1];
    const many = (count: number, rows: number) => Array<string>(count).fill(`${rows} rows of ${size}`);
    expect(calls).toEqual([...many(3, 1), ...many(3, 2), ...many(6, 4)]);
  });

  it('makes as many of one row and of two at other ratios of sides, the sizes that the bot draws then', async () => {
    const choice = await tiny('sdxl');
    const [own, calls] = [await warmed(choice), await warmed(choice, [RATIO, { width: 1, height: 1 }])];
    const side = Number(own[0]!.split('×')[1]);
    const base = { width: 8 * side, height: 8 * side };
    const settled = settleSize([{ ratio: RATIO }], { base, limits: limitsFrom(readRendererConfig({})) });
    const { width, height } = (settled as { size: PictureSize }).size;
    expect(width).toBeLessThan(height);
    const many = (rows: number) => Array<string>(3).fill(`${rows} rows of ${height / 8}×${width / 8}`);
    expect(calls).toEqual([...own, ...many(1), ...many(2)]);
  });

  it('leaves alone what a picture is needed for', async () => {
    expect(await warmed(await tiny('inpaint9'))).toEqual([]);
  });

  it('is left out on the CPU, which compiles nothing', async () => {
    const engine = new LocalEngine(engineSettings());
    onTestFinished(() => engine.close());
    await engine.load(demoModel(), signal);
    expect(engine.state.resident).toMatchObject([{ model: 'demo', stepMs: 0 }]);
  });
});
