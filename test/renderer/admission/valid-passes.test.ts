import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { validRender } from '#renderer/admission/valid-request.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { offerWith, someFacts, someSpec } from '#test/renderer/admission/some-request.ts';

const base: DrawTask = { ...someSpec, adapters: [], steps: 4, width: 512, height: 768, count: 1 };
const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
  .png()
  .toBuffer();
const source = { image, strength: 0.5, mask: new Uint8Array(), margins: null, imageGuidance: 0 };
const hires = { scale: 1.5, steps: 0, strength: 0.5, by: '' };
const refiner = { model: 'fine', highNoiseFraction: 0 };

function valid(change: Partial<DrawTask>, fine: Partial<typeof someFacts> = {}) {
  return validRender({ ...base, ...change }, offerWith(someFacts, { ...someFacts, ...fine }));
}

function refused(change: Partial<DrawTask>, sentence: string, fine: Partial<typeof someFacts> = {}) {
  expect(() => valid(change, fine)).toThrow(expect.objectContaining({ code: 'invalid', message: sentence }));
}

describe('a second pass', () => {
  it('leads to a size in whole latents', () => {
    expect(valid({ hires }).hires).toEqual({ width: 768, height: 1152, steps: 4, strength: 0.5, by: 'latent' });
    const odd = { scale: 1.1, steps: 9, strength: 1, by: 'pixels' };
    expect(valid({ hires: odd }).hires).toEqual({ width: 560, height: 848, steps: 9, strength: 1, by: 'pixels' });
    expect(valid({}).hires).toBeNull();
  });

  it('stays within the limits', () => {
    const change = (wish: object) => ({ hires: { ...hires, ...wish } });
    refused(change({ scale: 1 }), 'Cannot render: hires scale must be a number above 1, up to 4, given 1');
    refused(change({ scale: 4 }), 'Cannot render: height after hires must be at most 2048, given 3072');
    refused(
      { ...change({ scale: 2 }), count: 3 },
      'Cannot render: size after hires must be width x height x count at most 4194304, given 4718592',
    );
    refused(change({ by: 'magic' }), 'Cannot render: hires by must be latent, pixels or upscaler, given "magic"');
    refused(change({ strength: 0 }), 'Cannot render: hires strength must be a number above 0, up to 1, given 0');
    refused(change({ strength: 0.1 }), 'Cannot render: hires strength must be enough for one step, given 0.1');
    refused(
      { hires, source },
      'Cannot render: hires must be without an image: a second pass goes on from words, given both',
    );
  });
});

describe('a second pass by an upscaler', () => {
  const enlarger = {
    name: 'esr',
    file: '/m/esr.pth',
    kind: 'rrdb',
    scale: 4,
    bytes: 1,
    licence: null,
    noisy: null,
  } as const;
  const offer = offerWith(someFacts);
  const here = { ...offer, models: { ...offer.models, upscalers: [enlarger] } };
  const wish = { ...hires, by: 'upscaler' };

  it('has the network that was named, or the first', () => {
    const choice = { by: 'upscaler', upscaler: { name: 'esr', file: '/m/esr.pth', blend: null } };
    expect(validRender({ ...base, hires: wish }, here).hires).toMatchObject(choice);
    expect(validRender({ ...base, hires: { ...wish, upscaler: 'esr' } }, here).hires).toMatchObject(choice);
  });

  it('is refused where there is none, none of that name, or another way was asked for', () => {
    refused(
      { hires: wish },
      'Cannot enlarge by an upscaler: there is none here, and it can be done by pixels or latent',
    );
    expect(() => validRender({ ...base, hires: { ...wish, upscaler: 'gone' } }, here)).toThrow(
      'Cannot find upscaler "gone": upscalers here are esr',
    );
    refused(
      { hires: { ...hires, by: 'pixels', upscaler: 'esr' } },
      'Cannot render: hires upscaler must be left out unless hires by is upscaler, given "esr"',
    );
  });
});

describe('a refiner', () => {
  it('is another model, from 0.8 on if nothing else is said', () => {
    expect(valid({ refiner }).refiner).toMatchObject({ model: { name: 'fine', adapters: [] }, highNoiseFraction: 0.8 });
    expect(valid({ refiner: { ...refiner, highNoiseFraction: 0.5 }, source }).refiner?.highNoiseFraction).toBe(0.5);
  });

  it('is refused where it cannot follow', () => {
    const start = 'Cannot refine model demo with fine:';
    refused({ refiner }, `${start} their latents are not of the same kind`, { latentSpace: 'other' });
    refused({ refiner }, `${start} it reads more than latents`, { imageInput: 'masked-image' });
    refused({ refiner, hires }, `${start} a render has a refiner or a second pass, not both`);
    const masked = { ...source, mask: image };
    refused({ refiner, source: masked }, `${start} a refiner follows text to image and image to image only`);
    const late = { ...refiner, highNoiseFraction: 1 };
    refused({ refiner: late }, 'Cannot render: high noise fraction must be a number between 0 and 1, given 1');
    expect(() => valid({ refiner: { ...refiner, model: 'gone' } })).toThrow(
      'Cannot use model: it must be one of demo, fine',
    );
  });
});

describe('what the network is told', () => {
  it("is the picture's own size and the usual scores, if nothing else is said", () => {
    const usual = { original: null, crop: { left: 0, top: 0 }, aesthetic: { prompt: 6, negative: 2.5 } };
    expect(valid({}).sizeConditioning).toEqual(usual);
    const told = { originalWidth: 0, originalHeight: 0, cropLeft: 0, cropTop: 0, aesthetic: null };
    expect(valid({ sizeConditioning: told }).sizeConditioning).toEqual(usual);
    const other = {
      ...told,
      originalWidth: 320,
      originalHeight: 200,
      cropTop: 8,
      aesthetic: { prompt: 7, negative: 1 },
    };
    expect(valid({ sizeConditioning: other }).sizeConditioning).toEqual({
      original: { width: 320, height: 200 },
      crop: { left: 0, top: 8 },
      aesthetic: { prompt: 7, negative: 1 },
    });
    refused(
      { sizeConditioning: { ...told, originalWidth: 9 } },
      'Cannot render: original height must be a whole number from 1 to 16384, given 0',
    );
    refused(
      { sizeConditioning: { ...other, aesthetic: { prompt: 11, negative: 1 } } },
      'Cannot render: aesthetic score must be a number from 0 to 10, given 11',
    );
  });
});
