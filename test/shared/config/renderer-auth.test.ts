import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRendererAuth } from '#shared/config/renderer-auth.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the authentication of renderers', () => {
  it('is none where nothing is said', () => {
    expect(readRendererAuth({ EASEL_RENDERER_SECRET: ' ' })).toEqual({ secret: null, tls: null });
  });
  it('is a secret, said or in a file', () => {
    expect(readRendererAuth({ EASEL_RENDERER_SECRET: 'sixteen-or-more-' }).secret).toBe('sixteen-or-more-');
    const EASEL_RENDERER_SECRET_FILE = file('secret', 'sixteen-in-a-file\n');
    expect(readRendererAuth({ EASEL_RENDERER_SECRET_FILE }).secret).toBe('sixteen-in-a-file');
  });
  it('is certificates, both halves of them', () => {
    const [EASEL_TLS_CERT, EASEL_TLS_KEY, EASEL_TLS_CA] = [file('c', 'C'), file('k', 'K'), file('a', 'A')];
    const { tls } = readRendererAuth({ EASEL_TLS_CERT, EASEL_TLS_KEY, EASEL_TLS_CA });
    expect(tls?.own?.key.toString()).toBe('K');
    expect(tls?.authority?.toString()).toBe('A');
    expect(() => readRendererAuth({ EASEL_TLS_CERT })).toThrow('EASEL_TLS_CERT and EASEL_TLS_KEY go together');
    expect(() => readRendererAuth({ EASEL_TLS_CA: join(folder, 'none') })).toThrow(
      /Cannot read the file .*none, which EASEL_TLS_CA names/,
    );
  });
  it('that is too short is refused, and never shown', () => {
    const short = () => readRendererAuth({ EASEL_RENDERER_SECRET: 'hunter2' });
    expect(short).toThrow('EASEL_RENDERER_SECRET must be one word of 16 to 200');
    expect(short).not.toThrow(/hunter2/);
    expect(() => readRendererAuth({ EASEL_RENDERER_SECRET_FILE: file('short', 'hunter2') })).not.toThrow(/hunter2/);
  });
});
