import type { Generated } from 'kysely';
import type { JobState } from '#bot/domain/job.ts';

/**
 * The tables as Kysely sees them. Written so that PostgreSQL can hold the same: ids are text, times are whole
 * milliseconds since 1970, truth is 0 or 1, and what is only read back whole is JSON in a text column.
 */
export interface Tables {
  readonly schema_version: { readonly version: number };
  readonly notes: { readonly name: string; readonly value: string };
  readonly jobs: JobsTable;
  readonly attempts: AttemptsTable;
  readonly blobs: BlobsTable;
  readonly blob_uses: BlobUsesTable;
  readonly presets: PresetsTable;
  readonly preset_undo: PresetUndoTable;
  readonly preset_versions: PresetVersionsTable;
  readonly preset_pictures: PresetPicturesTable;
  readonly member_preferences: MemberPreferencesTable;
  readonly servers: ServersTable;
  readonly word_lists: WordListsTable;
  readonly role_limits: RoleLimitsTable;
  readonly rules: RulesTable;
  readonly rule_audit: RuleAuditTable;
  readonly dispatch_lease: DispatchLeaseTable;
  readonly preset_defaults: { readonly server_id: string; readonly name: string | null };
  readonly channel_defaults: { readonly server_id: string; readonly channel_id: string; readonly name: string | null };
}

/** One row a job. The database counts `sequence` up itself, so that two writers cannot accept in one place. */
export interface JobsTable {
  readonly sequence: Generated<number>;
  readonly id: string;
  readonly request_key: string;
  readonly platform: 'discord' | 'studio' | 'api';
  readonly server_id: string;
  readonly channel_id: string;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly parent_id: string | null;
  /** SettledOrder with its version; see stored-order.ts. */
  readonly settled: string;
  readonly state: JobState['kind'];
  /** Attempts begun; the newest one's number. */
  readonly attempts: number;
  /** Of the newest dispatcher that wrote this row or took it over; an older one may not write it any more. */
  readonly epoch: number;
  /** Where the newest attempt is or was. */
  readonly renderer_id: string | null;
  /** What a done job gave: TaskResult with its version, or the StoredPicture[] of schema 2. */
  readonly result: string | null;
  /** Timings of a done job. */
  readonly timings: string | null;
  readonly failure_code: string | null;
  /** A Message as JSON, or words. */
  readonly failure_reason: string | null;
  readonly cancelled_by: string | null;
  readonly panel_channel_id: string | null;
  readonly panel_message_id: string | null;
  readonly panel_token: string | null;
  readonly panel_token_expires_at: number | null;
  readonly panel_reach: 'token' | 'direct' | null;
  readonly panel_language: string | null;
  /** Of a channel that is a thread. */
  readonly thread_of: string | null;
  /** Of a renderer's own time; null = it is not over, or was before that was written down. */
  readonly spent_ms: number | null;
  readonly delivered: number;
  readonly created_at: number;
  readonly finished_at: number | null;
  /** Why this row could not be read; such rows are left out everywhere. */
  readonly unreadable: string | null;
  /** When it was deleted: 0 = past the bin; null = never, or before there was a bin. A job that came back keeps it. */
  readonly deleted_at: number | null;
  readonly deleted_by: string | null;
  /** The state that a job in the bin comes back to; null = it is in no bin. */
  readonly deleted_from: 'done' | 'failed' | 'cancelled' | null;
  /** 1 = it waits for what is not relaxed. */
  readonly relaxed: Generated<number>;
  /** Null = nobody looks at it first. */
  readonly review: 'held' | 'released' | 'refused' | null;
  /** What it is found by, in lower case, and what it shares with others of its sentence; see sought-words.ts. */
  readonly sought: string;
  readonly sentence: string;
}

/** One row an attempt: which renderer, and how it ended (null = it has not). */
export interface AttemptsTable {
  readonly job_id: string;
  readonly attempt: number;
  readonly renderer_id: string;
  readonly outcome: 'done' | 'died' | 'failed' | 'cancelled' | null;
}

/** One row a blob; its bytes are a file. */
export interface BlobsTable {
  readonly sha256: string;
  readonly bytes: number;
  /** When it was put last. */
  readonly stored_at: number;
}

/** One row for each blob of each job that is not deleted. */
export interface BlobUsesTable {
  readonly sha256: string;
  readonly job_id: string;
}

/** One row a style of a server; `settings` is PresetSettings. */
export interface PresetsTable {
  readonly server_id: string;
  readonly name: string;
  readonly description: string;
  readonly author_id: string;
  readonly settings: string;
  readonly created_at: number;
  readonly updated_at: number;
}

/** One row a style that was ever changed: what it was before its last change. */
export interface PresetUndoTable {
  readonly server_id: string;
  readonly name: string;
  /** Preset; null = there was no style of the name. */
  readonly preset: string | null;
  /** 1 when it was the server's default before it was removed. */
  readonly was_default: number;
  /** Counts the changes of a server, so that the oldest can be forgotten. */
  readonly sequence: number;
}

/** One row a change of a style: what it was after it. */
export interface PresetVersionsTable {
  readonly server_id: string;
  readonly name: string;
  /** Counts the changes of a style, from 1. */
  readonly version: number;
  /** Preset; null = it was removed. */
  readonly preset: string | null;
  readonly author_id: string;
  readonly at: number;
}

/** One row a style that was drawn to be shown in a list; its picture is a blob that is kept for it. */
export interface PresetPicturesTable {
  readonly server_id: string;
  readonly name: string;
  /** What it was drawn from; another one is drawn when that changes. */
  readonly look: string;
  /** Null = it could not be drawn. */
  readonly sha256: string | null;
  readonly bytes: number;
  readonly drawn_at: number;
}

/** One row a member who said how they like to draw; `preferences` is Preferences with its version. */
export interface MemberPreferencesTable {
  readonly platform: JobsTable['platform'];
  readonly member_id: string;
  readonly preferences: string;
  readonly updated_at: number;
}

/** One row a list of a server; `words` is the file as it was given. */
export interface WordListsTable {
  readonly server_id: string;
  readonly name: string;
  readonly words: string;
  readonly author_id: string;
  readonly updated_at: number;
}

/** One row a role of a server that says what its members may draw; `limits` is DrawLimits. */
export interface RoleLimitsTable {
  readonly server_id: string;
  readonly role_id: string;
  readonly role_name: string;
  readonly limits: string;
  readonly author_id: string;
  readonly updated_at: number;
}

/** One row a thing that a server says of itself; `value` is a rule's value with its version, see stored-rule.ts. */
export interface RulesTable {
  readonly server_id: string;
  readonly kind: string;
  readonly key: string;
  readonly value: string;
  readonly author_id: string;
  readonly updated_at: number;
}

/** One row a change of `rules`: the values before and after as they stood there, null = not said. */
export interface RuleAuditTable {
  readonly sequence: Generated<number>;
  readonly server_id: string;
  readonly kind: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly by_id: string;
  readonly by_name: string;
  readonly at: number;
  readonly undone: number;
}

/** One row a server that the bot is or was in. */
export interface ServersTable {
  readonly platform: JobsTable['platform'];
  readonly server_id: string;
  /** Null = it is in it. */
  readonly left_at: number | null;
}

/** One row a right that one of several bots has at a time, and until when. */
export interface DispatchLeaseTable {
  readonly name: string;
  readonly holder: string;
  readonly epoch: number;
  readonly ends_at: number;
}
