import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findSnapshot } from '#renderer/models/hub/cache-layout.ts';
import { createHubClient } from '#renderer/models/hub/hub-client.ts';
import type { HubSource } from '#renderer/models/hub/hub-source.ts';
import { type PullProgress, planPull, pull, requireSpace } from '#renderer/models/hub/pull.ts';
import type { Clock } from '#shared/clock.ts';
import { type FakeHub, type FakeHubOptions, startFakeHub } from '#test/fakes/hub/fake-hub.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();
const forever = new AbortController().signal;
const TOKEN = 'hf_for_tests_only';
const WEIGHTS = randomBytes(300_000);
const FILES = { 'config.json': '{"in_channels":4}', 'diffusion_pytorch_model.safetensors': WEIGHTS };
const NAME = 'diffusion_pytorch_model.safetensors';
const SOURCE: HubSource = { repo: 'someone/tiny', revision: 'main', file: null, variant: null };

let folders = 0;
const open: FakeHub[] = [];
afterEach(async () => {
  for (const hub of open.splice(0)) await hub.close();
});

/** A hub with one repository, and an empty cache. Pauses take no time but are written down. */
async function start(options: FakeHubOptions & { asks?: string; folder?: string } = {}) {
  const hub = await startFakeHub(options);
  open.push(hub);
  const commit = hub.push({ name: SOURCE.repo, files: FILES });
  const pauses: number[] = [];
  const clock: Clock = { now: () => 0, sleep: async (ms) => void pauses.push(ms) };
  const client = createHubClient({ endpoint: hub.endpoint, token: options.asks ?? null });
  const cache = { client, folder: options.folder ?? join(scratch, `cache-${++folders}`), clock, signal: forever };
  const progress: PullProgress[] = [];
  const bring = async (source: HubSource = SOURCE) =>
    await pull(await planPull(source, cache), { cache, onProgress: (step) => void progress.push(step) });
  const home = join(cache.folder, 'models--someone--tiny');
  const blobs = () => (existsSync(join(home, 'blobs')) ? readdirSync(join(home, 'blobs')) : []);
  return { hub, commit, cache, bring, home, blobs, pauses, progress };
}

const ranges = ({ requests }: FakeHub) => requests.filter(({ server }) => server === 'cdn').map(({ range }) => range);
const firstOf = (range: string | null | undefined) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]);

describe('pulling', () => {
  it('fills the cache as every other program with it does', async () => {
    const { bring, commit, home, cache, progress } = await start();
    const { folder } = await bring();
    expect(folder).toBe(join(home, 'snapshots', commit));
    expect(readFileSync(join(folder, NAME)).equals(WEIGHTS)).toBe(true);
    expect(readlinkSync(join(folder, NAME))).toMatch(/^\.\.\/\.\.\/blobs\/[0-9a-f]{64}$/);
    expect(readlinkSync(join(folder, 'config.json'))).toMatch(/^\.\.\/\.\.\/blobs\/[0-9a-f]{40}$/);
    expect(readFileSync(join(home, 'refs/main'), 'utf8')).toBe(commit);
    expect(await findSnapshot(cache.folder, SOURCE)).toEqual({ folder, commit });
    expect(await findSnapshot(cache.folder, { ...SOURCE, revision: commit })).toEqual({ folder, commit });
    expect(progress.at(-1)).toEqual({ path: NAME, size: WEIGHTS.length, here: WEIGHTS.length });
  });

  it('asks for nothing that is here already, and keeps old revisions', async () => {
    const { bring, hub, home, blobs } = await start();
    const first = await bring();
    hub.requests.length = 0;
    await bring();
    expect(hub.requests.filter(({ url }) => url.includes('/resolve/'))).toEqual([]);
    hub.push({ name: SOURCE.repo, files: { ...FILES, 'config.json': '{}' } });
    const second = await bring();
    expect(second.folder).not.toBe(first.folder);
    expect(realpathSync(join(second.folder, NAME))).toBe(realpathSync(join(first.folder, NAME)));
    expect(blobs()).toHaveLength(3);
    expect(readdirSync(join(home, 'snapshots'))).toHaveLength(2);
  });

  it('reads listings of many pages', async () => {
    const { bring } = await start({ pageSize: 1 });
    await expect(bring()).resolves.toBeDefined();
  });

  it('follows a repository to its new name', async () => {
    const { bring, hub, cache } = await start();
    hub.rename('someone/old', SOURCE.repo);
    await bring({ ...SOURCE, repo: 'someone/old' });
    expect(await findSnapshot(cache.folder, { ...SOURCE, repo: 'someone/old' })).not.toBeNull();
  });

  it('lets one process at a time into a repository, and forgets one that died', async () => {
    const { bring, cache } = await start();
    const lock = join(cache.folder, '.locks/models--someone--tiny/easel.lock');
    mkdirSync(join(lock, '..'), { recursive: true });
    writeFileSync(lock, String(process.pid));
    await expect(bring()).rejects.toThrow(`process ${process.pid} is pulling or removing it`);
    writeFileSync(lock, '4194999');
    await expect(bring()).resolves.toBeDefined();
    expect(existsSync(lock)).toBe(false);
  });
});

