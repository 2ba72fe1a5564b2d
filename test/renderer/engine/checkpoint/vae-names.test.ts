import { describe, expect, it } from 'vitest';
import { stageCount, vaeKey, vaeWeightsOf } from '#renderer/engine/checkpoint/vae-names.ts';
import {
  headerOnly,
  keymaps,
  originalVae,
  rename,
  shapesOf,
  vaeShapes,
} from '#test/renderer/engine/checkpoint/full-size.ts';

const PREFIX = 'first_stage_model.';

describe('the names of a single-file VAE', () => {
  it('give the keys that diffusers gives them', () => {
    const map = keymaps.vae!;
    const names = Object.keys(map).map((name) => name.slice(PREFIX.length));
    const stages = stageCount(names);
    expect(Object.fromEntries(names.map((name) => [PREFIX + name, vaeKey(name, stages)]))).toEqual(map);
  });

  it('give matrices where the file has convolutions of one pixel, over the same bytes', () => {
    const shapes = vaeShapes();
    const original = headerOnly(rename(originalVae(shapes), (key) => key.slice(PREFIX.length)));
    const { weights, foreign } = vaeWeightsOf(original);
    expect(foreign).toEqual([]);
    expect(shapesOf(weights)).toEqual(shapes);
    const projection = weights.get('decoder.mid_block.attentions.0.to_q.weight');
    expect(projection).toEqual({ ...original.get('decoder.mid.attn_1.q.weight'), shape: [512, 512] });
  });

  it('are left as they are where the file has diffusers’ own', () => {
    const own = headerOnly(vaeShapes());
    expect(vaeWeightsOf(own).weights).toBe(own);
  });

  it.each([
    'loss.logvar',
    'encoder.mid.attn_2.q.weight',
    'encoder.mid.attn_1.x.weight',
    'decoder.up.0.attn.0.q.weight',
    'x',
  ])('are foreign when a VAE has none such: %s', (name) => expect(vaeKey(name, 4)).toBeNull());
});
