import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { scratchFolder } from '#test/fakes/scratch.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An npm that brings 3 MiB and is at it for longer than a terminal waits between two lines. */
const NPM = `#!/bin/sh
echo "$@" >> asked
mkdir -p node_modules/node/bin
head -c 3145728 /dev/zero > node_modules/large
sleep 1.2
test -e full && exit 28
: > node_modules/node/bin/node
: > node_modules/.package-lock.json
`;

/** A clone of the repository in which nothing is installed, on a terminal. */
function freshClone() {
  const folder = scratchFolder();
  for (const file of ['package.json', 'package-lock.json', 'deploy/install.mjs'])
    cpSync(join(ROOT, file), join(folder, file));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/npm'), NPM, { mode: 0o755 });
  const terminal = ['--import', 'data:text/javascript,process.stderr.isTTY=true'];
  return {
    folder,
    start() {
      const { stderr, status } = spawnSync(process.execPath, [...terminal, 'deploy/install.mjs'], {
        cwd: folder,
        env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
        encoding: 'utf8',
      });
      const lines = stderr.split(/[\r\n]+/).map((line) => line.replaceAll('\x1b[K', ''));
      return { lines: lines.filter((line) => line !== ''), status };
    },
    asked: () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n'),
  };
}

it('the first start says how much it installs, how far it is and since when, without developers’ tools, and once', () => {
  const { start, asked } = freshClone();
  const { lines, status } = start();
  expect(status).toBe(0);
  expect(lines[0]).toMatch(/^easel: installing what it runs on, once: about \d{3} MB on the disk$/);
  expect(lines[1]).toMatch(/^easel: 3 of about \d{3} MB, 1 s$/);
  expect(lines.at(-1)).toMatch(/^easel: installed in \d+ s$/);
  expect(asked()).toEqual(['ci --omit=dev --no-audit --no-fund --loglevel=error']);
  expect(start()).toEqual({ lines: [], status: 0 });
});

it('an installation that fails says what failed and what may be the reason, and ends with 1', () => {
  const { folder, start } = freshClone();
  writeFileSync(join(folder, 'full'), '');
  const { lines, status } = start();
  expect(status).toBe(1);
  expect(lines.at(-1)).toBe(
    'easel: `npm ci --omit=dev --no-audit --no-fund --loglevel=error` failed: exit code 28. Is there a network, and room on the disk?',
  );
});
