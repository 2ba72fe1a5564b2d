import { describe, expect, it } from 'vitest';
import { blockNumbers, unetKey } from '#renderer/engine/checkpoint/unet-names.ts';
import { keymaps } from '#test/renderer/engine/checkpoint/full-size.ts';

const PREFIX = 'model.diffusion_model.';
const unets = Object.keys(keymaps).filter((name) => name.startsWith('unet:'));

describe('the names of a single-file UNet', () => {
  it.each(unets)('give the keys that diffusers gives them: %s', (unet) => {
    const map = keymaps[unet]!;
    const names = Object.keys(map).map((name) => name.slice(PREFIX.length));
    const numbers = blockNumbers(names);
    expect(Object.fromEntries(names.map((name) => [PREFIX + name, unetKey(name, numbers)]))).toEqual(map);
  });

  it('know the guidance embedding of distilled models', () => {
    expect(unetKey('time_embed.cond_proj.weight', { layersPerBlock: 2 })).toBe('time_embedding.cond_proj.weight');
  });

  it('count one block where nothing is downsampled', () => {
    expect(blockNumbers(['input_blocks.0.0.weight', 'input_blocks.1.0.in_layers.0.weight'])).toEqual({
      layersPerBlock: 1,
    });
  });

  it.each([
    'double_blocks.0.img_attn.proj.weight',
    'input_blocks.1.2.weight',
    'input_blocks.1.0.in_layers.1.weight',
    'middle_block.3.in_layers.0.weight',
    'output_blocks.0.0',
    'out.1.weight',
    '',
  ])('are foreign when no network of ours has them: %s', (name) => {
    expect(unetKey(name, { layersPerBlock: 2 })).toBeNull();
  });
});
