import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { validControl } from '#renderer/admission/valid-control.ts';
import type { ControlUnit, DrawTask } from '#shared/contract/tasks.ts';
import { someOffer, someSpec } from '#test/renderer/admission/some-request.ts';

const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
  .png()
  .toBuffer();
const EMPTY_SOURCE = { strength: 1, margins: null, imageGuidance: 0, pasteBack: null };
const fits = { channels: [64], text: null };
const edges = { name: 'edges', path: '/edges', kind: 'controlnet', fits, licence: null } as const;
const plain: ControlUnit = { network: 'edges', image, weight: 0, start: 0, end: 0 };

function valid(units: readonly Partial<ControlUnit>[], controls = [edges], source: DrawTask['source'] = null) {
  const control = { units: units.map((unit) => ({ ...plain, ...unit })), guess: true };
  return validControl({ ...someSpec, control, source }, { name: 'demo', controls }, someOffer.models);
}

function refusal(...args: Parameters<typeof valid>): string {
  try {
    valid(...args);
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return 'taken';
}

describe('control pictures', () => {
  it('are none, or read by the network that is named, as strongly as is usual and in all steps', () => {
    expect(validControl(someSpec, { name: 'demo' }, someOffer.models)).toEqual({ units: [], guess: false });
    const network = { name: 'edges', path: '/edges' };
    expect(valid([{}])).toEqual({ units: [{ network, image, weight: 1, start: 0, end: 1 }], guess: true });
    expect(valid([{ weight: 0.5, start: 0.25, end: 0.5 }]).units).toMatchObject([
      { weight: 0.5, start: 0.25, end: 0.5 },
    ]);
  });

  it('are made of a picture first where a method is named that is here', () => {
    expect(valid([{ preprocess: 'canny' }]).units).toMatchObject([{ preparation: { method: 'canny', network: null } }]);
    expect(refusal([{ preprocess: 'depth' }])).toMatch(/depth/);
  });

  it('are the picture that is drawn into, with a hole, where there is one', () => {
    const unit = { preprocess: 'inpaint', image: new Uint8Array() };
    const source = { ...EMPTY_SOURCE, image, mask: image };
    expect(valid([unit], [edges], source).units).toMatchObject([{ preparation: { method: 'inpaint' } }]);
    expect(refusal([unit], [edges], { ...source, mask: new Uint8Array() })).toBe(
      'Cannot steer by inpaint with control network "edges": it needs a picture with a mask or margins, given none',
    );
  });

  it('are refused by one sentence that says what would do', () => {
    expect(refusal([{ network: 'depth' }])).toBe(
      'Cannot steer demo with control network "depth": those that fit it here are edges',
    );
    expect(refusal([{}], [])).toBe(
      'Cannot steer demo with control network "edges": this renderer has none that fits it',
    );
    expect(refusal([])).toContain('control pictures must be a whole number from 1 to 4, given 0');
    expect(refusal(Array(5).fill({}))).toContain('given 5');
    expect(refusal([{ image: new Uint8Array() }])).toContain('control picture must be a PNG, JPEG or WebP file');
    expect(refusal([{ image: Uint8Array.of(1) }])).toContain('control picture must be a PNG');
    expect(refusal([{ weight: 3 }])).toContain("control picture's weight must be a number from 0 to 2, given 3");
    expect(refusal([{ start: 0.5, end: 0.5 }])).toContain("control picture's start must be below 0.5, given 0.5");
  });
});
