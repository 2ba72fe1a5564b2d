import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushDemoRepos } from '#test/fakes/hub/demo-repos.ts';
import { type FakeHub, startFakeHub } from '#test/fakes/hub/fake-hub.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = scratchFolder();
let hub: FakeHub;

beforeAll(async () => {
  hub = await startFakeHub();
  pushDemoRepos(hub);
});
afterAll(() => hub.close());

describe('npm run models', () => {
  it('works as a program, tells what is wrong, and never tells the token', async () => {
    const home = join(scratch, 'program');
    const token = 'hf_never_in_any_output';
    const env = {
      ...process.env,
      EASEL_MODELS: join(home, 'models'),
      HF_HOME: home,
      HF_ENDPOINT: hub.endpoint,
      HF_TOKEN: token,
    };
    const run = (...words: string[]) =>
      promisify(execFile)(process.execPath, ['renderer/cli/models.ts', ...words], { cwd: ROOT, env });
    const pulled = await run('pull', 'taesd');
    expect(pulled.stdout).toContain('madebyollin/taesd: 2 files');
    expect((await run('list')).stdout).toMatch(/^name .*\ndemo +sd15/);
    expect((await run()).stdout).toContain('npm run models -- pull NAME');
    const failed = await run('pull', 'sdxl').catch((thrown: { code: number; stderr: string }) => thrown);
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Cannot pull stabilityai.*\n$/) });
    expect(JSON.stringify([pulled, failed])).not.toContain(token);
    await expect(run('dance')).rejects.toMatchObject({ code: 2 });
  });
});
