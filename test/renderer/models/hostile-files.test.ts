import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import { openLazyCatalog } from '#renderer/models/lazy-catalog.ts';
import { NO_NETWORKS } from '#renderer/models/lone-networks.ts';
import { createTimelyLooks, LOOK_SECONDS } from '#renderer/models/timely-looks.ts';
import { silentLog } from '#shared/log.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { compactShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const scratch = scratchFolder();
let folders = 0;

function newFolder(): string {
  const folder = join(scratch, `models-${++folders}`);
  mkdirSync(folder);
  return folder;
}

const pipe = (path: string) => execFileSync('mkfifo', [path]);
const bytes = (path: string, size: number) => {
  writeFileSync(path, '{');
  truncateSync(path, size);
};

function catalogOf(modelsFolder: string) {
  const places = { demoFolder: DEMO, modelsFolder, lorasFolder: null, hubFolder: null };
  const catalog = openLazyCatalog(places, { log: silentLog, name: 'test', level: 'silent' });
  onTestFinished(() => catalog.close());
  return catalog;
}

describe('a folder of models with pipes and heavy files', () => {
  it('offers what is good, in a thread of its own, and says of the rest why not', async () => {
    const folder = newFolder();
    for (const name of ['loras', 'embeddings', 'config-pipe', 'config-heavy']) mkdirSync(join(folder, name));
    for (const name of ['model.safetensors', 'old.ckpt', 'loras/style.safetensors', 'embeddings/word.pt'])
      pipe(join(folder, name));
    cpSync(join(DEMO, 'loras/neon.safetensors'), join(folder, 'loras/good.safetensors'));
    for (const name of ['config-pipe', 'config-heavy'])
      cpSync(DEMO, join(folder, name), { recursive: true, force: true });
    const index = (name: string) => join(folder, name, 'unet/config.json');
    execFileSync('rm', [index('config-pipe'), index('config-heavy')]);
    pipe(index('config-pipe'));
    bytes(index('config-heavy'), 200 * 2 ** 20);
    const catalog = catalogOf(folder);
    mkdirSync(join(folder, 'upscalers'));
    await writeUpscaler(join(folder, 'upscalers/large.safetensors'), compactShapes(4, 1, 2));
    pipe(join(folder, 'upscalers/pipe.pth'));
    const { usable, refused, upscalers, describers } = await catalog.read();
    expect(upscalers).toMatchObject([{ name: 'large', scale: 2 }, { name: 'stickers-x4' }]);
    expect(usable.map(({ name }) => name)).toEqual(['demo']);
    expect(usable[0]!.adapters.map(({ name }) => name)).toContain('good');
    expect([...refused.keys()].sort()).toEqual(['config-heavy', 'config-pipe', 'model', 'old', 'pipe']);
    expect(refused.get('model')?.message).toContain('it is not a file');
    expect(await catalog.read()).toEqual({ ...NO_NETWORKS, usable, refused, upscalers, describers });
  });
  it('whose list is a pipe has no list', async () => {
    const folder = newFolder();
    pipe(join(folder, 'models.json'));
    const { usable, refused } = await catalogOf(folder).read();
    expect([usable.length, refused.get('models.json')?.said.key]).toEqual([1, 'catalog.unreadable']);
  });
  it('notices what is put there and taken away', async () => {
    const folder = join(scratch, 'later');
    const catalog = catalogOf(folder);
    expect((await catalog.read()).usable.map(({ name }) => name)).toEqual(['demo']);
    mkdirSync(folder);
    expect((await catalog.read()).refused.size).toBe(0);
    writeFileSync(join(folder, 'a.safetensors'), 'nothing');
    expect([...(await catalog.read()).refused.keys()]).toEqual(['a']);
    execFileSync('rm', [join(folder, 'a.safetensors')]);
    expect((await catalog.read()).refused.size).toBe(0);
  });
});

describe('a tokenizer', () => {
  const withFile = (name: string, make: (path: string) => void) => {
    const folder = newFolder();
    cpSync(join(DEMO, 'tokenizer'), folder, { recursive: true });
    execFileSync('rm', ['-f', join(folder, name)]);
    make(join(folder, name));
    return readTokenizer({ folder, pad: null, vocabulary: 2212 });
  };
  it('that is a pipe, too large, or one line over and over is refused with a sentence', async () => {
    await expect(withFile('merges.txt', pipe)).rejects.toThrow('merges.txt must be a file of at most');
    await expect(withFile('vocab.json', (path) => bytes(path, 17 * 2 ** 20))).rejects.toThrow(
      'vocab.json must be a file',
    );
    const lines = (path: string) => writeFileSync(path, 'a b\n'.repeat(100_000));
    await expect(withFile('merges.txt', lines)).rejects.toThrow('merges.txt repeats its lines too often');
    const same = (path: string) => writeFileSync(path, readFileSync(join(DEMO, 'tokenizer/merges.txt')));
    expect(await withFile('merges.txt', same)).toBeTruthy();
  });
});

describe('a look that does not end', () => {
  it('is waited for once, goes on, and what it finds is there later', async () => {
    const clock = createFakeClock();
    const looks = createTimelyLooks<string>(clock);
    const hanging = Promise.withResolvers<string>();
    let begun = 0;
    const look = () => {
      begun += 1;
      return hanging.promise;
    };
    const first = looks.at('a', look);
    await clock.advance(LOOK_SECONDS * 1000);
    expect(await first).toBeNull();
    const again = looks.at('a', look);
    await clock.advance(0);
    expect(await again).toBeNull();
    expect(await looks.at('b', async () => 'quick')).toBe('quick');
    hanging.resolve('found');
    expect(await looks.at('a', look)).toBe('found');
    expect(begun).toBe(1);
  });
});
