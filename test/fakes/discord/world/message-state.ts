import type { JsonObject } from '#test/fakes/discord/json.ts';
import type { InteractionState } from '#test/fakes/discord/world/interaction-state.ts';
import type { Pings } from '#test/fakes/discord/world/pings.ts';

/** A file as it lies on the CDN. */
export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly description: string | null;
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly ephemeral: boolean;
}

/** What a message looked like between two edits. Components and embeds are as the bot sent them. */
export interface MessageVersion {
  /** Milliseconds since 1970 by the fake's clock. */
  readonly at: number;
  readonly content: string;
  readonly embeds: readonly JsonObject[];
  readonly components: readonly JsonObject[];
  readonly flags: number;
  readonly attachments: readonly Attachment[];
}

/** A message with everything it ever was; the last version is what people see. */
export interface MessageState {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string;
  readonly authorId: string;
  readonly createdAt: number;
  readonly versions: MessageVersion[];
  /** Emoji -> ids of the users who reacted, in order. */
  readonly reactions: Map<string, string[]>;
  /** The one who sees an ephemeral message; null = everybody. */
  readonly visibleTo: string | null;
  /** The interaction it answers. */
  readonly interaction: InteractionState | null;
  readonly referenceId: string | null;
  readonly nonce: string | null;
  /** Whom it woke when it came. */
  readonly pings: Pings;
  deletedAt: number | null;
}

/** What a message looks like now. */
export function latest(message: MessageState): MessageVersion {
  return message.versions.at(-1)!;
}
