import type { AdapterUse, Heartbeat } from '#shared/contract/messages.ts';

// What whoever looks after a renderer asks of it, as messages.ts has the rest of the contract.

export interface PreloadRequest {
  readonly model: string;
  readonly adapters: readonly AdapterUse[];
}
export interface Loaded {
  readonly loadMs: number;
}
export type PreloadEvent =
  | { readonly event: 'heartbeat'; readonly heartbeat: Heartbeat }
  | { readonly event: 'loaded'; readonly loaded: Loaded };

export interface CancelRequest {
  readonly jobId: string;
  readonly attempt: number;
  /** Left out by clients from before it was there. */
  readonly keep?: boolean;
  readonly dispatcher?: string;
}
export interface CancelReply {
  readonly found: boolean;
}

export interface PauseRequest {
  readonly jobId: string;
  readonly attempt: number;
  readonly paused: boolean;
  readonly dispatcher?: string;
}
export interface PauseReply {
  readonly found: boolean;
}

export interface DrainRequest {
  readonly draining: boolean;
}
export type DrainReply = Record<never, never>;
export interface PullRequest {
  readonly model: string;
}
export interface Pulling {
  readonly bytesHere: number;
  readonly bytesAll: number;
}
export type Pulled = Record<never, never>;
export type PullEvent =
  | { readonly event: 'heartbeat'; readonly heartbeat: Heartbeat }
  | { readonly event: 'pulling'; readonly pulling: Pulling }
  | { readonly event: 'pulled'; readonly pulled: Pulled };