describe('a download that breaks', () => {
  it('at 99 % goes on where it was, at once and in a later run', async () => {
    const { bring, hub, blobs, pauses } = await start();
    const at = Math.floor(WEIGHTS.length * 0.99);
    hub.fault(NAME, { kind: 'break', at, times: 1 });
    await bring();
    const [first, second] = ranges(hub);
    expect(first).toBe('bytes=0-');
    expect(firstOf(second)).toBeGreaterThan(0);
    expect(firstOf(second)).toBeLessThanOrEqual(at);
    expect(pauses).toEqual([500]);
    expect(blobs().filter((name) => name.endsWith('.incomplete'))).toEqual([]);
  });

  it('again and again is given up with what has come kept, and the next run asks for the rest', async () => {
    const { bring, hub, blobs, pauses } = await start();
    hub.fault(NAME, { kind: 'break', at: 200_000, times: 100 });
    await expect(bring()).rejects.toThrow(`Cannot pull someone/tiny:${NAME}: the connection broke`);
    expect(pauses.slice(-5)).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(blobs().filter((name) => name.endsWith('.incomplete'))).toHaveLength(1);
    hub.fault(NAME, null);
    hub.requests.length = 0;
    const { folder } = await bring();
    expect(ranges(hub)).toHaveLength(1);
    expect(firstOf(ranges(hub)[0])).toBeGreaterThan(0);
    expect(readFileSync(join(folder, NAME)).equals(WEIGHTS)).toBe(true);
  });

  it('and comes from a server without ranges is taken from the start, without taking a byte twice', async () => {
    const { bring, hub } = await start();
    hub.fault(NAME, { kind: 'break', at: 100_000, times: 100 });
    await expect(bring()).rejects.toThrow('the connection broke');
    hub.fault(NAME, { kind: 'no-ranges' });
    expect(readFileSync(join((await bring()).folder, NAME)).equals(WEIGHTS)).toBe(true);
  });

  it('waits as long as the hub asks to, within reason', async () => {
    const { bring, hub, pauses } = await start();
    hub.fault(NAME, { kind: 'status', status: 429, times: 2, retryAfter: 3 });
    await bring();
    expect(pauses).toEqual([3_000, 3_000]);
    hub.push({ name: SOURCE.repo, files: { ...FILES, [NAME]: randomBytes(10) } });
    hub.fault(NAME, { kind: 'status', status: 503, times: 1, retryAfter: 86_400 });
    await bring();
    expect(pauses.at(-1)).toBe(60_000);
  });

  it('stops when it is told to', async () => {
    const { hub, cache } = await start();
    hub.fault(NAME, { kind: 'break', at: 10, times: 100 });
    const stop = new AbortController();
    const plan = await planPull(SOURCE, cache);
    const onProgress = ({ path }: PullProgress) => path === NAME && stop.abort(new Error('enough'));
    await expect(pull(plan, { cache: { ...cache, signal: stop.signal }, onProgress })).rejects.toThrow('enough');
  });
});

describe('a download that is wrong', () => {
  it('is thrown away when it came in one piece', async () => {
    const { bring, hub, blobs, home } = await start();
    hub.fault(NAME, { kind: 'corrupt' });
    await expect(bring()).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(
        `Cannot pull someone/tiny:${NAME}: it does not have the hash that the hub states`,
      ),
    });
    expect(blobs()).toHaveLength(1);
    expect(existsSync(join(home, 'refs/main'))).toBe(false);
    hub.fault(NAME, null);
    await expect(bring()).resolves.toBeDefined();
  });

  it('because of what an earlier run left is taken anew', async () => {
    const { bring, hub, home } = await start();
    hub.fault(NAME, { kind: 'break', at: 200_000, times: 100 });
    await expect(bring()).rejects.toThrow();
    const [partial] = readdirSync(join(home, 'blobs')).filter((name) => name.endsWith('.incomplete'));
    writeFileSync(join(home, 'blobs', partial!), randomBytes(200_000));
    hub.fault(NAME, null);
    expect(readFileSync(join((await bring()).folder, NAME)).equals(WEIGHTS)).toBe(true);
  });

  it('checks small files as well, which have git’s hash', async () => {
    const { bring, hub } = await start();
    hub.fault('config.json', { kind: 'corrupt' });
    await expect(bring()).rejects.toThrow('someone/tiny:config.json: it does not have the hash');
  });

  it.each([`hub:${NAME}`, 'config.json'])('or another than was listed is refused: %s', async (path) => {
    const { bring, hub } = await start();
    hub.fault(path, { kind: 'changed' });
    await expect(bring()).rejects.toThrow('it changed on the hub in the meantime; pull again');
  });
});

