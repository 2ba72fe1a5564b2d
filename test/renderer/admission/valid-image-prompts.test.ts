import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { validImagePrompts } from '#renderer/admission/valid-image-prompts.ts';
import type { ImagePrompt, ImagePromptPicture } from '#shared/contract/tasks.ts';
import { someSpec } from '#test/renderer/admission/some-request.ts';

const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
  .png()
  .toBuffer();
const plain: ImagePromptPicture = { image, strength: 0, mask: new Uint8Array() };
const plus = { name: 'plus', file: '/plus.safetensors', kind: 'plus', encoder: '/h', licence: null } as const;

function valid(prompt: Partial<ImagePrompt>, family: 'sd15' | 'sdxl' = 'sd15', imageAdapters = [plus]) {
  const imagePrompts = [{ adapter: '', pictures: [plain], scope: '', ...prompt }];
  return validImagePrompts({ ...someSpec, imagePrompts }, { name: 'demo', family, imageAdapters });
}

function refusal(...args: Parameters<typeof valid>): string {
  try {
    valid(...args);
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return 'taken';
}

describe('pictures beside the words', () => {
  it('are none, or read by the adapter that is named or the first one, as strongly as is usual', () => {
    expect(validImagePrompts(someSpec, { name: 'demo', family: 'sd15' })).toEqual([]);
    const { name, file, encoder } = plus;
    const pictures = [{ image, strength: 0.6, mask: null }];
    expect(valid({})).toEqual([{ adapter: { name, file, encoder }, pictures, scope: 'all' }]);
    expect(valid({ adapter: 'plus', scope: 'style' }, 'sdxl')).toMatchObject([{ scope: 'style' }]);
  });

  it('are refused by one sentence that says what would do', () => {
    expect(refusal({}, 'sd15', [])).toBe(
      'Cannot use a picture beside the words with model demo: there is no IP-Adapter for it here',
    );
    expect(refusal({ adapter: 'x' })).toBe('Cannot use IP-Adapter "x" with model demo: those that fit it are plus');
    expect(refusal({ scope: 'mood' })).toContain('must be one of all, style, layout, style-and-layout, given "mood"');
    expect(refusal({ scope: 'style' })).toContain('only models of the SDXL family have it apart, and demo is none');
    expect(refusal({ pictures: [] })).toContain('picture beside the words must be a PNG');
    expect(refusal({ pictures: Array(6).fill(plain) })).toContain('must be a whole number from 0 to 5, given 6');
    expect(refusal({ pictures: [{ ...plain, strength: 3 }] })).toContain('given 3');
    expect(refusal({ pictures: [{ ...plain, mask: Uint8Array.of(1) }] })).toContain('mask must be');
  });
});
