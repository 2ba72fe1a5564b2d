import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readControls } from '#renderer/cli/control-arguments.ts';

const image = fileURLToPath(new URL('../../golden/old-ledger/pictures/done-2-0.png', import.meta.url));

function read(...control: string[]) {
  return readControls({ control, guess: false });
}

describe('--control', () => {
  it('names a network, a picture, how strongly it acts, and in which part of the steps', () => {
    expect(readControls({ guess: false })).toBeNull();
    expect(read(`edges:${image}:0.8`, `./depth.pth:${image}:1:0.25:0.75`)?.units).toMatchObject([
      { network: resolve('edges'), weight: 0.8, start: 0, end: 1 },
      { network: resolve('depth.pth'), weight: 1, start: 0.25, end: 0.75 },
    ]);
    expect(read(`edges:${image}:0.5:0.5`)?.units[0]).toMatchObject({ start: 0.5, end: 1 });
  });

  it('leaves the picture out for what networks for inpainting read', () => {
    expect(read('fill::0.9:0:0.5')?.units).toEqual([
      { network: resolve('fill'), image: new Uint8Array(), preprocess: 'inpaint', weight: 0.9, start: 0, end: 0.5 },
    ]);
  });

  it('is refused with what it must be', () => {
    for (const given of ['edges', `edges:${image}:much`, `edges:${image}:`, `edges:${image}:1:0:1:2`, `:${image}:1`]) {
      expect(() => read(given)).toThrow(`Cannot read --control: it must be NET:IMAGE:WEIGHT`);
    }
    expect(() => read('edges:/nowhere.png:1')).toThrow('/nowhere.png');
    expect(() => readControls({ guess: true })).toThrow('Cannot use --guess: it goes with --control');
  });
});
