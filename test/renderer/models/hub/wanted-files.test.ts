import { describe, expect, it } from 'vitest';
import type { HubSource } from '#renderer/models/hub/hub-source.ts';
import { wantedFiles } from '#renderer/models/hub/wanted-files.ts';

const SOURCE: HubSource = { repo: 'a/b', revision: 'main', file: null, variant: null };

/** The paths that are wanted of a repository with these files. */
function want(paths: readonly string[], change: Partial<HubSource> = {}): string[] {
  const files = paths.map((path) => ({ path, size: 1, hash: { kind: 'git' as const, hex: '0'.repeat(40) } }));
  return wantedFiles({ ...SOURCE, ...change }, { repo: 'a/b', commit: '0'.repeat(40), files }).map(({ path }) => path);
}

const DIFFUSERS = [
  '.gitattributes',
  'README.md',
  'model_index.json',
  'v1-5-pruned-emaonly.safetensors',
  'feature_extractor/preprocessor_config.json',
  'safety_checker/model.fp16.safetensors',
  'scheduler/scheduler_config.json',
  'text_encoder/config.json',
  'text_encoder/model.fp16.safetensors',
  'text_encoder/model.safetensors',
  'text_encoder/pytorch_model.bin',
  'tokenizer/merges.txt',
  'tokenizer/vocab.json',
  'unet/config.json',
  'unet/diffusion_pytorch_model.bin',
  'unet/diffusion_pytorch_model.fp16.safetensors',
  'unet/diffusion_pytorch_model.non_ema.safetensors',
  'unet/diffusion_pytorch_model.safetensors',
  'unet/onnx/model.onnx',
  'vae/config.json',
  'vae/diffusion_pytorch_model.safetensors',
  'vae/model.onnx',
];

describe('the files that are wanted', () => {
  it('of a repository that reads no words are also those it sees with', () => {
    const seeing = ['image_encoder/config.json', 'image_encoder/model.fp16.safetensors'];
    expect(want([...DIFFUSERS, ...seeing])).not.toContain(seeing[1]);
    const withoutWords = DIFFUSERS.filter((path) => !path.startsWith('text_encoder/'));
    expect(want([...withoutWords, ...seeing])).toEqual(expect.arrayContaining(seeing));
  });

  it('of a diffusers repository are its parts, in half precision where there is one', () => {
    expect(want(DIFFUSERS).sort()).toEqual([
      'model_index.json',
      'scheduler/scheduler_config.json',
      'text_encoder/config.json',
      'text_encoder/model.fp16.safetensors',
      'tokenizer/merges.txt',
      'tokenizer/vocab.json',
      'unet/config.json',
      'unet/diffusion_pytorch_model.fp16.safetensors',
      'vae/config.json',
      'vae/diffusion_pytorch_model.safetensors',
    ]);
  });

  it('are in the precision that was asked for', () => {
    const weights = (paths: readonly string[]) => paths.filter((path) => /\.(safetensors|bin)$/.test(path));
    expect(weights(want(DIFFUSERS, { variant: 'fp32' }))).toEqual([
      'text_encoder/model.safetensors',
      'unet/diffusion_pytorch_model.safetensors',
      'vae/diffusion_pytorch_model.safetensors',
    ]);
    expect(() => want(DIFFUSERS, { variant: 'bf16' })).toThrow(
      'Cannot pull a/b: text_encoder has the variants fp16, fp32, given bf16',
    );
  });

  it.each([
    ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors', 'model.safetensors.index.json'],
    [
      'model.fp16-00001-of-00002.safetensors',
      'model.fp16-00002-of-00002.safetensors',
      'model.safetensors.index.fp16.json',
    ],
    [
      'model-00001-of-00002.fp16.safetensors',
      'model-00002-of-00002.fp16.safetensors',
      'model.fp16.safetensors.index.json',
    ],
  ])('are all pieces of a divided one, with the index: %s', (...pieces) => {
    const paths = ['model_index.json', ...pieces.map((piece) => `unet/${piece}`), 'unet/model.bf16.safetensors'];
    expect(want(paths)).toEqual(paths.slice(0, 4));
  });

  it('are pickles only where there is nothing else', () => {
    const paths = ['model_index.json', 'unet/diffusion_pytorch_model.bin', 'vae/diffusion_pytorch_model.safetensors'];
    expect(want(paths)).toEqual(paths);
    expect(want([...paths, 'unet/diffusion_pytorch_model.safetensors'])).not.toContain(paths[1]);
  });

  it('of a repository with one network are that and its configuration', () => {
    const paths = ['README.md', 'config.json', 'diffusion_pytorch_model.safetensors', 'taesd_decoder.safetensors'];
    expect(want(paths)).toEqual(paths.slice(1, 3));
    expect(want(['README.md', 'pytorch_lora_weights.safetensors', 'image.png'])).toEqual([
      'pytorch_lora_weights.safetensors',
    ]);
    expect(want(['README.md', 'my-style-v3.safetensors'])).toEqual(['my-style-v3.safetensors']);
  });

  it('must be named where nobody can guess', () => {
    const paths = ['style-a.safetensors', 'style-b.safetensors'];
    expect(() => want(paths)).toThrow(
      'Cannot pull a/b: name one of its files: style-a.safetensors, style-b.safetensors',
    );
    expect(want(paths, { file: 'style-b.safetensors' })).toEqual(['style-b.safetensors']);
    expect(() => want(['README.md'])).toThrow('Cannot pull a/b: it holds no weights');
    expect(() => want(['model_index.json', 'unet/config.json'])).toThrow('Cannot pull a/b: its unet has no weights');
    expect(() => want(paths, { file: 'c' })).toThrow('it has style-a.safetensors, style-b.safetensors');
  });
});
