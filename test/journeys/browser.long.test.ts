import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '#test/fakes/scratch.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMPILE_CACHE = join(ROOT, 'deploy/compile-cache.mjs');

it('npm start opens the studio in the browser of whoever sits at the terminal, once it answers', async () => {
  const folder = scratchFolder();
  const opened = join(folder, 'opened');
  // The browser of this desktop: it asks at once for what it is shown.
  const browser = `#!/bin/sh\nexec "${process.execPath}" -e 'fetch(process.argv[1]).then(async (answer) =>
    require("fs").writeFileSync("${opened}", process.argv[1] + " " + answer.status + " " + (await answer.text())))' "$1"\n`;
  writeFileSync(join(folder, 'xdg-open'), browser, { mode: 0o700 });
  const start = `exec "${process.execPath}" --import "${COMPILE_CACHE}" "${join(ROOT, 'bot/main.ts')}"`;
  // `script` gives it a terminal.
  const easel = spawn('script', ['-qec', start, '/dev/null'], {
    cwd: folder,
    env: {
      ...{ PATH: `${folder}:${process.env.PATH}`, HOME: folder, DISPLAY: ':0', TERM: 'dumb' },
      ...{ EASEL_MODELS: 'none', EASEL_DATA: folder, EASEL_CACHE: folder, EASEL_STUDIO_PORT: '0' },
    },
    stdio: 'pipe',
  });
  let output = '';
  easel.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = new Promise((resolve) => easel.once('exit', resolve));
  onTestFinished(async () => {
    easel.kill();
    await ended;
  });
  await expect.poll(() => existsSync(opened) && readFileSync(opened, 'utf8'), { timeout: 30_000 }).toBeTruthy();
  const [, address] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(output)!;
  expect(readFileSync(opened, 'utf8')).toMatch(new RegExp(`^${address}/? 200 <!doctype html>`, 'i'));
  easel.stdin.write('\u0003');
  await expect.poll(() => output).toContain('stopping; press Ctrl-C again');
}, 60_000);
