import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeModel } from '#renderer/engine/checkpoint/describe-model.ts';
import { createControlFinder, fittingControls } from '#renderer/models/controls.ts';
import { silentLog } from '#shared/log.ts';
import { demoModel } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { writeControlNet } from '#test/renderer/engine/checkpoint/some-controls.ts';
import { writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';

it('control networks of a models folder are offered to the models that they fit, and others are refused', async () => {
  const root = scratchFolder();
  const folder = join(root, 'controlnets');
  mkdirSync(folder);
  const find = createControlFinder(silentLog);
  const roots = { modelsFolder: root, hubFolder: root };
  const { config } = recordedAt<{ readonly config: Record<string, unknown> }>(
    storedGolden('control'),
    'controlnet.net_sdxl',
  );
  const path = await writeControlNet(folder, 'edges');
  await writeControlNet(folder, 'large', { config });
  await writeUpscaler(join(folder, 'other.safetensors'), new Map([['decoder.weight', [2]]]));
  const found = await find(roots);
  expect(found.refused.get('other')?.message).toBe(
    'Cannot load control network other: its key "decoder.weight" belongs to no ControlNet and no T2I-Adapter; it must be one of them',
  );
  expect(found.usable.map(({ name }) => name)).toEqual(['edges', 'large']);
  const demo = await describeModel('demo', demoModel().files);
  expect(fittingControls(found, demo)).toMatchObject([{ name: 'edges', path, kind: 'controlnet', licence: null }]);
});
