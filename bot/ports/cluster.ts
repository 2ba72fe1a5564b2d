import type { JobId } from '#bot/domain/job.ts';
import type { AttachRequest, Description, Prompt, RenderEvent, RendererState } from '#shared/contract/messages.ts';
import type { PreloadRequest, PullEvent } from '#shared/contract/operating.ts';
import type { RenderRequest } from '#shared/contract/tasks.ts';
import type { SpelledText } from '#shared/contract/token-count.ts';
import type { Message } from '#shared/text/message.ts';

/** A renderer as the dispatcher sees it. */
export interface RendererSnapshot {
  /** Stable for as long as the renderer is configured. */
  readonly id: string;
  readonly address: string;
  /** Down: not reachable, with the reason; the rest is what was known last. */
  readonly up: boolean;
  readonly downReason: Message | null;
  readonly description: Description | null;
  readonly state: RendererState | null;
  /** How often it came up; left out = never yet. Whoever came up anew may be another process than before. */
  readonly connects?: number;
  /** It is given nothing until it is taken back; left out = it is not in maintenance. */
  readonly maintenance?: Maintenance;
  /** Why it is given nothing while others can do its work; left out = it is not set aside. */
  readonly quarantine?: Message;
}

/** What an operator said about a renderer that is to be left alone for a while. */
export interface Maintenance {
  /** The renderer's id. */
  readonly renderer: string;
  /** In the operator's words. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Who is in maintenance, for all bots of this ledger and after a restart. */
export interface MaintenanceStore {
  all(): Promise<readonly Maintenance[]>;
  /** Writes what `how` makes of the list. */
  change(how: (all: readonly Maintenance[]) => readonly Maintenance[]): Promise<void>;
}

/** All renderers, whether started by us or dialled. */
export interface Cluster {
  snapshot(): readonly RendererSnapshot[];
  /** The snapshot at once and after every change; a slow reader gets the newest only. */
  changes(signal: AbortSignal): AsyncGenerator<readonly RendererSnapshot[], void, undefined>;
  render(rendererId: string, request: RenderRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, undefined>;
  attach(rendererId: string, request: AttachRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, undefined>;
  /** Best effort; says whether the renderer knew the job. */
  cancel(rendererId: string, jobId: JobId, how?: { readonly keep: boolean }): Promise<boolean>;
  /** Holds a training, or has it go on; false where it does not run there, or the renderer cannot. */
  pause(rendererId: string, jobId: JobId, isPaused: boolean): Promise<boolean>;
  /** Tokens in each of the text encoder's windows, from any renderer that has the model. Null when none answers. */
  countTokens(model: string, prompt: Prompt): Promise<readonly number[] | null>;
  /** Which tokens these are, as the contract says. Null when none answers, or none that does can spell. */
  spellTokens(model: string, prompt: Prompt): Promise<readonly SpelledText[] | null>;
  /** Tells a renderer to take nothing more, or to take renders again. Throws when it cannot be told. */
  drain(rendererId: string, draining: boolean): Promise<void>;
  /**
   * Puts a renderer into maintenance, for this reason, or takes it back (null). What runs there is finished, what waits
   * there goes elsewhere, and nothing new is placed there, whatever it says of itself. Throws `not-found` for a renderer
   * that there is not.
   */
  maintain(rendererId: string, reason: string | null): Promise<void>;
  /** Loads a model there, with these adapters merged into it; resolves when it is loaded. */
  preload(rendererId: string, what: PreloadRequest, signal: AbortSignal): Promise<void>;
  /** Brings a model there, as the contract says; every renderer is described anew when it is there. */
  pull(rendererId: string, model: string, signal: AbortSignal): AsyncGenerator<PullEvent, void, undefined>;
  /**
   * Takes a renderer in that somebody else runs, until this process ends, and gives what it said of itself. It is asked
   * first. Throws `invalid` for what is no address, `already-exists`, `denied` when it wants another secret,
   * `unavailable` when nobody answers there.
   */
  add(address: string, secret: string | null): Promise<Description>;
  close(): Promise<void>;
}

/** What each renderer said about itself last, so that orders can be settled before it has come back. */
export interface DescriptionStore {
  remember(rendererId: string, description: Description): Promise<void>;
  /** Null when it never said anything. */
  recall(rendererId: string): Promise<Description | null>;
}
