import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localEndpoint } from '#bot/cluster/local-endpoint.ts';
import { NO_AUTH } from '#shared/config/renderer-auth.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();

describe('the endpoint of a renderer that the bot starts', () => {
  it('is a socket in a folder that only its owner can enter, however long the path of the data is', () => {
    for (const dataFolder of [join(scratch, 'data'), join(scratch, 'x'.repeat(200))]) {
      const { environment, auth, record } = localEndpoint('gpu-0', { dataFolder });
      const path = environment.EASEL_LISTEN!.replace('unix:', '');
      expect(Buffer.byteLength(path)).toBeLessThan(104);
      expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
      expect([auth, record]).toEqual([NO_AUTH, path.replace('.sock', '.json')]);
      expect(localEndpoint('gpu-0', { dataFolder }).environment).toEqual(environment);
    }
  });
  it('is a port with a secret of its own where there are no such sockets', () => {
    const [one, other] = [1, 2].map(() => localEndpoint('cpu', { dataFolder: scratch, platform: 'win32' }));
    expect(one).toMatchObject({
      environment: { EASEL_LISTEN: '127.0.0.1:0', EASEL_RENDERER_SECRET: one!.auth.secret },
    });
    expect(one!.auth.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(one!.auth.secret).not.toBe(other!.auth.secret);
    expect(one!.record).toBeUndefined();
  });
});
