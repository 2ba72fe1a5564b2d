import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import type { SettingValue } from '#bot/settings/setting.ts';

/** A member who may not draw in a server. */
export interface Ban {
  /** As they were called when they were banned. */
  readonly memberName: string;
  readonly reason: string;
  /** Milliseconds since 1970; null = for good. */
  readonly until: number | null;
}

/** A pattern of words that a server does not want. */
export interface WordRule {
  /** As it was typed; see readPattern. */
  readonly pattern: string;
  /** Places that the platform lets only adults into may have them. */
  readonly exceptAdultPlaces: boolean;
  /** What is drawn from them is looked at first; they are refused where it is left out. */
  readonly isLookedAt?: true;
}

/** A job that members want a moderator to look at. */
export interface Report {
  readonly reporterIds: readonly string[];
}

/** What a role lets its members draw. */
export interface RoleLimitRule {
  /** As it was called when the limits were set. */
  readonly roleName: string;
  readonly limits: DrawLimits;
}

/** What a training is for. */
export const TRAINED_KINDS = ['style', 'subject', 'words'] as const;
export type TrainedKind = (typeof TRAINED_KINDS)[number];

/** What was trained, and by which job. */
export interface TrainedRule {
  readonly kind: TrainedKind;
  readonly model: string;
  readonly family: string;
  /** What stands for it in prompts. */
  readonly word: string;
  readonly jobId: string;
  /** Who confirmed that the pictures may be used. */
  readonly ownerName: string;
  readonly pictures: number;
  /** Its training is held, until somebody lets it go on; also over restarts of everything. */
  readonly isPaused?: true;
}

/** What a server can say, by kind: how a rule of that kind is stored. */
export interface RuleValues {
  /** Something that was trained for this server alone; its key is the name that it is called by. */
  readonly trained: TrainedRule;
  /** A setting; its key is `channel/name`, with no channel for the whole server. */
  readonly setting: SettingValue;
  /** Its key is the member's id. */
  readonly ban: Ban;
  /** Its key is the pattern in small letters. */
  readonly word: WordRule;
  /** Its key is the role's id. */
  readonly 'role-limit': RoleLimitRule;
  /** Its key is the job's id. */
  readonly report: Report;
  /** What a moderator decided of a job's pictures; its key is the job's id. */
  readonly review: 'released' | 'refused';
}

export type RuleKind = keyof RuleValues;

/** Something that a server said, and who said it last. */
export interface Rule<Kind extends RuleKind = RuleKind> {
  readonly key: string;
  readonly value: RuleValues[Kind];
  readonly authorId: string;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
}

/** Who changes what a server says. */
export interface RuleAuthor {
  readonly id: string;
  readonly name: string;
}

/** Another value for a rule; null takes it back. */
export interface RuleChange<Kind extends RuleKind = RuleKind> {
  readonly serverId: string;
  readonly kind: Kind;
  readonly key: string;
  readonly value: RuleValues[Kind] | null;
  readonly by: RuleAuthor;
}

interface AuditEntryOf<Kind extends RuleKind> {
  /** Counts up; unique among all servers. */
  readonly id: number;
  readonly at: number;
  readonly by: RuleAuthor;
  readonly kind: Kind;
  readonly key: string;
  /** Null = it was, or is, not said. */
  readonly before: RuleValues[Kind] | null;
  readonly after: RuleValues[Kind] | null;
  /** It was taken back. */
  readonly undone: boolean;
}

/** One change of what a server says. */
export type AuditEntry = { readonly [Kind in RuleKind]: AuditEntryOf<Kind> }[RuleKind];

/** What became of a wish to take a change back. */
export type UndoOutcome =
  | { readonly kind: 'undone'; readonly entry: AuditEntry }
  /** There is no such entry in this server, or it was taken back before. */
  | { readonly kind: 'gone' }
  /** The same thing was changed once more since. */
  | { readonly kind: 'changed-since' };

/** What servers say, with the log of who changed what. No server sees another's. */
export interface RuleStore {
  /** Everything of a kind that a server said, by key; from memory for servers that asked lately. */
  list<Kind extends RuleKind>(serverId: string, kind: Kind): Promise<readonly Rule<Kind>[]>;
  /** What every server that said this one thing said of it. */
  saying<Kind extends RuleKind>(
    kind: Kind,
    key: string,
  ): Promise<readonly { readonly serverId: string; readonly value: RuleValues[Kind] }[]>;
  /**
   * Stores all of the changes, which are of one server, or none, each with an entry in the log; what changes nothing
   * leaves none. Throws exhausted when the server would say more than `max` of a kind.
   */
  change(changes: readonly RuleChange[], bound: { readonly max: number }): Promise<void>;
  /** The log of a server, newest first. */
  audit(serverId: string, which: { readonly before?: number; readonly limit: number }): Promise<readonly AuditEntry[]>;
  /** Puts back what was said before one change; that is a change of its own. */
  undo(serverId: string, id: number, by: RuleAuthor): Promise<UndoOutcome>;
}
