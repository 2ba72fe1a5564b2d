import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, isAlive, pidIn } from '#shared/process-identity.ts';

/** Entries of machines or containers that are no more are forgotten after this long. Milliseconds. */
const FOREIGN_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The engine processes on this machine that share a folder, each with the process that started it. */
export interface EngineRegister {
  /** Kills engines whose renderer is gone: one that was frozen or hung in a driver could not leave with it. Their ids. */
  killLeft(): readonly number[];
  /** Writes down an engine of this process. */
  add(pid: number): void;
  remove(pid: number): void;
}

/**
 * A register in this folder. An entry is an empty file whose name holds both processes with their start times, as the
 * system gives an id to others later. It needs Linux's /proc: elsewhere, and where the folder cannot be written, nothing
 * is written down and nobody is killed.
 */
export function openEngineRegister(folder: string): EngineRegister {
  const here = placeIn(folder);
  const own = new Map<number, string>();
  const owner = identityOf(process.pid);
  return {
    killLeft: () => (here === null ? [] : attempt(() => killLeft(folder, here), [])),
    add(pid) {
      const engine = identityOf(pid);
      if (here === null || !engine || !owner) return;
      const file = join(here, `${engine}_${owner}`);
      own.set(pid, file);
      attempt(() => {
        mkdirSync(here, { recursive: true });
        writeFileSync(file, '');
      }, undefined);
    },
    remove(pid) {
      const file = own.get(pid);
      own.delete(pid);
      if (file !== undefined) attempt(() => rmSync(file, { force: true }), undefined);
    },
  };
}

/** Process ids mean something only within one boot and one container. */
function placeIn(folder: string): string | null {
  return attempt(() => {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return join(folder, `${boot}-${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`);
  }, null);
}

function killLeft(folder: string, here: string): readonly number[] {
  forgetForeign(folder, here);
  const killed: number[] = [];
  for (const name of attempt(() => readdirSync(here), [])) {
    const [engine, owner] = name.split('_');
    if (!engine || !owner || isAlive(owner)) continue;
    if (isAlive(engine)) {
      const pid = pidIn(engine);
      process.kill(pid, 'SIGKILL');
      killed.push(pid);
    }
    rmSync(join(here, name), { force: true });
  }
  return killed;
}

function forgetForeign(folder: string, here: string): void {
  for (const name of attempt(() => readdirSync(folder), [])) {
    const other = join(folder, name);
    if (other !== here && Date.now() - statSync(other).mtimeMs > FOREIGN_KEPT_MS)
      rmSync(other, { recursive: true, force: true });
  }
}

function attempt<T, Otherwise>(work: () => T, otherwise: Otherwise): T | Otherwise {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
