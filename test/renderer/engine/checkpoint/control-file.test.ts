import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readControl, requireFit, understandControl } from '#renderer/engine/checkpoint/control-file.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { checkCase, storedGolden } from '#test/golden/check/check-case.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { controlNetShapes } from '#test/golden/check/parts/controlnet.ts';
import { FULL_CONTROL_PARTS, fakeWeights } from '#test/golden/check/parts/full-controls.ts';
import { DEMO_CONTROL, writeControlNet } from '#test/renderer/engine/checkpoint/some-controls.ts';

type Map1 = Readonly<Record<string, string>>;
const packed = readFileSync(new URL('../../../golden/keymaps-control.json.gz', import.meta.url));
const keymaps = JSON.parse(String(gunzipSync(packed))) as Readonly<Record<string, Map1>>;
const source = { config: null, name: 'net' };

interface Full {
  readonly config: Readonly<Record<string, unknown>>;
}

function shapesOf(name: string): ReadonlyMap<string, readonly number[]> {
  return controlNetShapes(recordedAt<Full>(storedGolden('control'), `full.controlnet.${name}`).config);
}

/** The published file, whose keys are the original ones. */
function originalFile(name: 'sd15' | 'sd21', more: ReadonlyMap<string, readonly number[]> = new Map()): WeightMap {
  const shapes = shapesOf(name);
  const named = Object.entries(keymaps[`controlnet:${name}`]!).map(([key, ours]) => [key, shapes.get(ours)!] as const);
  return fakeWeights(new Map([...named, ...more]));
}

function refusal(keys: readonly string[]): string {
  try {
    understandControl(fakeWeights(new Map(keys.map((key) => [key, [1]]))), source);
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return 'taken';
}

describe('the file of a control network', () => {
  it.each(['sd15', 'sd21'] as const)('is read by its original names, with all that its shapes tell: %s', (name) => {
    const found = understandControl(originalFile(name), source);
    expect([...found.weights.keys()].sort()).toEqual([...shapesOf(name).keys()].sort());
    expect(found).toMatchObject({ kind: 'controlnet', fits: { text: { added: null } } });
  });

  it('may be a whole model, of which the control network alone is taken, or have no prefix', () => {
    const whole = originalFile('sd15', new Map([['model.diffusion_model.out.2.bias', [4]]]));
    expect(understandControl(whole, source).weights.size).toBe(340);
    const bare = new Map([...originalFile('sd15')].map(([key, entry]) => [key.replace('control_model.', ''), entry]));
    expect(understandControl(bare, source).weights.size).toBe(340);
  });

  it.each(['sdxl_full_xl', 'sd15_light'])('may be a T2I-Adapter: %s', (name) =>
    checkCase(FULL_CONTROL_PARTS[1]!, name),
  );

  it('may be a T2I-Adapter as its authors published it', () => {
    const full = recordedAt<{ readonly keys: Record<string, number[]> }>(
      storedGolden('control'),
      'full.t2i_adapter.sd15_full',
    );
    const named = Object.entries(full.keys).map(([key, shape]) => {
      const [, stage, layer, rest] = /^adapter\.body\.(\d)\.resnets\.(\d)\.(.+)$/.exec(key) ?? [];
      const brought = /^adapter\.body\.(\d)\.(in_conv.+)$/.exec(key);
      if (rest) return [`body.${2 * Number(stage) + Number(layer)}.${rest}`, shape] as const;
      return [brought ? `body.${2 * Number(brought[1])}.${brought[2]}` : key.replace('adapter.', ''), shape] as const;
    });
    const { weights } = understandControl(fakeWeights(new Map(named)), source);
    expect([...weights.keys()].sort()).toEqual(Object.keys(full.keys).sort());
  });

  it('is refused by one sentence where it is another kind of network', () => {
    expect(refusal(['controlnet_cond_embedding.conv_in.weight', 'task_embedding'])).toBe(
      'Cannot load control network net: it is a ControlNet-Union by its key "task_embedding", which is not supported; ' +
        'take a ControlNet of one kind',
    );
    expect(refusal(['lora_controlnet'])).toContain('it is a Control-LoRA by its key "lora_controlnet"');
    expect(refusal(['lora_unet_x.lora_down.weight', 'lora_unet_x.lora_up.weight'])).toContain('it is a LoRA');
    expect(refusal(['some.weight'])).toContain('its key "some.weight" belongs to no ControlNet and no T2I-Adapter');
    expect(refusal(['input_hint_block.0.weight', 'stray.weight'])).toContain('its key "stray.weight" belongs to no');
  });

  it('is a folder with a config.json, whose class is one that is built', async () => {
    const scratch = scratchFolder();
    const path = await writeControlNet(scratch, 'edges');
    const found = await readControl({ name: 'edges', path });
    expect(found).toMatchObject({ kind: 'controlnet', fits: { channels: [64, 128, 192], text: { width: 128 } } });
    writeFileSync(join(path, 'config.json'), JSON.stringify({ ...DEMO_CONTROL, _class_name: 'ControlNetUnionModel' }));
    await expect(readControl({ name: 'edges', path })).rejects.toThrow(
      'its config.json must say one of ControlNetModel, T2IAdapter, given ControlNetUnionModel',
    );
    mkdirSync(join(scratch, 'empty'));
    await expect(readControl({ name: 'empty', path: join(scratch, 'empty') })).rejects.toThrow(
      /must have a config.json/,
    );
  });

  it('is refused for models of another family, by the names of both', () => {
    const found = understandControl(originalFile('sd15'), source);
    const sdxl = understandControl(fakeWeights(shapesOf('sdxl')), source);
    expect(() => requireFit('canny', found, { name: 'big', shape: sdxl.fits })).toThrow(
      'Cannot steer big with control network canny: it is for models of the SD 1 line, given models of the SDXL line',
    );
    const small = understandControl(fakeWeights(shapesOf('sdxl_small')), source);
    expect(() => requireFit('small', small, { name: 'big', shape: sdxl.fits })).not.toThrow();
  });
});
