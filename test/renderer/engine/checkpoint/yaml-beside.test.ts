import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readYamlPrediction } from '#renderer/engine/checkpoint/yaml-beside.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-yaml-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const read = () => readYamlPrediction(join(folder, 'fluff.v2.safetensors'), 'fluff');
const write = (text: string) => writeFile(join(folder, 'fluff.v2.yaml'), text);

describe('the .yaml beside a checkpoint', () => {
  it.each([
    [
      'of CompVis that predicts velocity',
      'model:\n  params:\n    parameterization: "v"\n    linear_start: 0.00085',
      'v_prediction',
    ],
    ['without quotes', 'model:\n  params:\n    parameterization: eps # as usual', 'epsilon'],
    ['of a one-step model', "    parameterization: 'x0'", 'sample'],
    ['of the SDXL line', '  target: sgm.modules.diffusionmodules.denoiser_scaling.VScaling', 'v_prediction'],
    ['that says nothing of it', 'model:\n  # parameterization: "v"\n  target: ldm', null],
  ])('%s', async (_name, text, prediction) => {
    await write(text);
    expect(await read()).toBe(prediction);
  });

  it('may be missing, too large or a link to somewhere else', async () => {
    expect(await read()).toBeNull();
    await writeFile(join(folder, 'other.yaml'), 'parameterization: v');
    await symlink(join(folder, 'other.yaml'), join(folder, 'fluff.v2.yaml'));
    expect(await read()).toBeNull();
    await rm(join(folder, 'fluff.v2.yaml'));
    await write('parameterization: v');
    await truncate(join(folder, 'fluff.v2.yaml'), 2 ** 20 + 1);
    expect(await read()).toBeNull();
  });

  it('is refused where it names a scaling that no sampler here knows', async () => {
    await write('  target: sgm.modules.diffusionmodules.denoiser_scaling.VScalingWithEDMcNoise');
    await expect(read()).rejects.toThrow(
      'Cannot load model fluff: fluff.v2.yaml must say that it predicts one of eps, v, x0, EpsScaling, VScaling, ' +
        'given VScalingWithEDMcNoise',
    );
  });
});
