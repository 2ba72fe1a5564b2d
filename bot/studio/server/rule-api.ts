// What the studio's server and its page say to each other of the rules of servers. Types only, as in api.ts.

/** A server whose rules whoever reads the page may look after: `GET /api/rules`. */
export interface RuledServerCard {
  readonly serverId: string;
  /** Null = the studio itself. */
  readonly name: string | null;
  readonly channels: readonly { readonly channelId: string; readonly name: string }[];
  /** May change settings and words, and read the log; who may not moderates alone. */
  readonly mayManage: boolean;
}

/** All of them, the studio first. */
export interface RuledServers {
  readonly servers: readonly RuledServerCard[];
  /** Servers of the bot that do not let whoever sits here look after them. */
  readonly closed: number;
}

/** A job as moderators see it, whoever else may. */
export interface RuledWork {
  readonly id: string;
  readonly prompt: string;
  readonly by: string;
  readonly memberId: string;
  readonly at: number;
  /** Null = it has no name here. */
  readonly channel: string | null;
  /** Who sees it: nobody yet, all, nobody any more; or it gave nothing that could be seen. */
  readonly seen: 'held' | 'all' | 'refused' | 'nothing';
  /** Members that have reported it; 0 where nobody asked. */
  readonly reports: number;
  /** At `/api/rules/<server>/works/<id>/<index>.png`. */
  readonly pictures: readonly { readonly index: number; readonly width: number; readonly height: number }[];
}

/** Somebody who drew there lately, and how often. */
export interface RuledMember {
  readonly memberId: string;
  readonly name: string;
  readonly count: number;
}

/** A member for whom nothing is drawn. */
export interface BanCard {
  readonly memberId: string;
  readonly name: string;
  readonly reason: string;
  /** Null = for good. */
  readonly until: number | null;
}

/** Words that a server does not want. */
export interface WordRuleCard {
  readonly pattern: string;
  readonly exceptAdultPlaces: boolean;
  /** What is drawn from them is looked at first. */
  readonly isLookedAt: boolean;
}

/** One change of what a server says, in one line. */
export interface ChangeCard {
  readonly id: number;
  readonly at: number;
  readonly by: string;
  readonly what: string;
  readonly undone: boolean;
}

/** Everything that moderators of a server look after: `GET /api/rules/<server>`. */
export interface ModerationCard {
  readonly waiting: readonly RuledWork[];
  readonly members: readonly RuledMember[];
  readonly bans: readonly BanCard[];
  readonly words: readonly WordRuleCard[];
  /** Newest first; empty for who may not read it. */
  readonly log: readonly ChangeCard[];
  /** What was just decided, to be taken back from the log; null = nothing, or it may not. */
  readonly change: number | null;
}

/** A setting of a server with all that was said of it; values as somebody types them. */
export interface SettingCard {
  readonly name: string;
  /** What it decides. */
  readonly sentence: string;
  readonly kind: 'switch' | 'number' | 'choice' | 'channel';
  readonly min: number | null;
  readonly max: number | null;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly byChannel: boolean;
  /** What holds where nobody said anything. */
  readonly usual: string;
  /** Null = the server says nothing. */
  readonly server: string | null;
  readonly channels: readonly { readonly channelId: string; readonly value: string }[];
}

/** The settings of a server, and the change that made them so, to be taken back: `GET /api/rules/<server>/settings`. */
export interface SettingList {
  readonly settings: readonly SettingCard[];
  readonly change: number | null;
}
