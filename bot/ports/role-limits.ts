import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import type { RuleAuthor } from '#bot/ports/rules.ts';

/** What one role of one server lets its members draw. A server's own id is the role that everybody has, as on Discord. */
export interface RoleLimit {
  readonly serverId: string;
  readonly roleId: string;
  /** As it was called when the limits were set. */
  readonly roleName: string;
  readonly limits: DrawLimits;
  readonly authorId: string;
  /** Left out of what is read. */
  readonly authorName?: string;
}

/** Limits by server; no server sees another's. */
export interface RoleLimitStore {
  /** All of a server, by the roles' names. */
  list(serverId: string): Promise<readonly RoleLimit[]>;
  /** Stores it in place of what the role said before. Throws exhausted when the server has more than `rolesMax`. */
  put(limit: RoleLimit, bound: { readonly rolesMax: number }): Promise<void>;
  /** False when the role says nothing. */
  remove(serverId: string, roleId: string, by: RuleAuthor): Promise<boolean>;
}
