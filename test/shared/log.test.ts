import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const SCRIPT = `
import { createLog } from '#shared/log.ts';
const log = createLog({ name: 'easel', level: 'info' });
log.info({ token: 'hunter2', panel: { interactionToken: 'hunter3' }, jobId: 'j1' }, 'two\\nlines');
log.debug('not shown');
`;

it('writes one line of JSON per event to standard error and never a secret', () => {
  const { stderr, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(stderr)).toMatchObject({ name: 'easel', jobId: 'j1', msg: 'two\nlines' });
  expect(stderr).not.toContain('hunter');
});
