import { describe, expect, it } from 'vitest';
import { readForeign } from '#bot/prompt/read-foreign.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { comfyTexts } from '#renderer/engine/image/comfy-graph.ts';
import { type ComfyModel, comfyDrawing } from '#renderer/engine/process/comfy-drawing.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { demoRender, plainPrompt } from '#test/contract/engine.ts';

const TRAINED = { beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012, steps_offset: 1 };

/** A model in one file, which counts a token for each word. */
function drawnBy(scheduler: object = {}, isSdxl = false): ComfyModel {
  const tokenizer = { encode: (text: string) => text.split(' ') };
  return {
    traits: { imageInput: 'none', wantsGuidance: false, sizeConditioning: isSdxl ? 'target-size' : 'none' },
    schedule: parseNoiseSchedule({ ...TRAINED, ...scheduler }),
    text: { encoders: [{ tokenizer }], zerosForEmptyNegative: isSdxl },
  } as unknown as ComfyModel;
}

const model = { name: 'dream', files: modelFilesAt('/models/real/dream.safetensors'), adapters: [] };

const plain: Partial<ValidRender> = {
  ...{ model, prompt: plainPrompt('a house (red)'), negative: plainPrompt('clouds') },
  ...{ sampler: 'euler', sigmas: null, steps: 20, guidance: 7, width: 512, height: 768 },
};

const textsOf = (change: Partial<ValidRender> = {}, by = drawnBy()) => {
  const drawing = comfyDrawing(demoRender({ ...plain, ...change }), { seed: 42, model: by });
  return drawing && comfyTexts(drawing);
};

const READ = {
  ...{ prompt: 'a house \\(red\\)', negative: 'clouds', steps: 20, guidance: 7, seed: 42, sampler: 'euler' },
  ...{ spacing: 'linspace', size: { width: 512, height: 768 }, model: 'dream', unknown: [] },
};

describe('a picture as ComfyUI draws it', () => {
  it.each<[string, Partial<ValidRender>, object, ComfyModel?]>([
    ['from words', {}, READ],
    ['by Karras’ levels', { sampler: 'dpmpp_2m', sigmas: 'karras' }, { sampler: 'dpmpp_2m Karras', spacing: null }],
    ['by the solver’s own', { sampler: 'dpmpp_2m' }, { sampler: 'dpmpp_2m', spacing: 'linspace' }],
    [
      'by a sampler of another name',
      { sampler: 'kdpm2', spacing: 'trailing' },
      { sampler: 'kdpm2', spacing: 'trailing' },
    ],
    ['at leading timesteps', { spacing: 'leading' }, { sampler: 'euler', spacing: 'leading' }],
    [
      'with LoRAs',
      { styleLoras: [{ name: 'ink', file: '/models/ink.safetensors', weight: 0.8, textWeight: 0.5 }] },
      { prompt: 'a house \\(red\\) <lora:ink:0.5:0.8>', unknown: [] },
    ],
    ['by SDXL, whose empty text is zeros', { negative: { chunks: [] } }, { negative: '' }, drawnBy({}, true)],
  ])('%s, and is read back to the same settings', (_what, change, read, by) => {
    const texts = textsOf(change, by);
    expect(readForeign(texts ?? {})).toMatchObject(read);
  });

  it('has the same nodes and links in the page’s layout as in the graph', () => {
    const { prompt, workflow } = textsOf()!;
    const graph = Object.entries(JSON.parse(prompt) as Record<string, { class_type: string; inputs: object }>);
    const shown = JSON.parse(workflow) as { nodes: { id: number; type: string; inputs: object[] }[]; links: unknown[] };
    expect(shown.nodes.map(({ id, type }) => [String(id), type])).toEqual(graph.map(([id, n]) => [id, n.class_type]));
    const linked = graph.flatMap(([, { inputs }]) => Object.values(inputs).filter(Array.isArray));
    expect(shown.links).toHaveLength(linked.length);
    expect(shown.nodes.flatMap(({ inputs }) => inputs)).toHaveLength(linked.length);
    expect(prompt.length + workflow.length).toBeLessThan(6000);
  });

  it.each<[string, Partial<ValidRender>, ComfyModel?]>([
    ['noise is added on the way', { sampler: 'euler_a' }],
    ['words have weights', { prompt: { chunks: [{ spans: [{ text: 'a', weight: 1.2 }] }] } }],
    ['letters would be syntax there', { prompt: plainPrompt('a {red|blue} house') }],
    ['the words fill more than one window', { prompt: plainPrompt('a '.repeat(80)) }],
    ['the model is a folder', { model: { ...model, files: modelFilesAt('/models/dream') } }],
    ['the VAE is another file', { model: { ...model, files: { ...model.files, vae: '/models/vae.safetensors' } } }],
    ['it ends early', { stop: 0.5 }],
    ['guidance is rescaled', { guidanceRescale: 0.7 }],
    ['layers are left out', { clipSkip: 1 }],
    ['Karras’ levels begin lower', { sigmas: 'karras', spacing: 'leading' }],
    ['steps do not come out even', { steps: 30, spacing: 'leading' }],
    ['the model predicts velocity', {}, drawnBy({ prediction_type: 'v_prediction' })],
    ['the model was trained on other noise', {}, drawnBy({ beta_end: 0.02 })],
  ])('is not told where %s', (_what, change, by) => expect(textsOf(change, by)).toBeNull());
});
