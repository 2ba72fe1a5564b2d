import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { NO_AUTH, type RendererAuth } from '#shared/config/renderer-auth.ts';
import type { RendererState } from '#shared/contract/messages.ts';
import { connectRenderer } from '#shared/rpc/call.ts';
import type { OwnProcess } from '#test/journeys/easel-process.ts';

/** How often it is looked whether something has happened. Milliseconds. */
export const LOOK_EVERY_MS = 100;

/** What renderers of a chaos cluster ask of their callers. */
export const CHAOS_AUTH: RendererAuth & { readonly secret: string } = { secret: 'a-secret-of-chaos-alone', tls: null };

/** A bot in a process of its own, with its studio's address. */
export type Bot = OwnProcess & { readonly address: string };

/** A job as the ledger has it. */
export interface JobRow {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly renderer_id: string | null;
}

/** A renderer of a site. */
export interface SiteRenderer {
  /** As the ledger calls it. */
  readonly id: string;
  /** Where it itself listens, whatever is cut. */
  readonly address: string;
  pid(): number | null;
}

/** One installation of Easel, all of it in processes of its own. */
export interface Site {
  readonly name: string;
  readonly renderers: readonly SiteRenderer[];
  /** A bot that takes orders; null while there is none. */
  bot(): Bot | null;
  /** Every bot there was. */
  everyBot(): readonly Bot[];
  /** From the database itself, whatever the bots say; open jobs alone when asked. */
  rows(which: 'all' | 'open'): Promise<readonly JobRow[]>;
  close(): Promise<void>;
}

/** Looks until it is so; false when it is not in time. What throws is not so yet. */
export async function until(look: () => Promise<boolean> | boolean, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    if (await Promise.resolve(look()).catch(() => false)) return true;
    await setTimeout(LOOK_EVERY_MS);
  }
  return false;
}

/** What a renderer says of itself: at once, then after every change, until it fails or the signal aborts. */
async function* statesOf(address: string, signal: AbortSignal): AsyncGenerator<RendererState, void, undefined> {
  const connection = connectRenderer(address, address.startsWith('unix:') ? NO_AUTH : CHAOS_AUTH);
  try {
    yield* connection.watch({}, signal);
  } finally {
    connection.close();
  }
}

/** How often the engine of a renderer was started; null when it does not say. */
export async function engineStarts(address: string): Promise<number | null> {
  try {
    for await (const state of statesOf(address, AbortSignal.timeout(3_000))) return state.engineStarts;
  } catch {}
  return null;
}

/** Milliseconds until its engine is ready and was started more often than that; null when it is not in time. */
export async function untilEngineIsReady(
  address: string,
  { starts, withinMs }: { readonly starts: number; readonly withinMs: number },
): Promise<number | null> {
  const began = performance.now();
  const signal = AbortSignal.timeout(withinMs);
  while (!signal.aborted) {
    try {
      for await (const state of statesOf(address, signal))
        if (state.engineStarts > starts && state.phase === 'RENDERER_PHASE_READY') return performance.now() - began;
    } catch {}
    await setTimeout(LOOK_EVERY_MS);
  }
  return null;
}

/** Resident memory of a process in MiB; 0 when it is gone, or the system does not say. */
export function memoryOf(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  const [, kibibytes = '0'] = readFileSync(file, 'utf8').match(/VmRSS:\s+(\d+)/) ?? [];
  return Number(kibibytes) / 1024;
}
