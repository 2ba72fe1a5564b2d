import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createImagePromptFinder, fittingAdapters } from '#renderer/models/image-adapters.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import type { RecordedEncoder } from '#test/golden/check/image-prompts/clip-vision-cases.ts';
import {
  goldenUNetShapes,
  writeGoldenAdapter,
  writeGoldenEncoder,
} from '#test/golden/check/image-prompts/golden-adapters.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';

const file = storedGolden('control');
const { config } = recordedAt<RecordedEncoder>(file, 'ipadapter.clip_vision_h_gelu');

it('IP-Adapters of a models folder are offered with the image encoder that they read, to models that they fit', async () => {
  const root = scratchFolder();
  const [adapters, encoders] = [join(root, 'ipadapter'), join(root, 'clip_vision')];
  for (const folder of [adapters, encoders]) mkdirSync(folder);
  const find = createImagePromptFinder(silentLog);
  const roots = { modelsFolder: root, hubFolder: root };
  await writeGoldenAdapter(adapters, 'sd15_plus', { file });
  await writeGoldenAdapter(adapters, 'sdxl_base', { file });
  await writeUpscaler(join(adapters, 'other.safetensors'), new Map([['decoder.weight', [2]]]));
  const alone = await find(roots);
  expect(alone.adapters).toEqual([]);
  expect(alone.refused.get('sd15_plus')?.message).toContain('no image encoder of width 32 is among the models');
  expect(alone.refused.get('other')?.message).toBe(
    'Cannot use IP-Adapter other.safetensors: it must be an IP-Adapter with image_proj and ip_adapter weights, given a ' +
      'file whose first key is "decoder.weight"',
  );

  renameSync(await writeGoldenEncoder(root, config, { file }), join(encoders, 'tiny'));
  const found = await find(roots);
  const encoder = join(encoders, 'tiny');
  const small = {
    name: 'sd15_plus',
    kind: 'plus',
    encoder,
    licence: null,
    file: join(adapters, 'sd15_plus.safetensors'),
  };
  expect(fittingAdapters(found, goldenUNetShapes(file.unets.sd15))).toEqual([small]);
  expect(fittingAdapters(found, goldenUNetShapes(file.unets.sdxl))).toMatchObject([
    { name: 'sdxl_base', kind: 'base' },
  ]);
  expect([...found.refused.keys()]).toEqual(['other']);
});
