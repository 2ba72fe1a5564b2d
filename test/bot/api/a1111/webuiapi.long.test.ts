import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { openDoors } from '#test/bot/api/api-fixture.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import { UPSCALING } from '#test/fakes/larger-picture.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('draw_by_webuiapi.py', import.meta.url));

/** Why the client cannot be tried here; null = it can. */
async function lacking(): Promise<string | null> {
  return run('python3', ['-c', 'import webuiapi']).then(
    () => null,
    () => 'NOT TRIED: it takes python3 with `pip install webuiapi`',
  );
}

it('webuiapi, the client from PyPI, draws, looks and lists by A1111’s API, and hears of what cannot be had', async ({
  skip,
}) => {
  const why = await lacking();
  skip(why !== null, why ?? '');
  const { api, token } = await openDoors(onTestFinished, {
    renderer: {
      description: { ...DEMO_DESCRIPTION, tasks: ['draw', 'describe', 'upscale'] },
      results: (request) =>
        request.task === 'describe'
          ? [{ event: 'text', text: { index: 0, text: 'a boat at night', score: 0.9 } }]
          : UPSCALING.results!(request),
    },
  });
  const { stdout } = await run('python3', [SCRIPT, new URL(api.address).port, token]);
  expect(stdout).toContain('webuiapi is content');
});
