import { conversationAt } from '#bot/discord/conversation.ts';
import type { Place } from '#bot/domain/job.ts';
import type { Activities } from '#bot/ports/access.ts';
import type { Members } from '#bot/ports/api-keys.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';

const API = 'https://discord.com/api/v10';

export interface ActivitiesOptions extends Pick<Members, 'memberOf'> {
  /** Of the application whose Activity it is. */
  readonly clientId: string;
  /** Of its bot. */
  readonly token: string;
  /** Another Discord than Discord's own, `https://…/api/v10`. */
  readonly api?: string;
}

/** Asks Discord about the Activities of an application: https://discord.com/developers/docs/resources/application. */
export function createActivities({ clientId, token, api = API, memberOf }: ActivitiesOptions): Activities {
  return {
    async launchOf(instanceId, memberId, signal) {
      const address = `${api}/applications/${clientId}/activity-instances/${encodeURIComponent(instanceId)}`;
      const asked = { headers: { authorization: `Bot ${token}` }, redirect: 'error', signal } as const;
      const response = await fetch(address, asked).catch(away);
      if (response.status === 404) return null;
      if (!response.ok) return away(response);
      const said = (await response.json()) as InstanceAnswer;
      const home = homeOf(said);
      return home && said.users?.includes(memberId) ? { instanceId, home } : null;
    },
    memberIn: ({ home }, { id: ownerId, name: ownerName }) =>
      memberOf({ ownerId, ownerName, home }).catch((thrown: unknown) => {
        const { code } = Failure.from(thrown);
        if (code === 'denied') throw failure('denied', 'access.not-there', { cause: thrown });
        return away(thrown);
      }),
  };
}

interface InstanceAnswer {
  readonly users?: readonly unknown[];
  readonly location?: { readonly channel_id?: unknown; readonly guild_id?: unknown };
}

/** A channel of a server, or a conversation. */
function homeOf({ location: { channel_id: channelId, guild_id: serverId } = {} }: InstanceAnswer): Place | null {
  if (typeof channelId !== 'string') return null;
  if (typeof serverId !== 'string') return conversationAt(channelId);
  return { platform: 'discord', serverId, channelId };
}

function away(cause: unknown): never {
  throw failure('unavailable', 'access.discord-away', { cause });
}
