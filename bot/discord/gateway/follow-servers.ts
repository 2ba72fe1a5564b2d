import {
  type Client,
  Events,
  type GatewayChannelDeleteDispatchData,
  GatewayDispatchEvents,
  type GatewayMessageDeleteBulkDispatchData,
  type GatewayMessageDeleteDispatchData,
  type GatewayReadyDispatchData,
  type GatewayThreadDeleteDispatchData,
} from 'discord.js';
import type { JobBin, JobServers } from '#bot/ports/job-bin.ts';
import { createTurn } from '#shared/async/turn.ts';
import type { Log } from '#shared/log.ts';

/**
 * Keeps what is stored in step with what there is on Discord: servers that the bot came into or was taken out of, also
 * while it was away, and messages and channels that somebody deleted. One after the other, as they happened.
 */
export function followServers(
  client: Client,
  { jobs, log }: { readonly jobs: JobServers & Pick<JobBin, 'messagesDeleted' | 'channelDeleted'>; readonly log: Log },
): void {
  const turn = createTurn();
  const then = (work: () => Promise<void>) =>
    void turn(work).catch((error) => log.error({ err: error }, 'discord: a change could not be followed'));
  client.on(Events.GuildCreate, ({ id }) => then(() => jobs.enterServer(serverOf(id))));
  // Not told of a server that is only unavailable.
  client.on(Events.GuildDelete, ({ id }) => then(() => jobs.leaveServer(serverOf(id))));
  client.ws.on(GatewayDispatchEvents.Ready, (ready: GatewayReadyDispatchData) => then(() => compare(ready, jobs)));
  client.ws.on(GatewayDispatchEvents.MessageDelete, ({ id }: GatewayMessageDeleteDispatchData) =>
    then(() => jobs.messagesDeleted([id])),
  );
  client.ws.on(GatewayDispatchEvents.MessageDeleteBulk, ({ ids }: GatewayMessageDeleteBulkDispatchData) =>
    then(() => jobs.messagesDeleted(ids)),
  );
  const channelGone = ({
    id,
    guild_id: serverId,
  }: GatewayChannelDeleteDispatchData | GatewayThreadDeleteDispatchData) => {
    // discord.js hears of it after this, so it still knows the threads that go along.
    const channel = client.channels.cache.get(id);
    const threads = channel && 'threads' in channel ? [...channel.threads.cache.keys()] : [];
    if (!serverId) return;
    for (const channelId of [id, ...threads]) then(() => jobs.channelDeleted({ ...serverOf(serverId), channelId }));
  };
  client.ws.on(GatewayDispatchEvents.ChannelDelete, channelGone);
  client.ws.on(GatewayDispatchEvents.ThreadDelete, channelGone);
}

/** READY names every server of the shard, those that are unavailable too. */
async function compare({ guilds, shard = [0, 1] }: GatewayReadyDispatchData, jobs: JobServers): Promise<void> {
  const there = new Set(guilds.map(({ id }) => id));
  const known = (await jobs.enteredServers('discord')).filter((id) => shardOf(id, shard[1]) === shard[0]);
  for (const id of known) if (!there.has(id)) await jobs.leaveServer(serverOf(id));
  for (const id of there) if (!known.includes(id)) await jobs.enterServer(serverOf(id));
}

/** As Discord deals servers out (its documentation, topics/gateway, sharding). */
function shardOf(serverId: string, shards: number): number {
  return Number((BigInt(serverId) >> 22n) % BigInt(shards));
}

function serverOf(serverId: string) {
  return { platform: 'discord', serverId } as const;
}
