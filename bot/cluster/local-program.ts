import type { RendererLock } from '#shared/config/renderer-lock.ts';

/** A renderer that the bot starts itself: a Node program that says where it listens over its IPC channel. */
export interface LocalProgram {
  /** Path of the program's entry point. */
  readonly entry: string;
  readonly args: readonly string[];
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What its door asks of us; left out = nothing. */
  readonly lock?: RendererLock;
  /** The file that remembers the process, so that the next bot finds it; left out = it is not found again. */
  readonly record?: string;
}
