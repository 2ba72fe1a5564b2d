import { describe, expect, it } from 'vitest';
import { deriveUNetConfig } from '#renderer/engine/checkpoint/derive-unet-config.ts';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { Failure } from '#shared/failure.ts';
import { headerOnly, unetShapes } from '#test/renderer/engine/checkpoint/full-size.ts';
import { SMALL_UNET } from '#test/renderer/engine/checkpoint/small-model.ts';

const weights = headerOnly(unetShapes(SMALL_UNET));
const fail = (code: 'invalid' | 'internal', message: string) => () => {
  throw new Failure(code, message);
};

describe('namingFiles', () => {
  it('tells which file lacks a weight', async () => {
    const lacking = new Map(weights);
    lacking.delete('conv_out.bias');
    const config = parseUNetConfig(deriveUNetConfig(weights, 64));
    const build = () => buildUNet(config, lacking, { dialect: portableDialect, residency: 'mapped' });
    await expect(namingFiles(lacking, build)).rejects.toThrow(
      'Cannot build the unet: weight conv_out.bias is missing (models/header-only.safetensors)',
    );
  });

  it('tells the first of several files', async () => {
    const [first, ...rest] = [...weights];
    const two = new Map([
      first!,
      ...rest.map(([key, entry]) => [key, { ...entry, file: '/m/b.safetensors' }] as const),
    ]);
    await expect(namingFiles(two, fail('invalid', 'No'))).rejects.toThrow(
      'No (models/header-only.safetensors and 1 more)',
    );
  });

  it('leaves alone what names it, what is no bad file, and what works', async () => {
    const named = 'Cannot read models/header-only.safetensors: no';
    await expect(namingFiles(weights, fail('invalid', named))).rejects.toThrow(new RegExp(`^${named}$`));
    await expect(namingFiles(weights, fail('internal', 'Broken'))).rejects.toThrow(/^Broken$/);
    expect(await namingFiles(weights, () => 7)).toBe(7);
  });
});
