// Runs before `npm start` and `npm test` on whatever Node is at hand (>= 20): installs the lock file when node_modules is
// missing or older than it, so that a fresh clone needs no command of its own. Plain JavaScript, because no Node 24 is
// there yet to strip types.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.package-lock.json`;
const node = `${root}node_modules/node/bin/node`;

if (!isFresh()) {
  process.stderr.write('easel: installing dependencies (once)\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  // npm may be told to skip install scripts; the node package needs its own to fetch the binary.
  if (!existsSync(node)) run('npm', ['rebuild', 'node', '--loglevel=error']);
}

function isFresh() {
  if (!existsSync(stamp) || !existsSync(node)) return false;
  return statSync(stamp).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error || status !== 0) {
    process.stderr.write(`easel: \`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ''}\n`);
    process.exit(1);
  }
}
