import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withReserve } from '#bot/storage/disk-reserve.ts';
import { Failure } from '#shared/failure.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
const full = new Failure('exhausted', 'the disk is full');

describe('a start on a full disk', () => {
  it('has the room that was kept for it', async () => {
    const file = join(folder, 'kept');
    expect(await withReserve(file, async () => 'opened', silentLog)).toBe('opened');
    expect(statSync(file).blocks * 512).toBeGreaterThanOrEqual(8 * 2 ** 20);
    const needsRoom = async () => {
      if (existsSync(file)) throw full;
      return 'opened all the same';
    };
    expect(await withReserve(file, needsRoom, silentLog)).toBe('opened all the same');
    await withReserve(file, async () => 'opened', silentLog);
    expect(existsSync(file)).toBe(true);
  });
  it('without such room says what is wrong, and nothing else gives it up', async () => {
    const none = withReserve(join(folder, 'none'), async () => Promise.reject(full), silentLog);
    await expect(none).rejects.toBe(full);
    const file = join(folder, 'damaged');
    writeFileSync(file, '');
    const damaged = new Failure('invalid', 'damaged');
    await expect(withReserve(file, async () => Promise.reject(damaged), silentLog)).rejects.toBe(damaged);
    expect(existsSync(file)).toBe(true);
  });
});
