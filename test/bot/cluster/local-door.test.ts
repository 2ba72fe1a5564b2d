import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localDoor } from '#bot/cluster/local-door.ts';
import { NO_LOCK } from '#shared/config/renderer-lock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();

describe('the door of a renderer that the bot starts', () => {
  it('is a socket in a folder that only its owner can enter, however long the path of the data is', () => {
    for (const dataFolder of [join(scratch, 'data'), join(scratch, 'x'.repeat(200))]) {
      const { environment, lock, record } = localDoor('gpu-0', { dataFolder });
      const path = environment.EASEL_LISTEN!.replace('unix:', '');
      expect(Buffer.byteLength(path)).toBeLessThan(104);
      expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
      expect([lock, record]).toEqual([NO_LOCK, path.replace('.sock', '.json')]);
      expect(localDoor('gpu-0', { dataFolder }).environment).toEqual(environment);
    }
  });
  it('is a port with a secret of its own where there are no such sockets', () => {
    const [one, other] = [1, 2].map(() => localDoor('cpu', { dataFolder: scratch, platform: 'win32' }));
    expect(one).toMatchObject({
      environment: { EASEL_LISTEN: '127.0.0.1:0', EASEL_RENDERER_SECRET: one!.lock.secret },
    });
    expect(one!.lock.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(one!.lock.secret).not.toBe(other!.lock.secret);
    expect(one!.record).toBeUndefined();
  });
});
