import type { Context } from 'hono';
import type { Member } from '#bot/domain/job.ts';
import type { AccessLevel, Activities, Grant } from '#bot/ports/access.ts';

/** Who asks, and what they may do. */
export interface Visitor {
  /** `all`: sits at this machine. */
  readonly level: AccessLevel | 'all';
  readonly member: Member;
  /** What they were let in with; null = they sit here. */
  readonly grant: Grant | null;
}

declare module 'hono' {
  interface ContextVariableMap {
    visitor: Visitor;
  }
}

/** Whoever sits at this machine may do everything. */
export const OPERATOR: Visitor = {
  level: 'all',
  member: { id: 'studio', name: 'studio', isModerator: true },
  grant: null,
};

/** Who asks. A door lets nobody pass without saying who it is. */
export function visitorOf(c: Context): Visitor {
  const visitor = c.get('visitor') as Visitor | undefined;
  if (!visitor) throw new Error('a door of the studio has not said who asks');
  return visitor;
}

/**
 * Somebody from elsewhere: what they make is theirs, under the platform's name where it said one, and what their servers
 * do not want is not drawn for them here either.
 */
export function visitorWith(grant: Grant): Visitor {
  const id = grant.memberId === null ? `link:${grant.id}` : grant.memberId;
  const { serverIds: alsoUnder = [] } = grant;
  const member = { id, name: grant.name, isModerator: false, ...(alsoUnder.length > 0 && { alsoUnder }) };
  return { level: grant.level, member, grant };
}

/** The same with the rights that the platform gives them now where their Activity runs. Throws as `Activities.memberIn`. */
export async function withRightsNow(visitor: Visitor, activities: Pick<Activities, 'memberIn'>): Promise<Visitor> {
  const { member, grant } = visitor;
  if (!grant?.launch) return visitor;
  const { home } = grant.launch;
  // A moderator there is none of what others made here.
  const now = await activities.memberIn(grant.launch, member);
  const alsoUnder = (member.alsoUnder ?? []).filter((serverId) => serverId !== home.serverId);
  return { ...visitor, member: { ...now, isModerator: false, alsoUnder, launchedIn: home } };
}
