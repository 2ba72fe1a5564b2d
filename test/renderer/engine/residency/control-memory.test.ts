import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { readControl } from '#renderer/engine/checkpoint/control-file.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import { demoModel } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { DEMO_CONTROL, writeControlNet } from '#test/renderer/engine/checkpoint/some-controls.ts';
import { countLoaderSessions } from '#test/renderer/engine/residency/opened-sessions.ts';

const DEMO = demoModel().files.checkpoint;
const scratch = scratchFolder();
const options = { provider: 'cpu', threads: 1, batchRows: 8, cacheFolder: join(scratch, 'cache') } as const;
const forever = new AbortController().signal;

/** For models that read other text. */
const WIDE_CONTROL = { ...DEMO_CONTROL, cross_attention_dim: 64 };

const { sessions, closeLater } = countLoaderSessions();

function createLoader({ memoryMib, ...more }: { memoryMib: number; residency?: 'mapped' | 'prepacked' }): ModelLoader {
  const loader = new ModelLoader({
    modelsMax: 2,
    memoryMib,
    options: Promise.resolve({ ...options, ...more }),
    onChange: () => {},
  });
  closeLater(loader);
  return loader;
}

describe('the memory of networks that steer', () => {
  it('counts the graphs that a UNet has for control pictures once more where weights are copied, as on a GPU', async () => {
    const edges = { name: 'edges', path: await writeControlNet(scratch, 'counted') };
    const need = { choice: demoModel(), encodes: false, controls: [edges] };
    const takes = async (residency: 'mapped' | 'prepacked', one: object) => {
      const loader = createLoader({ memoryMib: 1, residency });
      const refused = await loader.acquire([{ ...need, ...one }], forever).catch((thrown: Error) => thrown.message);
      return Number(/takes (\d+)$/.exec(String(refused))?.[1]);
    };
    const unet = async (residency: 'mapped' | 'prepacked') => {
      const { weights } = (await readCheckpoint(modelFilesAt(DEMO))).unet;
      return networkMib(weights, { residency, precision: 'float32' });
    };
    const control = async (residency: 'mapped' | 'prepacked') => {
      const { weights } = await readControl({ name: 'edges', path: edges.path });
      return networkMib(weights, { residency, precision: 'float32' });
    };
    for (const [residency, more] of [
      ['mapped', 16],
      ['prepacked', await unet('prepacked')],
    ] as const) {
      const [plain, steered] = [await takes(residency, { controls: [] }), await takes(residency, {})];
      expect(steered - plain).toBe((await control(residency)) + more);
    }
  });

  it('opens a ControlNet once for two models of its family, and leaves what is there alone when one does not load', async () => {
    const loader = createLoader({ memoryMib: 0 });
    const edges = { name: 'edges', path: await writeControlNet(scratch, 'shared') };
    const own = { choice: demoModel(), encodes: false, controls: [edges] };
    cpSync(DEMO, join(scratch, 'other'), { recursive: true });
    const other = { name: 'other', files: modelFilesAt(join(scratch, 'other')), adapters: [] };
    const copy = { ...own, choice: other };
    const lease = await loader.acquire([own, copy], forever);
    const [first, second] = lease.models;
    expect(second!.controls[0]).toBe(first!.controls[0]);
    expect(second!.unet).not.toBe(first!.unet);
    lease.giveBack();
    const [before, there] = [sessions.opened, loader.resident];
    const wrong = { name: 'wide', path: await writeControlNet(scratch, 'wide', { config: WIDE_CONTROL }) };
    await expect(loader.acquire([{ ...own, controls: [edges, wrong] }], forever)).rejects.toThrow(
      'Cannot steer demo with control network wide',
    );
    const cut = { name: 'cut', path: await writeControlNet(scratch, 'cut') };
    rmSync(join(cut.path, 'diffusion_pytorch_model.safetensors'));
    await expect(loader.acquire([{ ...own, controls: [cut] }], forever)).rejects.toThrow('cut has no weights');
    expect([sessions.opened, loader.resident]).toEqual([before, there]);
  });
});
