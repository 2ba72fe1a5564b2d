import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { AT, FORMATS, signedFile } from '#test/bot/provenance/signed-pictures.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('read_by_c2pa.py', import.meta.url));
const scratch = scratchFolder();

it('the library of the C2PA’s own project finds our manifests valid but for whom it trusts', async ({ skip }) => {
  const why = await run('python3', ['-c', 'import c2pa']).then(
    () => null,
    () => 'NOT TRIED: it takes python3 with `pip install c2pa-python`',
  );
  skip(why !== null, why ?? '');
  const paths = FORMATS.map((format) => join(scratch, `a.${format}`));
  for (const [at, path] of paths.entries()) writeFileSync(path, await signedFile(FORMATS[at]!));
  const { stdout } = await run('python3', [SCRIPT, ...paths]);
  const found = {
    // Our own authority is on nobody's list.
    ...{ state: 'Valid', wrong: ['signingCredential.untrusted'], program: 'Easel' },
    ...{ action: 'c2pa.created', source: 'trainedAlgorithmicMedia', when: AT.toISOString() },
  };
  expect(JSON.parse(stdout)).toEqual(paths.map(() => found));
});
