import type { RendererAuth } from '#shared/config/renderer-auth.ts';

/** A renderer that the bot starts itself: a Node program that says where it listens over its IPC channel. */
export interface LocalProgram {
  /** Path of the program's entry point. */
  readonly entry: string;
  readonly args: readonly string[];
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What it asks of its callers; left out = nothing. */
  readonly auth?: RendererAuth;
  /** The file that remembers the process, so that the next bot finds it; left out = it is not found again. */
  readonly record?: string;
}
