import type { Member, Place } from '#bot/domain/job.ts';

/** What somebody may do in the studio who does not sit at its machine: look at it, or draw in it too. */
export type AccessLevel = 'look' | 'draw';

/** Somebody who was let in from elsewhere. */
export interface Grant {
  readonly id: string;
  /** A link that the operator gave away, a login with Discord, or a launch inside Discord. */
  readonly kind: 'link' | 'login' | 'activity';
  /** The platform's id of who it is; null = whoever has the link. */
  readonly memberId: string | null;
  /** Of the bot's servers those that the member was in then; absent = nobody said. */
  readonly serverIds?: readonly string[] | undefined;
  /** The Activity that they are in, and where it runs; absent = they came in another way. */
  readonly launch?: ActivityLaunch | undefined;
  /** For the operator's list. */
  readonly name: string;
  readonly level: AccessLevel;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** When the operator took it back; null = it holds. */
  readonly revokedAt: number | null;
}

/** Who was let in, and the secret that grants are signed with. */
export interface GrantStore {
  /** Made once, 32 bytes. */
  key(): Promise<Uint8Array>;
  all(): Promise<readonly Grant[]>;
  /** Everything that holds from now on; changes come one after the other. */
  change(how: (grants: readonly Grant[]) => readonly Grant[]): Promise<void>;
}

/** Where in the platform an Activity of the application runs. */
export interface ActivityLaunch {
  /** The same for all of its members. */
  readonly instanceId: string;
  readonly home: Place;
}

/** What the platform says of its Activities. */
export interface Activities {
  /** Null when there is none of this name, or the member is not in it. Throws `unavailable` when nobody can be asked. */
  launchOf(instanceId: string, memberId: string, signal: AbortSignal): Promise<ActivityLaunch | null>;
  /**
   * Who somebody is where the Activity runs, with today's roles and rights. Throws `denied` for who is not there any
   * more, `unavailable` when nobody can be asked.
   */
  memberIn(launch: ActivityLaunch, who: Pick<Member, 'id' | 'name'>): Promise<Member>;
}

/** A member as the platform itself says it. */
export interface KnownMember {
  readonly id: string;
  readonly name: string;
  /** Servers that the member is in. */
  readonly serverIds: readonly string[];
}

/** How a platform says who somebody is (OAuth 2, RFC 6749, with PKCE, RFC 7636). */
export interface MemberLogin {
  /** Where a browser goes to be asked. */
  address(asked: { readonly state: string; readonly challenge: string; readonly redirect: string }): string;
  /** What the platform gave the browser becomes a member; nothing of it is kept. Throws `denied` when it is not valid. */
  redeem(
    given: { readonly code: string; readonly verifier?: string; readonly redirect?: string },
    signal: AbortSignal,
  ): Promise<KnownMember & { readonly token: string }>;
}
