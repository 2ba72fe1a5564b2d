import { describe, expect, it } from 'vitest';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';

const sdxl = {
  block_out_channels: [320, 640, 1280],
  down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'],
  up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'UpBlock2D'],
  attention_head_dim: [5, 10, 20],
};

describe('parseUNetConfig', () => {
  it('fills in the defaults of diffusers', () => {
    const { down, up, middle, timeWidth, groups, eps } = parseUNetConfig({});
    expect(down.map(({ channels }) => channels)).toEqual([320, 640, 1280, 1280]);
    expect(down.map(({ depths }) => depths)).toEqual([[1, 1], [1, 1], [1, 1], null]);
    expect(up.map(({ depths }) => depths)).toEqual([null, [1, 1, 1], [1, 1, 1], [1, 1, 1]]);
    expect(up.map(({ resamples }) => resamples)).toEqual([true, true, true, false]);
    expect(middle).toEqual({ kind: 'attention', depth: 1, heads: 8, contextWidth: 1280 });
    expect([timeWidth, groups, eps]).toEqual([1280, 32, 1e-5]);
  });

  it('reads depths and heads per stage, mirrored on the way up', () => {
    const { down, up, middle } = parseUNetConfig({ ...sdxl, transformer_layers_per_block: [1, 2, 10] });
    expect(down.map(({ depths }) => depths)).toEqual([null, [2, 2], [10, 10]]);
    expect(up.map(({ depths }) => depths)).toEqual([[10, 10, 10], [2, 2, 2], null]);
    expect(up.map(({ heads }) => heads)).toEqual([20, 10, 5]);
    expect(middle).toMatchObject({ depth: 10, heads: 20 });
  });

  it('reads nested depths with their own way up', () => {
    const { down, up, middle } = parseUNetConfig({
      ...sdxl,
      transformer_layers_per_block: [1, [2, 2], [4, 4]],
      reverse_transformer_layers_per_block: [[4, 4, 10], [2, 1, 1], 1],
      mid_block_type: 'UNetMidBlock2D',
    });
    expect(down.map(({ depths }) => depths)).toEqual([null, [2, 2], [4, 4]]);
    expect(up.map(({ depths }) => depths)).toEqual([[4, 4, 10], [2, 1, 1], null]);
    expect(middle).toEqual({ kind: 'resnet' });
  });

  it('tells a middle that is null from one that is not given', () => {
    expect(parseUNetConfig({ mid_block_type: null }).middle).toEqual({ kind: 'none' });
  });

  it('takes whatever old and new libraries write beside it', () => {
    const extras = { _class_name: 'UNet2DConditionModel', dropout: 0.1, upcast_softmax: true, anything: [1] };
    expect(parseUNetConfig(extras)).toEqual(parseUNetConfig({}));
  });

  it.each([
    [[], 'config.json is not an object'],
    [null, 'config.json is not an object'],
    [{ act_fn: 'gelu' }, 'act_fn must be "silu", given "gelu"'],
    [{ in_channels: '4' }, 'in_channels must be a positive whole number, given "4"'],
    [{ in_channels: 0 }, 'in_channels must be a positive whole number, given 0'],
    [{ in_channels: 1e9 }, 'in_channels must be'],
    [{ norm_eps: 'small' }, 'norm_eps must be a number'],
    [{ block_out_channels: [320, 640] }, 'down_block_types must be 2 names'],
    [
      { down_block_types: ['DownBlock2D', 'DownBlock2D', 'DownBlock2D', 'AttnDownBlock2D'] },
      'down_block_types must be of',
    ],
    [{ mid_block_type: 'UNetMidBlock2DSimpleCrossAttn' }, 'mid_block_type must be'],
    [{ class_embed_type: 'timestep' }, 'class_embed_type must be null'],
    [{ addition_embed_type: 'text' }, 'addition_embed_type must be "text_time"'],
    [{ addition_embed_type: 'text_time' }, 'addition_time_embed_dim must be'],
    [{ attention_head_dim: [8, 8] }, 'attention_head_dim must be a number or a list of 4'],
    [{ attention_head_dim: 7 }, 'attention_head_dim must be a divisor of'],
    [{ norm_num_groups: 7 }, 'norm_num_groups must be a divisor of 320'],
    [{ transformer_layers_per_block: [1, [1, 1], 1, 1] }, 'reverse_transformer_layers_per_block must be'],
    [{ only_cross_attention: [true, true, true, false] }, 'only_cross_attention must be false'],
  ])('refuses %j', (json, sentence) => {
    expect(() => parseUNetConfig(json)).toThrow(sentence);
  });
});
