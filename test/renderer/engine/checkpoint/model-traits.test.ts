import { describe, expect, it } from 'vitest';
import { type Checkpoint, readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { pipelines, writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';

const scratch = scratchFolder();
const written = new Map<string, Promise<Checkpoint>>();

/** A tiny model as its files say; written once. */
function stored(name: string): Promise<Checkpoint> {
  const reading = written.get(name) ?? writeTinyModel(scratch, name).then((at) => readCheckpoint(modelFilesAt(at)));
  written.set(name, reading);
  return reading;
}

/** The same, with some of the configuration changed. */
async function checkpoint(name: string, change: { unet?: object; vae?: object } = {}): Promise<Checkpoint> {
  const read = await stored(name);
  const { unet, vae } = pipelines.models[name]!;
  return {
    ...read,
    unet: { ...read.unet, config: { ...unet, ...change.unet } },
    vae: { ...read.vae, config: { ...vae, ...change.vae } },
  };
}

describe('the traits of a model', () => {
  it.each([
    ['sd15', { imageInput: 'none', wantsGuidance: false, latentFactor: 8, latentSide: 16, latentColours: 'sd' }],
    ['sd15', { sizeConditioning: 'none', textEncoders: 'first', textStates: 'normed', readsPooledText: false }],
    ['inpaint9', { imageInput: 'masked-image' }],
    ['instruct8', { imageInput: 'image' }],
    ['lcm', { wantsGuidance: true }],
    ['sdxl', { imageInput: 'none', latentColours: 'sdxl' }],
    ['sdxl', { sizeConditioning: 'target-size', textEncoders: 'both', textStates: 'hidden', readsPooledText: true }],
    ['refiner', { sizeConditioning: 'aesthetic-score', textEncoders: 'second', readsPooledText: true }],
  ])('%s are found in its networks', async (name, expected) => {
    expect(modelTraits(await checkpoint(name))).toMatchObject(expected);
  });

  it('tell whether latents are of the same kind', async () => {
    const spaceOf = async (name: string) => modelTraits(await checkpoint(name)).latentSpace;
    expect(await spaceOf('refiner')).toBe(await spaceOf('sdxl'));
    expect(await spaceOf('sd15')).not.toBe(await spaceOf('sdxl'));
    expect(await spaceOf('sdxl_mean')).not.toBe(await spaceOf('sdxl'));
  });

  it('are refused in one sentence where no pipeline fits', async () => {
    const refused = async (name: string, change: object, sentence: string) => {
      const odd = await checkpoint(name, change);
      expect(() => modelTraits(odd)).toThrow(expect.objectContaining({ code: 'invalid', message: sentence }));
    };
    const start = (name: string) => `Cannot load model ${name}:`;
    await refused(
      'sd15',
      { unet: { in_channels: 7 } },
      `${start('sd15')} its UNet must read 4, 8 or 9 channels, given 7`,
    );
    const latents = `${start('sd15')} its latents must have 4 channels, given 16 and 4`;
    await refused('sd15', { vae: { latent_channels: 16 } }, latents);
    const told = 'given an embedding 96 wide, of which 32 are pooled text and 8 each number';
    const numbers = `${start('sdxl')} its UNet must be told 5 or 6 numbers about the picture, ${told}`;
    await refused('sdxl', { unet: { projection_class_embeddings_input_dim: 96 } }, numbers);
  });
});
