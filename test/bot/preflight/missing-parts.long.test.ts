import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { checkFolder } from '#shared/preflight/check-machine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { canMount, mountSmallDisk, type SmallDisk } from '#test/fakes/small-disk.ts';

const ROOT = join(import.meta.dirname, '../../..');
const scratch = scratchFolder();
const mounted: SmallDisk[] = [];

const isPossible = process.platform === 'linux' && canMount();
if (!isPossible) process.stderr.write('\nMay not mount a small disk here: what preflight says of one is LEFT OUT\n\n');

// Before the folder that they are mounted in goes.
afterAll(() => {
  for (const disk of mounted.splice(0)) disk.unmount();
});

function smallDisk(name: string, mebibytes: number): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const disk = mountSmallDisk(mebibytes, folder);
  if (!disk) return expect.fail('it may be mounted, and is not');
  mounted.push(disk);
  return folder;
}

/** A Vulkan driver by its names and by nothing else. */
function stubDriver(): Readonly<Record<string, string>> {
  const folder = join(scratch, 'driver');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'libvulkan.so.1'), 'no library');
  const description = join(folder, 'icd.json');
  const icd = { file_format_version: '1.0.0', ICD: { library_path: join(folder, 'none.so'), api_version: '1.3.0' } };
  writeFileSync(description, JSON.stringify(icd));
  return { LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: description, VK_ICD_FILENAMES: description };
}

async function takenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return String((server.address() as { readonly port: number }).port);
}

/** As `npm run preflight` starts it, with nothing of this process's settings. */
async function preflight(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bot/preflight.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: scratch, ...environment },
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { code, said, lines: said.trimEnd().split('\n') };
}

describe.runIf(isPossible)('preflight where nearly everything is missing', () => {
  it('names disk, driver, ports, token, models and database in one run, and counts what stops the bot', async () => {
    const [data, cache] = [smallDisk('data', 64), smallDisk('cache', 128)];
    const port = await takenPort();
    const { code, said, lines } = await preflight({
      ...stubDriver(),
      EASEL_PROVIDER: 'webgpu',
      EASEL_DATA: join(data, 'not-made-yet'),
      EASEL_CACHE: cache,
      EASEL_MODELS: join(scratch, 'no-models'),
      EASEL_STUDIO_PORT: port,
      EASEL_DATABASE_URL: 'postgres://easel:secret@127.0.0.1:9/easel',
      DISCORD_TOKEN: 'my token',
    });
    const stops = lines.filter((line) => line.startsWith('✗'));
    expect(stops, said).toEqual([
      expect.stringMatching(/not-made-yet should have 256 MiB free, and has 6\d: .*EASEL_DATA$/),
      expect.stringContaining('DISCORD_TOKEN'),
      expect.stringContaining(`127.0.0.1:${port}`),
      expect.stringContaining('127.0.0.1:9'),
      expect.stringContaining('webgpu: no GPU here has a Vulkan driver that fits'),
      expect.stringMatching(/cache should have 256 MiB free, and has 12\d: .*EASEL_CACHE$/),
    ]);
    expect(lines.filter((line) => line.startsWith('!'))).toEqual([expect.stringContaining('no-models')]);
    expect(lines.at(-1)).toMatch(/^6 /);
    expect(said).not.toMatch(/secret|my token|undefined|preflight\./);
    expect(code).toBe(1);
  });

  it.skipIf(existsSync('/dev/nvidiactl'))(
    'says why each GPU is left out where the processor stands in, and lets the bot start',
    async () => {
      const { code, said, lines } = await preflight({
        ...stubDriver(),
        EASEL_DATA: scratch,
        EASEL_CACHE: scratch,
        EASEL_MODELS: scratch,
        EASEL_STUDIO_PORT: '0',
      });
      expect(code, said).toBe(0);
      expect(lines).toContainEqual(expect.stringMatching(/^! Pictures are computed by cpu: .*cuda.*webgpu/));
    },
  );

  it('warns of a disk on which a busy day’s pictures may not fit, and is content with a larger one', async () => {
    const found = await Promise.all(
      [1_024, 8_192].map((size, i) => checkFolder(smallDisk(`d${i}`, size), 'EASEL_DATA')),
    );
    expect(found).toMatchObject([
      { state: 'doubtful', said: { key: 'preflight.disk-low', values: { setting: 'EASEL_DATA', least: 4_096 } } },
      { state: 'right', said: { key: 'preflight.folder', values: { gibibytes: 8 } } },
    ]);
  });
});
