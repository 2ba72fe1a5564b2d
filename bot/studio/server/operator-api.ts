// What the studio's server and its page say to each other of machines and of visitors. Types only, as in api.ts.

/** A machine as the drawer shows it. */
export interface RendererCard {
  readonly id: string;
  readonly name: string;
  readonly device: string;
  readonly state: 'ready' | 'drawing' | 'starting' | 'draining' | 'maintenance' | 'quarantine' | 'down';
  /** Why it is down, or in maintenance. */
  readonly reason: string | null;
  readonly resident: readonly { readonly model: string; readonly adapters: string; readonly stepMs: number }[];
  readonly rendering: number;
  readonly waiting: number;
  readonly memoryMib: number;
  /** Models that it could have at once, and is not holding. */
  readonly loadable: readonly string[];
  /** The model that it was asked to load, and why it could not; null = none. */
  readonly preload: { readonly model: string; readonly problem: string | null } | null;
  /** Models that it could bring, and how far each is. */
  readonly pulls: readonly PullCard[];
}

/** A model that a machine can bring from the hub: `POST /api/machines/pull`. */
export interface PullCard {
  readonly model: string;
  readonly title: string;
  readonly licence: string;
  readonly licenceLink: string;
  readonly state: 'offered' | 'going' | 'stopped' | 'failed';
  /** Bytes that are here, of about so many. */
  readonly here: number;
  readonly all: number;
  /** Why it failed. */
  readonly problem: string | null;
}

/** What the machines draw and will draw, as the dispatcher plans it now: `GET /api/lanes`. */
export interface LanesCard {
  /** By the machine's id; one that has nothing to do has no lane. */
  readonly lanes: readonly { readonly machine: string; readonly blocks: readonly LaneBlock[] }[];
  /** All that wait, the next first. */
  readonly waiting: readonly WaitingCard[];
}

/** A job in a lane, from when until when, in milliseconds from now. */
export interface LaneBlock {
  /** Null = it is another server's. */
  readonly id: string | null;
  /** Its words; null = it is another server's. */
  readonly title: string | null;
  readonly isDrawn: boolean;
  readonly fromMs: number;
  /** Null = nobody knows how long it takes. */
  readonly untilMs: number | null;
  /** The share of it that is drawn. */
  readonly full: number;
}

/** A job that waits, and why. */
export interface WaitingCard extends Pick<LaneBlock, 'id' | 'title'> {
  readonly why: string;
}

/** A machine that was added: `POST /api/machines/add`. */
export interface AddedMachine {
  readonly name: string;
  /** What it draws with, as far as it has told. */
  readonly device: string;
}

/** Somebody who was let in from elsewhere; `POST /api/access/revoke` with the id takes it back. */
export interface GrantCard {
  readonly id: string;
  readonly kind: 'link' | 'login' | 'activity';
  readonly name: string;
  readonly level: 'look' | 'draw';
  readonly expiresAt: number;
}

/** How one may come in. */
export interface EntryCard {
  /** By a login with Discord. */
  readonly discord: boolean;
  /** By a launch inside Discord: its application, and the origins of its own pages; null = it is no Activity. */
  readonly activity: { readonly clientId: string; readonly origins: readonly string[] } | null;
}
