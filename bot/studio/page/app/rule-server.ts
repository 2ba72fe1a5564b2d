import { ask } from '#bot/studio/page/app/server.ts';
import type { ModerationCard, RuledServers, RuledWork, SettingList } from '#bot/studio/server/rule-api.ts';

/** What the pages about rules ask of the studio. A change answers with everything as it is then. */
export const rules = {
  servers: () => ask<RuledServers>('GET', '/api/rules'),
  moderation: (server: string) => ask<ModerationCard>('GET', at(server)),
  drawnBy: (server: string, member: string) =>
    ask<readonly RuledWork[]>('GET', `${at(server)}/members/${encodeURIComponent(member)}`),
  decide: (server: string, id: string, decision: 'released' | 'refused') =>
    ask<ModerationCard>('POST', `${at(server)}/works/${id}`, { decision }),
  ban: (server: string, ban: BanAsked) => ask<ModerationCard>('POST', `${at(server)}/bans`, ban),
  unban: (server: string, memberId: string) => ask<ModerationCard>('POST', `${at(server)}/bans/remove`, { memberId }),
  addWords: (server: string, rule: WordsAsked) => ask<ModerationCard>('POST', `${at(server)}/words`, rule),
  allowWords: (server: string, pattern: string) =>
    ask<ModerationCard>('POST', `${at(server)}/words/remove`, { pattern }),
  undo: (server: string, id: number) => ask<ModerationCard>('POST', `${at(server)}/log/undo`, { id }),
  settings: (server: string) => ask<SettingList>('GET', `${at(server)}/settings`),
  set: (
    server: string,
    setting: { readonly name: string; readonly value: string; readonly channelId: string | null },
  ) => ask<SettingList>('POST', `${at(server)}/settings`, setting),
  /** Has the bot show a picture in a channel. */
  show: (
    server: string,
    { channelId, words, file }: { readonly channelId: string; readonly words: string; readonly file: Blob },
  ) =>
    ask<object>(
      'POST',
      `${at(server)}/channels/${encodeURIComponent(channelId)}/picture?words=${encodeURIComponent(words)}`,
      file,
    ),
  reset: (server: string, setting: { readonly name: string; readonly channelId: string | null }) =>
    ask<SettingList>('POST', `${at(server)}/settings/reset`, setting),
};

/** Days left out = for good. */
export interface BanAsked {
  readonly memberId: string;
  readonly memberName: string;
  readonly reason: string;
  readonly days?: number;
}

/** As somebody typed them. */
export interface WordsAsked {
  readonly pattern: string;
  readonly exceptAdultPlaces: boolean;
  readonly isLookedAt: boolean;
}

/** Where a picture lies that moderators alone may see. */
export function workAddress(server: string, id: string, index: number): string {
  return `${at(server)}/works/${id}/${index}.png`;
}

function at(server: string): string {
  return `/api/rules/${encodeURIComponent(server)}`;
}
