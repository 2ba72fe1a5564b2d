import { afterAll, expect, it } from 'vitest';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import type { RecordedEncoder } from '#test/golden/check/image-prompts/clip-vision-cases.ts';
import { writeGoldenAdapter, writeGoldenEncoder } from '#test/golden/check/image-prompts/golden-adapters.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';

const folder = scratchFolder();
const options = Promise.resolve({ provider: 'cpu', threads: 1, batchRows: 8, cacheFolder: folder } as const);
const loader = new ModelLoader({ modelsMax: 1, memoryMib: 0, options, onChange: () => {} });
afterAll(() => loader.close());

it('several IP-Adapters share one image encoder, where one network of a kind may be loaded, and one of another family opens nothing', async () => {
  const file = storedGolden('control');
  const { config } = recordedAt<RecordedEncoder>(file, 'ipadapter.clip_vision_h_gelu');
  const encoder = await writeGoldenEncoder(folder, config, { file });
  const image = async (name: Parameters<typeof writeGoldenAdapter>[1]) => ({
    ...{ name, encoder, file: await writeGoldenAdapter(folder, name, { file }) },
  });
  const choice = { name: 'tiny', files: modelFilesAt(await writeTinyModel(folder, 'sd15')), adapters: [] };
  const never = new AbortController().signal;
  const need = { choice, encodes: false, controls: [] };
  const wrong = [{ ...need, images: [await image('sdxl_base')] }];
  await expect(loader.acquire(wrong, never)).rejects.toThrow('it is made for another family');
  expect(loader.resident).toEqual([]);

  const lease = await loader.acquire(
    [{ ...need, images: [await image('sd15_base'), await image('sd15_plus')] }],
    never,
  );
  const [base, plus] = lease.models[0]!.imageAdapters;
  expect([base!.adapter.reads, plus!.adapter.reads]).toEqual(['embeds', 'tokens']);
  expect(base!.encoder).toBe(plus!.encoder);
  lease.giveBack();
});