describe('the token', () => {
  const secret = { token: TOKEN, asks: TOKEN };

  it('opens gated and private repositories and goes to nobody but the hub', async () => {
    for (const access of ['gated', 'private'] as const) {
      const { bring, hub } = await start(secret);
      hub.push({ name: SOURCE.repo, files: FILES, access });
      await bring();
      const own = hub.requests.filter(({ server }) => server === 'hub');
      expect(new Set(own.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${TOKEN}`]));
      const others = hub.requests.filter(({ server }) => server === 'cdn');
      expect(others.map(({ authorization }) => authorization)).toEqual([null]);
    }
  });

  it('is asked for where it is missing, and never repeated where it is wrong', async () => {
    const stranger = await start({ token: TOKEN });
    stranger.hub.push({ name: SOURCE.repo, files: FILES, access: 'private' });
    await expect(stranger.bring()).rejects.toThrow(/someone\/tiny from 127.+ or it needs a token: set HF_TOKEN$/);
    stranger.hub.push({ name: SOURCE.repo, files: FILES, access: 'gated' });
    await expect(stranger.bring()).rejects.toThrow('set HF_TOKEN to the token of an account that accepted its terms');
    const wrong = await start({ token: TOKEN, asks: 'hf_wrong' });
    wrong.hub.push({ name: SOURCE.repo, files: FILES, access: 'gated' });
    const failure = await wrong.bring().catch((thrown: Error) => thrown);
    expect(String(failure)).toContain('the account of HF_TOKEN has to accept its terms');
    expect(JSON.stringify(failure) + String(failure)).not.toContain('hf_wrong');
  });
});

describe('the hub', () => {
  it('that has no such thing is quoted in a sentence', async () => {
    const { bring } = await start({ asks: TOKEN });
    await expect(bring({ ...SOURCE, repo: 'someone/else' })).rejects.toThrow(
      /^Cannot pull someone\/else: 127\.0\.0\.1:\d+ has no such repository$/,
    );
    await expect(bring({ ...SOURCE, revision: 'v9' })).rejects.toThrow(
      'Cannot pull someone/tiny: it has no such revision',
    );
    await expect(bring({ ...SOURCE, file: 'x.safetensors' })).rejects.toThrow(
      `Cannot pull someone/tiny:x.safetensors: the repository has no such file; it has ${NAME}`,
    );
  });

  it('that is out of reach is named', async () => {
    const { cache, hub } = await start();
    await hub.close();
    open.splice(0);
    await expect(planPull(SOURCE, cache)).rejects.toThrow(/^Cannot reach 127\.0\.0\.1:\d+: nothing listens there/);
  });

  it('is asked no longer when somebody says stop', async () => {
    const { cache } = await start();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(planPull(SOURCE, { ...cache, signal })).rejects.toThrow('enough');
  });

  it('cannot write outside of the cache', async () => {
    const { bring, hub } = await start();
    hub.push({ name: SOURCE.repo, files: { 'a/../../../evil.safetensors': 'x' } });
    await expect(bring()).rejects.toThrow("Cannot pull someone/tiny: a file's path must stay inside, given");
  });
});

describe('a full disk', () => {
  it('is seen before anything is asked for', async () => {
    const { cache } = await start();
    const plan = await planPull(SOURCE, cache);
    const huge = { ...plan, files: plan.files.map((file) => ({ ...file, size: 2 ** 60, here: 0 })) };
    await expect(requireSpace([huge], cache)).rejects.toMatchObject({
      code: 'exhausted',
      message: expect.stringMatching(/MiB are missing and [\d,]+ MiB are free; make room/),
    });
    await expect(requireSpace([plan], cache)).resolves.toBeUndefined();
  });

  it('that fills up meanwhile is told, what has come is kept, and it goes on when there is room', async (context) => {
    const folder = join(scratch, 'small-disk');
    mkdirSync(folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'pipe' });
    } catch {
      return context.skip('a small disk can only be mounted by root');
    }
    try {
      const { bring, hub, home } = await start({ folder });
      await expect(bring()).rejects.toMatchObject({
        code: 'exhausted',
        message: expect.stringContaining('the disk is full; make room and pull again, what has come is kept'),
      });
      const here = readdirSync(join(home, 'blobs')).filter((name) => name.endsWith('.incomplete'));
      expect(here).toHaveLength(1);
      execFileSync('mount', ['-o', 'remount,size=2m', folder]);
      hub.requests.length = 0;
      expect(readFileSync(join((await bring()).folder, NAME)).equals(WEIGHTS)).toBe(true);
      expect(ranges(hub)[0]).toMatch(/^bytes=[1-9]/);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
