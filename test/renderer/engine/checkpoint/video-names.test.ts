import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blockNumbers } from '#renderer/engine/checkpoint/unet-names.ts';
import { videoUNetKey, videoVaeKey } from '#renderer/engine/checkpoint/video-names.ts';

/** Of a small network, by diffusers' own converter (scripts/convert_svd_to_diffusers.py). */
const packed = readFileSync(new URL('../../../golden/keymap-video.json.gz', import.meta.url));
const keys = JSON.parse(gunzipSync(packed).toString()) as Readonly<Record<string, string>>;

describe('original names of Stable Video Diffusion', () => {
  it('become the keys that diffusers’ converter gives', () => {
    const names = Object.keys(keys);
    expect(names.length).toBe(666);
    const numbers = blockNumbers(names);
    expect(Object.fromEntries(names.map((name) => [name, videoUNetKey(name, numbers)]))).toEqual(keys);
  });

  it('of its decoder become those of the temporal decoder, and its encoder stays an encoder', () => {
    const cases = {
      'decoder.conv_out.time_mix_conv.weight': 'decoder.time_conv_out.weight',
      'decoder.mid.block_1.time_stack.in_layers.2.bias': 'decoder.mid_block.resnets.0.temporal_res_block.conv1.bias',
      'decoder.up.3.block.0.mix_factor': 'decoder.up_blocks.0.resnets.0.time_mixer.mix_factor',
      'decoder.up.0.block.2.nin_shortcut.weight':
        'decoder.up_blocks.3.resnets.2.spatial_res_block.conv_shortcut.weight',
      'encoder.down.1.block.0.norm1.weight': 'encoder.down_blocks.1.resnets.0.norm1.weight',
      'decoder.mid.block_1.time_stack.other.weight': null,
    };
    for (const [name, key] of Object.entries(cases)) expect(videoVaeKey(name, 4)).toBe(key);
  });
});
