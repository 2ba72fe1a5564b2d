import type { HubClient } from '#renderer/models/hub/hub-client.ts';
import type { HubCache } from '#renderer/models/hub/pull.ts';

/** Where results go: a terminal, a pipe, or a test. */
export interface Output {
  /** One line that stays. */
  line(text: string): void;
  /** A line that the next one replaces; null = wipe it. Nothing on what is no terminal. */
  passing(text: string | null): void;
  readonly isTerminal: boolean;
  /** Characters in a line. */
  readonly columns: number;
}

/** What every verb works with. */
export interface CommandContext {
  readonly modelsFolder: string;
  readonly lorasFolder: string | null;
  /** The bundled model's folder. */
  readonly demoFolder: string;
  readonly cache: HubCache;
  /** Where upscalers are pulled from. */
  readonly index: HubClient;
  /** Where releases are pulled from. */
  readonly github: HubClient;
  /** Where what an AIR names is pulled from. */
  readonly civitai: HubClient;
  readonly output: Output;
}
