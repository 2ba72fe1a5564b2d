import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { AT, drawnFrom, FORMATS, signedFile } from '#test/bot/provenance/signed-pictures.ts';
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
  const paths = FORMATS.flatMap((format) => [`${format}`, `from.${format}`].map((name) => join(scratch, name)));
  for (const [at, format] of FORMATS.entries()) {
    writeFileSync(paths[2 * at]!, await signedFile(format));
    writeFileSync(paths[2 * at + 1]!, await drawnFrom(format));
  }
  const { stdout } = await run('python3', [SCRIPT, ...paths]);
  const found = {
    // Our own authority is on nobody's list.
    ...{ state: 'Valid', wrong: ['signingCredential.untrusted'], program: 'Easel' },
    ...{ action: 'c2pa.created', when: AT.toISOString() },
  };
  const alone = { ...found, source: 'trainedAlgorithmicMedia', ingredients: [] };
  const given = { relationship: 'inputTo', news: [] };
  const made = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
  const own = { ...given, title: 'Easel 0.1.0', program: 'Easel', description: `${made}trainedAlgorithmicMedia` };
  const photo = { ...given, title: 'a given picture', program: null, description: `${made}digitalCapture` };
  const byline = 'dc:creator: Jane Doe; dc:rights: © Doe';
  const named = { ...given, title: 'a picture by Jane Doe', program: null, description: byline };
  const ingredients = [own, photo, named];
  const fromAll = { ...found, source: 'compositeWithTrainedAlgorithmicMedia', ingredients };
  expect(JSON.parse(stdout)).toEqual(FORMATS.flatMap(() => [alone, fromAll]));
});
