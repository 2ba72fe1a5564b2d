import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { openA1111 } from '#test/bot/api/a1111/a1111-fixture.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('draw_by_webuiapi.py', import.meta.url));

/** Why the client cannot be tried here; null = it can. */
async function lacking(): Promise<string | null> {
  return run('python3', ['-c', 'import webuiapi']).then(
    () => null,
    () => 'NOT TRIED: it takes python3 with `pip install webuiapi`',
  );
}

it('webuiapi, the client from PyPI, draws, looks and lists by A1111’s API, with a key and without, and hears of what cannot be had', async ({
  skip,
}) => {
  const why = await lacking();
  skip(why !== null, why ?? '');
  const { api, token } = await openA1111(onTestFinished, { local: { name: 'krita' }, stepMs: 20 });
  const [port, localPort] = [api.address, api.localAddress!].map((address) => new URL(address).port);
  const { stdout } = await run('python3', [SCRIPT, port!, token, localPort!]);
  expect(stdout).toContain('webuiapi is content');
});
