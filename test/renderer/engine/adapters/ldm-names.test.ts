import { describe, expect, it } from 'vitest';
import { ldmModuleName, unetLayout } from '#renderer/engine/adapters/ldm-names.ts';

const SD15 = { layersPerBlock: 2, attentiveUpBlocks: new Set([1, 2, 3]) };
const SDXL = { layersPerBlock: 2, attentiveUpBlocks: new Set([0, 1]) };

describe('ldmModuleName', () => {
  it.each([
    ['conv_in', 'input_blocks.0.0'],
    ['time_embedding.linear_1', 'time_embed.0'],
    ['down_blocks.0.resnets.0.conv1', 'input_blocks.1.0.in_layers.2'],
    ['down_blocks.0.attentions.1.proj_in', 'input_blocks.2.1.proj_in'],
    ['down_blocks.0.downsamplers.0.conv', 'input_blocks.3.0.op'],
    ['down_blocks.3.resnets.1.time_emb_proj', 'input_blocks.11.0.emb_layers.1'],
    [
      'down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_out.0',
      'input_blocks.4.1.transformer_blocks.0.attn2.to_out.0',
    ],
    ['mid_block.resnets.0.conv2', 'middle_block.0.out_layers.3'],
    ['mid_block.attentions.0.proj_out', 'middle_block.1.proj_out'],
    ['mid_block.resnets.1.norm2', 'middle_block.2.out_layers.0'],
    ['up_blocks.0.resnets.2.conv_shortcut', 'output_blocks.2.0.skip_connection'],
    ['up_blocks.0.upsamplers.0.conv', 'output_blocks.2.1.conv'],
    ['up_blocks.1.upsamplers.0.conv', 'output_blocks.5.2.conv'],
    ['up_blocks.3.attentions.2.norm', 'output_blocks.11.1.norm'],
    ['conv_norm_out', 'out.0'],
    ['conv_out', 'out.2'],
  ])('names %s of SD 1.5 %s', (module, expected) => {
    expect(ldmModuleName(module, SD15)).toBe(expected);
  });

  it.each([
    ['add_embedding.linear_2', 'label_emb.0.2'],
    ['up_blocks.0.upsamplers.0.conv', 'output_blocks.2.2.conv'],
    ['up_blocks.1.upsamplers.0.conv', 'output_blocks.5.2.conv'],
    ['up_blocks.2.resnets.0.conv1', 'output_blocks.6.0.in_layers.2'],
  ])('names %s of SDXL %s', (module, expected) => {
    expect(ldmModuleName(module, SDXL)).toBe(expected);
  });

  it.each(['text_model.encoder', 'down_blocks.0.resnets.0.conv9', 'mid_block.pool.0', 'up_blocks'])(
    'has no name for %s',
    (module) => {
      expect(ldmModuleName(module, SD15)).toBeNull();
    },
  );
});

describe('unetLayout', () => {
  it('counts the layers of a block and finds the up blocks with attention', () => {
    const keys = [
      'down_blocks.0.resnets.0.conv1.weight',
      'down_blocks.0.resnets.1.conv1.weight',
      'down_blocks.1.resnets.2.conv1.weight',
      'up_blocks.0.resnets.0.conv1.weight',
      'up_blocks.1.attentions.0.norm.weight',
    ];
    expect(unetLayout(keys)).toEqual({ layersPerBlock: 2, attentiveUpBlocks: new Set([1]) });
  });
});
