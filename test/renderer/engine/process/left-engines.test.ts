import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openEngineRegister } from '#renderer/engine/process/left-engines.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const cwd = fileURLToPath(new URL('../../../..', import.meta.url));
const entries = (folder: string) =>
  readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('_'));

function startEngine(): ChildProcess {
  const engine = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void engine.kill('SIGKILL'));
  return engine;
}

/** Writes these processes down as engines of a renderer that is then gone. */
async function leaveBehind(folder: string, ...pids: readonly (number | undefined)[]) {
  const program = `
    import { openEngineRegister } from '#renderer/engine/process/left-engines.ts';
    const register = openEngineRegister(${JSON.stringify(folder)});
    for (const pid of ${JSON.stringify(pids)}) register.add(pid);
  `;
  const renderer = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { cwd, stdio: 'ignore' });
  await once(renderer, 'exit');
}

it('an engine that its renderer left behind is killed by the next one, though it is frozen', async () => {
  const folder = scratchFolder();
  const engine = startEngine();
  await leaveBehind(folder, engine.pid);
  engine.kill('SIGSTOP');
  const exit = once(engine, 'exit');
  expect(openEngineRegister(folder).killLeft()).toEqual([engine.pid]);
  expect((await exit)[1]).toBe('SIGKILL');
  expect(entries(folder)).toEqual([]);
});

it('nobody is killed whose renderer lives, or who merely got the id of an engine that has ended', async () => {
  const folder = scratchFolder();
  const [mine, stranger] = [startEngine(), startEngine()];
  const register = openEngineRegister(folder);
  register.add(mine.pid!);
  await leaveBehind(folder, stranger.pid);
  const [place] = readdirSync(folder);
  const left = readdirSync(join(folder, place!)).find((name) => name.startsWith(`${stranger.pid}-`))!;
  // The same id with another start time: the entry of an engine that ended before.
  writeFileSync(join(folder, place!, left.replace(/^(\d+)-(\d+)_/, '$1-1_')), '');
  openEngineRegister(folder).remove(stranger.pid!); // not its own
  expect(openEngineRegister(folder).killLeft()).toEqual([stranger.pid]);
  expect(openEngineRegister(folder).killLeft()).toEqual([]);
  expect(mine.exitCode ?? mine.signalCode).toBeNull();
  expect(entries(folder)).toHaveLength(1);
  register.remove(mine.pid!);
  expect(entries(folder)).toEqual([]);
});

it('entries of another machine are left alone, and forgotten after a month', () => {
  const folder = scratchFolder();
  const names = ['other-boot-1', 'other-boot-2'];
  for (const name of names) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, '1-1_2-2'), '');
  }
  const old = Date.now() / 1000 - 40 * 24 * 60 * 60;
  utimesSync(join(folder, names[1]!), old, old);
  expect(openEngineRegister(folder).killLeft()).toEqual([]);
  expect(readdirSync(folder)).toEqual([names[0]]);
});

it('a folder that cannot be written keeps nobody from starting', () => {
  const register = openEngineRegister('/dev/null/engines');
  expect(register.killLeft()).toEqual([]);
  expect(() => register.add(process.pid)).not.toThrow();
});
