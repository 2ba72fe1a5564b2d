import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parentPid: number;
  readonly isZombie: boolean;
  /** The command line. */
  readonly command: string;
}

/** All processes below this one, nearest first. `matching` = only those whose command line has this in it. */
export function descendants(pid: number, matching = ''): readonly number[] {
  const all = listProcesses();
  const below = (parent: number): readonly Process[] => {
    const children = all.filter((one) => one.parentPid === parent && !one.isZombie);
    return [...children, ...children.flatMap((child) => below(child.pid))];
  };
  return below(pid)
    .filter(({ command }) => command.includes(matching))
    .map((one) => one.pid);
}

/** Those of the processes that still run. */
export function stillAlive(pids: readonly number[]): readonly number[] {
  const alive = new Set(
    listProcesses()
      .filter((one) => !one.isZombie)
      .map((one) => one.pid),
  );
  return pids.filter((pid) => alive.has(pid));
}

/** Debian's small images have no ps, and macOS has no /proc. */
function listProcesses(): readonly Process[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

function fromProc(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        // The program's name is in brackets and may hold anything.
        const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [{ pid: Number(name), parentPid: Number(parent), isZombie: state === 'Z', command }];
      } catch {
        return []; // gone meanwhile
      }
    });
}

function fromPs(): readonly Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, state, command] = line.match(/^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/) ?? [];
    if (!pid || !parent) return [];
    return [
      { pid: Number(pid), parentPid: Number(parent), isZombie: !!state?.startsWith('Z'), command: command ?? '' },
    ];
  });
}
