import { readFileSync } from 'node:fs';

/**
 * Id and start time, in clock ticks since the boot, of a process that runs: a name that the system gives to no other
 * process of this boot. Null when there is none, when it has ended, and on systems without Linux's /proc.
 */
export function identityOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name is in brackets and may hold anything. See proc(5): state is field 3, starttime field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : `${pid}-${fields[19]}`;
  } catch {
    return null;
  }
}

/** Whether the process of this identity still runs. */
export function isAlive(identity: string): boolean {
  return identityOf(pidIn(identity)) === identity;
}

/** The process id in an identity. */
export function pidIn(identity: string): number {
  return Number(identity.split('-')[0]);
}
