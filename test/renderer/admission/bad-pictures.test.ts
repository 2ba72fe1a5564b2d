import { describe, expect, it } from 'vitest';
import { validTask } from '#renderer/admission/valid-task.ts';
import type { CatalogSeer } from '#renderer/models/seers.ts';
import type { DrawTask, RenderRequest } from '#shared/contract/tasks.ts';
import { Failure } from '#shared/failure.ts';
import { someOffer, someSpec } from '#test/renderer/admission/some-request.ts';

/** What is asked for by `kind`, once with a picture that is fine. */
type Ask = (image: Uint8Array) => Omit<RenderRequest, 'jobId' | 'attempt' | 'epoch'>;

const none = new Uint8Array();
const fine = png(64, 64);
const edges = { name: 'edges', path: '/edges', kind: 'controlnet', fits: { channels: [64], text: null } } as const;
const adapter = { name: 'plus', file: '/plus.safetensors', kind: 'plus', encoder: '/h', licence: null } as const;
const source = { image: fine, strength: 0.5, mask: none, margins: null, imageGuidance: 0 };
const draw = (change: Partial<DrawTask>) =>
  ({ task: 'draw', draw: { ...someSpec, width: 512, height: 512, ...change } }) as const;

const TASKS: Readonly<Record<string, Ask>> = {
  'draw from it': (image) => draw({ source: { ...source, image } }),
  'draw in a mask': (mask) => draw({ source: { ...source, mask } }),
  'draw by control': (image) =>
    draw({ control: { units: [{ network: 'edges', image, weight: 1, start: 0, end: 1 }], guess: false } }),
  'draw by control that is made first': (image) =>
    draw({
      control: { units: [{ network: 'edges', image, weight: 1, start: 0, end: 1, preprocess: 'canny' }], guess: false },
    }),
  'draw with it beside the words': (image) =>
    draw({ imagePrompts: [{ adapter: 'plus', pictures: [{ image, strength: 1, mask: none }], scope: '' }] }),
  'draw with another there': (mask) =>
    draw({ imagePrompts: [{ adapter: 'plus', pictures: [{ image: fine, strength: 1, mask }], scope: '' }] }),
  upscale: (image) => ({ task: 'upscale', upscale: { image, model: '', scale: 0 } }),
  restore: (image) => ({ task: 'restore', restore: { image, model: '', fidelity: 0.5 } }),
  describe: (image) => ({ task: 'describe', describe: { image, model: '', scoreMin: 0, textsMax: 0 } }),
  segment: (image) => ({
    task: 'segment',
    segment: { image, model: '', points: [], box: null, text: '', masksMax: 0 },
  }),
  preprocess: (image) => ({
    task: 'preprocess',
    preprocess: { image, method: 'canny', model: '', side: 0, low: 0, high: 0 },
  }),
  animate: (image) => ({ task: 'animate', animate: { ...film, image } }),
};

const film = {
  ...{ model: '', prompt: null, negative: null, width: 0, height: 0, frames: 0, framesPerSecond: 0, steps: 0 },
  ...{ guidance: 0, seed: 0, motion: 0, previews: null },
};

const PICTURES: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
  'of 200 megapixels': [png(20_000, 10_000), /from 1 to 40000000 pixels, given 20000x10000/],
  'of no pixels': [png(0, 64), /from 1 to 40000000 pixels, given 0x64/],
  'that moves (APNG)': [movingPng(64, 64), /still picture.*given an animation|one frame, given an animation/],
  'that moves (WebP)': [movingWebp(64, 64), /still picture.*given an animation|one frame, given an animation/],
  'of 16 bits': [png(64, 64, 16), /at most 8 bits a channel/],
  'of random bytes': [Uint8Array.from({ length: 512 }, (_, i) => (i * 7919) & 255), /PNG, JPEG or WebP file/],
  'that is a web page': [Buffer.from('<!DOCTYPE html><title>Not found</title>'), /PNG, JPEG or WebP file/],
  'that is a zip': [Buffer.from('504b03041400000000', 'hex'), /PNG, JPEG or WebP file/],
  'that ends in its header': [png(64, 64).subarray(0, 18), /PNG, JPEG or WebP file/],
};

const seer = (name: string, kind: CatalogSeer['kind']) => ({ name, kind, path: `/${name}`, bytes: 1, licence: null });
const [demo] = someOffer.models.usable;
const offer: typeof someOffer = {
  ...someOffer,
  models: {
    ...someOffer.models,
    usable: [{ ...demo!, imageAdapters: [adapter], controls: [{ ...edges, licence: null }] }],
    upscalers: [{ name: 'larger', file: '/larger', kind: 'rrdb', scale: 4, bytes: 1, licence: null, noisy: null }],
    restorers: [{ name: 'mend', restorer: '/r', detector: '/d', parser: '/p', bytes: 1, licence: '' }],
    describers: [seer('blip', 'captions')],
    segmenters: [seer('sam', 'masks')],
    animators: [{ name: 'svd', path: '/svd', frames: 14, factor: 64, licence: null }],
  },
};

function refusal(ask: Ask, image: Uint8Array): Failure | null {
  try {
    validTask({ jobId: 'a', attempt: 1, epoch: 1, ...ask(image) } as RenderRequest, offer);
    return null;
  } catch (thrown) {
    return thrown as Failure;
  }
}

describe.each(Object.entries(TASKS))('%s', (_task, ask) => {
  it('takes a picture that is fine', () => expect(refusal(ask, fine)?.message).toBeUndefined());

  it.each(Object.entries(PICTURES))(
    'refuses one %s by one sentence that says what would do',
    (_name, [image, said]) => {
      const found = refusal(ask, image);
      expect(found).toBeInstanceOf(Failure);
      expect(found!.code).toBe('invalid');
      expect(found!.message).toMatch(/^Cannot [^\n]+$/);
      expect(found!.message).toMatch(said);
    },
  );
});

describe('a mask', () => {
  it.each(['draw in a mask', 'draw with another there'])('of other proportions is refused: %s', (task) => {
    expect(refusal(TASKS[task]!, png(64, 32))?.message).toMatch(/mask must be .* proportions \(\d+x\d+\), given 64x32/);
    expect(refusal(TASKS[task]!, png(32, 32))).toBeNull();
    expect(refusal(TASKS[task]!, png(640, 641))).toBeNull();
  });
});

/** As much of a file as says its size; nothing else of it is read. */
function png(width: number, height: number, bits = 8): Uint8Array {
  const file = Buffer.alloc(45);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(file);
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  file[24] = bits;
  file.write('IDAT', 37);
  return file;
}

function movingPng(width: number, height: number): Uint8Array {
  const control = Buffer.from('000000086163544c000000020000000000000000', 'hex');
  const still = png(width, height);
  return Buffer.concat([still.subarray(0, 33), control, still.subarray(33)]);
}

function movingWebp(width: number, height: number): Uint8Array {
  const file = Buffer.alloc(30);
  file.write('RIFF....WEBPVP8X');
  file[20] = 2;
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return file;
}
