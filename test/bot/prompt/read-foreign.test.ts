import { describe, expect, it } from 'vitest';
import { type PictureTexts, readForeign } from '#bot/prompt/read-foreign.ts';

const COMFY = {
  3: {
    class_type: 'KSampler',
    inputs: {
      ...{ seed: 42, steps: 12, cfg: 3.5, sampler_name: 'dpmpp_2m', scheduler: 'karras' },
      ...{ positive: ['10', 0], negative: ['7', 0], model: ['9', 0], latent_image: ['5', 0] },
    },
  },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'real/dreamshaper.safetensors' } },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 768 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: ['11', 0], clip: ['4', 1] } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'clouds' } },
  9: { class_type: 'LoraLoader', inputs: {} },
  10: { class_type: 'ConditioningSetArea', inputs: { conditioning: ['6', 0] } },
  11: { class_type: 'PrimitiveString', inputs: { value: 'a house' } },
};
const SAME = { prompt: 'a house', negative: 'clouds', steps: 12, guidance: 3.5, seed: 42 };

describe('settings inside a picture', () => {
  it.each<[string, PictureTexts, object]>([
    [
      'A1111',
      {
        parameters:
          'a house\nNegative prompt: clouds\nSteps: 12, Sampler: Euler a, CFG scale: 3.5, Seed: 42, Size: 8x9',
      },
      { ...SAME, sampler: 'Euler a', size: { width: 8, height: 9 } },
    ],
    [
      'Fooocus',
      {
        parameters: JSON.stringify({
          ...{ prompt: 'a house', negative_prompt: 'clouds', steps: 12, guidance_scale: 3.5, seed: '42' },
          ...{ sampler: 'dpmpp_2m_sde_gpu', scheduler: 'karras', resolution: '(896, 1152)' },
          ...{ base_model: 'juggernaut.safetensors', styles: "['Fooocus V2']" },
        }),
      },
      {
        ...{ ...SAME, sampler: 'dpmpp_2m_sde Karras', size: { width: 896, height: 1152 } },
        ...{ model: 'juggernaut', unknown: ['styles'] },
      },
    ],
    [
      'ComfyUI',
      { prompt: JSON.stringify(COMFY).replace('3.5', '3.5,"denoise":NaN') },
      {
        ...{ ...SAME, sampler: 'dpmpp_2m Karras', size: { width: 512, height: 768 } },
        ...{ model: 'dreamshaper', unknown: ['LoraLoader'] },
      },
    ],
    [
      'InvokeAI',
      {
        invokeai_metadata: JSON.stringify({
          ...{ positive_prompt: 'a house', negative_prompt: 'clouds', steps: 12, cfg_scale: 3.5, seed: 42 },
          ...{ scheduler: 'euler_a', width: 640, height: 512, model: { name: 'dream' }, loras: [] },
        }),
      },
      { ...SAME, sampler: 'euler_a', size: { width: 640, height: 512 }, model: 'dream', unknown: [] },
    ],
    [
      'InvokeAI 2',
      { 'sd-metadata': JSON.stringify({ image: { prompt: [{ prompt: 'a house' }], steps: 12, seed: 42 } }) },
      { prompt: 'a house', steps: 12, seed: 42 },
    ],
  ])('by %s are read', (_program, texts, expected) => {
    expect(readForeign(texts)).toMatchObject(expected);
  });

  it('are nothing where they are none, a graph in a circle, or no JSON', () => {
    const circle = { 1: { inputs: { sampler_name: 'x', steps: 1, positive: ['2'] } }, 2: { inputs: { text: ['2'] } } };
    expect(readForeign({ prompt: JSON.stringify(circle) })).toMatchObject({ prompt: '' });
    for (const texts of [{}, { parameters: '{' }, { prompt: '{"a":1}' }, { prompt: '[]' }, { invokeai_metadata: 'x' }])
      expect(readForeign(texts)).toBe(null);
  });
});
