// Runs before every npm script on whatever Node is at hand (>= 20): installs the lock file when node_modules is missing or
// older than it, so that a fresh clone needs no command of its own. `npm start` brings only what running needs; the
// scripts of developers say --tools and get the tests' and linter's packages too. Plain JavaScript, because no Node 24 is
// there yet to strip types.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.package-lock.json');
const node = join(modules, 'node/bin/node');

/** What the installed packages take on the disk, by measurement of this lock file on Linux; for the word beforehand. */
const MEGABYTES = { running: 600, tools: 750 };
const TELL_EVERY_MS = process.stderr.isTTY ? 1_000 : 10_000;

const withTools = process.argv.includes('--tools');
if (!isFresh()) await install();

function isFresh() {
  if (!existsSync(stamp) || !existsSync(node)) return false;
  if (withTools && !toolsAreThere()) return false;
  return statSync(stamp).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function toolsAreThere() {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys(devDependencies).every((name) => existsSync(join(modules, name, 'package.json')));
}

async function install() {
  // What is there already stays: whoever has the tools keeps them.
  const all = withTools || (existsSync(modules) && toolsAreThere());
  const megabytes = all ? MEGABYTES.tools : MEGABYTES.running;
  say(
    `installing ${all ? 'its packages and the tests’ tools' : 'what it runs on'}, once: about ${megabytes} MB on the disk`,
  );
  const began = Date.now();
  const telling = setInterval(() => tell(began, megabytes), TELL_EVERY_MS);
  try {
    await run('npm', ['ci', ...(all ? [] : ['--omit=dev']), '--no-audit', '--no-fund', '--loglevel=error']);
    // npm may be told to skip install scripts; the node package needs its own to fetch the binary.
    if (!existsSync(node)) await run('npm', ['rebuild', 'node', '--loglevel=error']);
  } finally {
    clearInterval(telling);
  }
  say(`installed in ${Math.round((Date.now() - began) / 1000)} s`);
}

/** How far it is: what lies in node_modules by now, and since when. */
function tell(began, megabytes) {
  const there = Math.min(Math.round(sizeOf(modules) / 2 ** 20), megabytes);
  const line = `easel: ${there} of about ${megabytes} MB, ${Math.round((Date.now() - began) / 1000)} s`;
  process.stderr.write(process.stderr.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
}

function say(words) {
  process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}easel: ${words}\n`);
}

/** Bytes of all files below a folder; what npm moves away meanwhile counts as nothing. */
function sizeOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? sizeOf(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
    }, 0);
  } catch {
    return 0;
  }
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => give(`${command} ${args.join(' ')}`, error.message));
    child.on('exit', (code) => (code === 0 ? resolve() : give(`${command} ${args.join(' ')}`, `exit code ${code}`)));
  });
}

function give(command, reason) {
  say(`\`${command}\` failed: ${reason}. Is there a network, and room on the disk?`);
  process.exit(1);
}
