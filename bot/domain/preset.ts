import type { TimestepSpacing } from '#shared/contract/bounds.ts';
import type { AdapterUse } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** What a style settles. Null = leave it to the model's own default. */
export interface PresetSettings {
  /** Holds `{prompt}` exactly once: where the member's words go. */
  readonly template: string;
  readonly negative: string;
  readonly model: string | null;
  readonly adapters: readonly AdapterUse[];
  readonly sampler: string | null;
  readonly karras: boolean | null;
  /** Of timesteps. */
  readonly spacing: TimestepSpacing | null;
  readonly steps: number | null;
  readonly guidance: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly clipSkip: number | null;
  /** Networks that read control pictures for which nobody names one: `canny:0.8:0:0.5, depth, guess`. */
  readonly control: string | null;
  /** Of pictures that the new one shall be like, above 0, up to 2. */
  readonly likeStrength: number | null;
}

/** Whose a style is to use. */
export interface PresetAccess {
  /** In no list but a moderator's; by its name it can be used all the same. */
  readonly hidden: boolean;
  /** Who has one of them may use it, and moderators; none = everybody. */
  readonly roles: readonly PresetRole[];
}

/** A role of the style's server, as it was called when it was named. */
export interface PresetRole {
  readonly id: string;
  readonly name: string;
}

/** A named style of one server. Invisible in every other. */
export interface Preset extends PresetSettings, PresetAccess {
  readonly serverId: string;
  /** 1–32 characters, lower case, letters digits and dashes. */
  readonly name: string;
  readonly description: string;
  readonly authorId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A preset that every server has until it makes one of the same name. */
export type ReadyMadePreset = PresetSettings & {
  readonly name: string;
  readonly description: Message;
  /** Its sampler, steps, guidance and size are those of whichever model draws it. */
  readonly followsModel?: true;
};

/** What a member writes to draw with no style at all; no preset can have this name. */
export const PLAIN_STYLE = 'plain';
