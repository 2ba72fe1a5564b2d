import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { LocalProgram } from '#bot/cluster/local-program.ts';
import { identityOf } from '#shared/process-identity.ts';

const PRIVATE = 0o600;

/** A renderer's process as a file remembers it, for the bot that comes after this one. */
export interface RecordedRenderer {
  /** Of the process; see process-identity.ts. */
  readonly identity: string;
  /** What it was started as: another program, or other settings, are another renderer. */
  readonly fingerprint: string;
  /** Null until it listens. */
  readonly address: string | null;
}

/** Null when nothing is written there, or nothing that we wrote. */
export function readRecord(file: string): RecordedRenderer | null {
  try {
    const { identity, fingerprint, address } = JSON.parse(readFileSync(file, 'utf8')) as Partial<RecordedRenderer>;
    const isOurs = [identity, fingerprint].every((text) => typeof text === 'string');
    if (!isOurs || (address !== null && typeof address !== 'string')) return null;
    return { identity: identity!, fingerprint: fingerprint!, address };
  } catch {
    return null;
  }
}

/** Writes down a process that runs. Where it cannot (a full disk) the next bot will find no renderer, and start one. */
export function writeRecord(file: string, pid: number, about: Omit<RecordedRenderer, 'identity'>): void {
  const identity = identityOf(pid);
  if (identity === null) return;
  try {
    writeFileSync(file, JSON.stringify({ identity, ...about }), { mode: PRIVATE });
  } catch {
    removeRecord(file);
  }
}

/** Nothing is written there any more. */
export function removeRecord(file: string): void {
  rmSync(file, { force: true });
}

/** Equal for equal programs with equal arguments and environments. */
export function fingerprintOf({ entry, args, environment }: LocalProgram): string {
  const settings = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([entry, args, settings]))
    .digest('hex');
}
