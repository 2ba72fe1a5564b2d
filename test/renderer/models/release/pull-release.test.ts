import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READY_MADE_RELEASES, releaseBytes } from '#renderer/models/ready-made-releases.ts';
import { pullRelease, releaseClient } from '#renderer/models/release/pull-release.ts';
import { type FakeIndex, startFakeIndex } from '#test/fakes/package-index.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const NETWORK = Buffer.from('numbers '.repeat(5_000));
const FILE = {
  name: 'network.pth',
  size: NETWORK.length,
  sha256: createHash('sha256').update(NETWORK).digest('hex'),
};
const SOURCE = { repo: 'authors/network', tag: 'v1', files: [FILE] };
const scratch = scratchFolder();
let server: FakeIndex;

beforeAll(async () => {
  server = await startFakeIndex({ project: 'none', file: FILE.name, bytes: NETWORK }, { speaks: 'json' });
});
afterAll(() => server.close());

function pullInto(folder: string, source: typeof SOURCE = SOURCE) {
  return pullRelease(source, {
    client: releaseClient({ endpoint: new URL(server.url).origin, token: null }),
    clock: { now: () => 0, sleep: async () => {} },
    folder,
    onBytes: () => {},
    signal: new AbortController().signal,
  });
}

describe('pulling a release from GitHub', () => {
  it('follows where it lies, goes on where a connection broke, and asks once for what is here', async () => {
    const folder = join(scratch, 'whole');
    server.breakAfter(100);
    await pullInto(folder);
    expect(await readFile(join(folder, FILE.name))).toEqual(NETWORK);
    expect(server.asked.map(({ path }) => path)).toContain('/authors/network/releases/download/v1/network.pth');
    expect(server.asked.map(({ range }) => range)).toContain('bytes=100-');
    const asked = server.asked.length;
    await pullInto(folder);
    expect(server.asked).toHaveLength(asked);
  });

  it('leaves nothing of a file with another hash, and what lay there', async () => {
    const folder = join(scratch, 'wrong');
    await pullInto(folder);
    await writeFile(join(folder, FILE.name), 'damaged');
    const other = { ...SOURCE, files: [{ ...FILE, sha256: '0'.repeat(64) }] };
    await expect(pullInto(folder, other)).rejects.toThrow(/authors\/network network\.pth: it does not have the hash/);
    expect((await readdir(folder)).filter((name) => name.startsWith(FILE.name))).toEqual([FILE.name]);
    expect(await readFile(join(folder, FILE.name), 'utf8')).toBe('damaged');
    await pullInto(folder);
    expect(await readFile(join(folder, FILE.name))).toEqual(NETWORK);
  });

  it('says what a repository does not have', async () => {
    const none = { ...SOURCE, files: [{ ...FILE, name: 'other.pth' }] };
    await expect(pullInto(join(scratch, 'none'), none)).rejects.toThrow('Cannot pull authors/network');
  });

  it('says that nobody answers, and names no setting where there is none', async () => {
    const folder = join(scratch, 'silent');
    const client = releaseClient({ endpoint: 'http://127.0.0.1:9', token: null });
    const clock = { now: () => 0, sleep: async () => {} };
    const pulled = pullRelease(SOURCE, {
      client,
      clock,
      folder,
      onBytes: () => {},
      signal: AbortSignal.timeout(30_000),
    });
    await expect(pulled).rejects.toThrow(/^Cannot reach 127\.0\.0\.1:9: [a-z ]+$/);
  });

  it('knows CodeFormer, DeepDanbooru and further upscalers with sizes and hashes', () => {
    const listed = READY_MADE_RELEASES.map((one) => [one.name, Math.round(releaseBytes(one) / 1e6), one.licence]);
    expect(listed).toEqual([
      ['codeformer', 571, 'S-Lab-1.0 (non-commercial)'],
      ['deepdanbooru', 644, 'MIT'],
      ['realesrgan-x2plus', 67, 'BSD-3-Clause'],
      ['realesr-general', 10, 'BSD-3-Clause'],
    ]);
    const hashes = READY_MADE_RELEASES.flatMap(({ files }) => files.map(({ sha256 }) => sha256));
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
