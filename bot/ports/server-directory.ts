/** A server of the platform as the platform calls it. */
export interface KnownServer {
  readonly serverId: string;
  readonly name: string;
  /** Where pictures can be asked for, in the platform's own order. */
  readonly channels: readonly { readonly channelId: string; readonly name: string }[];
}

/** What somebody may do in a server. */
export interface MemberRights {
  readonly mayManageServer: boolean;
  readonly isModerator: boolean;
  /** Whether they see what is written in the channel. */
  mayRead(channelId: string): boolean;
}

/** A file that the bot shows under its name. */
export interface ShownFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** Above it, as plain text. */
  readonly words: string;
}

/** The bot's servers and what their members may do, as the platform says it now. */
export interface ServerDirectory {
  /** Null when the bot is not in it, or was not told of it. */
  server(serverId: string): KnownServer | null;
  /** Channels and threads there that every member may read; of threads those that are not put aside. */
  openChannels(serverId: string): readonly string[];
  /** Null when they are no member of it, or nobody can be asked. At most a minute old. */
  rightsOf(serverId: string, memberId: string): Promise<MemberRights | null>;
  /** Shows a picture in a channel. Throws `denied` where the bot may not, and `unavailable` where it is not taken. */
  show(channelId: string, file: ShownFile): Promise<void>;
}
