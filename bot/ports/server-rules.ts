import type { Place } from '#bot/domain/job.ts';
import type { AuditEntry, Ban, WordRule } from '#bot/ports/rules.ts';
import type { SettingValue } from '#bot/settings/setting.ts';
import type { ServerSettingName, ServerSettings } from '#bot/settings/settings.ts';

/** Who changes what belongs to a server. */
export interface RuleAsker {
  readonly serverId: string;
  readonly memberId: string;
  readonly memberName: string;
  /** May change what belongs to the server. */
  readonly mayManageServer: boolean;
  /** May delete what others made, and so say who may draw; who manages the server may, too. */
  readonly isModerator?: boolean;
}

/** A setting for one channel, or for the whole server where it is null. */
export interface SettingRef {
  readonly name: ServerSettingName;
  readonly channelId: string | null;
}

/** A setting that somebody has set. */
export interface SaidSetting extends SettingRef {
  readonly value: SettingValue;
  readonly authorId: string;
}

/** The settings of servers. Changes throw Failure: `denied` for who may not manage the server, `invalid`, `not-found`. */
export interface SettingService {
  /** What holds in a place: the word of its channel, else of its server, else the default. From memory. */
  of(place: Pick<Place, 'serverId' | 'channelId' | 'threadOf'>): Promise<ServerSettings>;
  /** All that a server has set, and its channels. */
  said(serverId: string): Promise<readonly SaidSetting[]>;
  /** Sets what was typed; `name` and `value` as somebody types them. The setting and its value. */
  set(
    asker: RuleAsker,
    typed: { readonly name: string; readonly value: string; readonly channelId: string | null },
  ): Promise<SettingRef & { readonly value: SettingValue }>;
  /** Gives a setting back to its server, or to its default; what holds from then on. */
  reset(
    asker: RuleAsker,
    typed: { readonly name: string; readonly channelId: string | null },
  ): Promise<SettingRef & { readonly value: SettingValue }>;
}

/** The log of what was changed in a server. Only for who manages it: throws `denied`. */
export interface AuditService {
  /** Newest first; `before` is the id of an entry. */
  list(asker: RuleAsker, which: { readonly before?: number; readonly limit: number }): Promise<readonly AuditEntry[]>;
  /** Takes a change back. Throws `not-found`, or `invalid` when the same thing was changed since. */
  undo(asker: RuleAsker, id: number): Promise<AuditEntry>;
}

/** A member who may not draw, by id. */
export interface BannedMember extends Ban {
  readonly memberId: string;
  readonly authorId: string;
}

/** Who may not draw in a server. Changes are for moderators: throws `denied`, `invalid`, `not-found`. */
export interface BanService {
  /** Null when nothing bans them now: a ban that is over bans nobody. */
  of(serverId: string, memberId: string): Promise<Ban | null>;
  /** Those that hold now. */
  list(serverId: string): Promise<readonly BannedMember[]>;
  /** `days` left out = for good. Nobody bans themselves. */
  add(
    asker: RuleAsker,
    ban: { readonly memberId: string; readonly memberName: string; readonly reason: string; readonly days?: number },
  ): Promise<BannedMember>;
  remove(asker: RuleAsker, memberId: string): Promise<void>;
}

/** Texts of an order or a style, and where they would be drawn. */
export interface CheckedTexts {
  readonly serverId: string;
  readonly texts: readonly string[];
  /** The platform lets only adults in. */
  readonly isAdultPlace: boolean;
}

/** Words that a server does not want. Changes are for who manages it: throws `denied`, `invalid`, `not-found`. */
export interface WordService {
  list(serverId: string): Promise<readonly WordRule[]>;
  /** Throws `invalid` for a pattern that matches nothing, or everything. */
  add(asker: RuleAsker, rule: WordRule): Promise<WordRule>;
  remove(asker: RuleAsker, pattern: string): Promise<WordRule>;
  /** Every rule that some text breaks there. */
  broken(checked: CheckedTexts): Promise<readonly WordRule[]>;
}

/** Everything that a server can say about itself, for commands, the studio and whoever obeys it. */
export interface ServerRules {
  readonly settings: SettingService;
  readonly bans: BanService;
  readonly words: WordService;
  readonly audit: AuditService;
}
