import type { GuildState } from '#test/fakes/discord/world/people-and-places.ts';

/** Kinds of overrides, as they go over the wire. */
export const OVERRIDE_TYPE = { role: 1, user: 2, channel: 3 } as const;

/** One line of a server's settings about a command. */
export interface CommandOverride {
  readonly id: string;
  readonly type: 1 | 2 | 3;
  readonly permission: boolean;
}

/** The id that stands for every channel of a server. */
export function everyChannel(guild: GuildState): string {
  return (BigInt(guild.id) - 1n).toString();
}

/**
 * Whether a server's settings show a member a command in a channel: the command's own lines first, then those of the
 * application; the channel or the member by name first, then all. Of several roles one that allows is enough.
 */
export function settingsAllow(
  guild: GuildState,
  about: {
    readonly commandId: string;
    readonly applicationId: string;
    readonly channelId: string;
    readonly userId: string;
  },
): boolean {
  const layers = [about.commandId, about.applicationId].map((id) => guild.commandOverrides.get(id) ?? []);
  const roleIds = guild.members.get(about.userId)?.roleIds ?? [];
  const first = (questions: readonly (readonly [type: number, ids: readonly string[]])[]) => {
    for (const lines of layers) {
      for (const [type, ids] of questions) {
        const fitting = lines.filter((line) => line.type === type && ids.includes(line.id));
        if (fitting.length > 0) return fitting.some((line) => line.permission);
      }
    }
    return true;
  };
  const here = first([
    [OVERRIDE_TYPE.channel, [about.channelId]],
    [OVERRIDE_TYPE.channel, [everyChannel(guild)]],
  ]);
  const them = first([
    [OVERRIDE_TYPE.user, [about.userId]],
    [OVERRIDE_TYPE.role, roleIds],
    [OVERRIDE_TYPE.role, [guild.id]],
  ]);
  return here && them;
}
