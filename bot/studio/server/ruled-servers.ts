import type { JobService } from '#bot/ports/job-service.ts';
import type { MemberRights, ServerDirectory } from '#bot/ports/server-directory.ts';
import type { RuleAsker } from '#bot/ports/server-rules.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import type { RuledServerCard, RuledServers } from '#bot/studio/server/rule-api.ts';
import type { Visitor } from '#bot/studio/server/visitor.ts';
import { failure } from '#bot/text/say.ts';

/** What decides who looks after which server. */
export interface RuledSources {
  readonly jobs: Pick<JobService, 'rules' | 'enteredServers'>;
  /** Null as long as Discord was not there. */
  readonly directory?: () => ServerDirectory | null;
}

/** A server with what whoever asks may do there. */
export interface RuledServer {
  readonly card: RuledServerCard;
  readonly asker: RuleAsker;
  readonly mayRead: MemberRights['mayRead'];
}

/**
 * The servers that a visitor may look after: whoever sits here the studio, and servers of Discord that let them; who
 * has logged in with Discord those in which Discord says that they may.
 */
export async function ruledServers(visitor: Visitor, sources: RuledSources): Promise<readonly RuledServer[]> {
  if (visitor.level === 'all') {
    const { shared } = await discordServers(sources);
    return [studioItself(visitor), ...shared.map((serverId) => sharedServer(serverId, visitor, sources))];
  }
  const { memberId = null, serverIds = [] } = visitor.grant ?? {};
  if (visitor.level === 'look' || memberId === null) return [];
  const own = serverIds.map((serverId) => serverOfMember(serverId, visitor, sources));
  return (await Promise.all(own)).filter((server) => server !== null);
}

/** The same with how many there are that who sits here may not look after. */
export async function listRuled(visitor: Visitor, sources: RuledSources): Promise<RuledServers> {
  const servers = (await ruledServers(visitor, sources)).map(({ card }) => card);
  const closed = visitor.level === 'all' ? (await discordServers(sources)).closed : 0;
  return { servers, closed };
}

/** One of them. Throws `not-found` for any other, so that nobody learns which servers there are. */
export async function ruledServer(serverId: string, visitor: Visitor, sources: RuledSources): Promise<RuledServer> {
  const found = (await ruledServers(visitor, sources)).find(({ card }) => card.serverId === serverId);
  if (!found) throw failure('not-found', 'ruling.no-server');
  return found;
}

async function discordServers({ jobs }: RuledSources) {
  const entered = await jobs.enteredServers('discord');
  const said = await Promise.all(entered.map((serverId) => jobs.rules.settings.of({ serverId, channelId: '' })));
  const shared = entered.filter((_, index) => said[index]!.studio);
  return { shared, closed: entered.length - shared.length };
}

function studioItself({ member }: Visitor): RuledServer {
  const { serverId } = STUDIO_PLACE;
  const card = { serverId, name: null, channels: [], mayManage: true };
  return { card, asker: askerOf(member, { serverId, mayManageServer: true, isModerator: true }), mayRead: () => true };
}

function sharedServer(serverId: string, { member }: Visitor, { directory }: RuledSources): RuledServer {
  const { name = serverId, channels: all = [] } = directory?.()?.server(serverId) ?? {};
  const open = new Set(directory?.()?.openChannels(serverId) ?? []);
  const channels = all.filter(({ channelId }) => open.has(channelId));
  const asker = askerOf(member, { serverId, mayManageServer: true, isModerator: true });
  // Who runs the bot is no member: they see what everybody there sees.
  return { card: { serverId, name, channels, mayManage: true }, asker, mayRead: (channelId) => open.has(channelId) };
}

async function serverOfMember(
  serverId: string,
  { member }: Visitor,
  { directory }: RuledSources,
): Promise<RuledServer | null> {
  const known = directory?.()?.server(serverId);
  const rights = known && (await directory?.()?.rightsOf(serverId, member.id));
  if (!rights || !(rights.isModerator || rights.mayManageServer)) return null;
  const { mayManageServer, mayRead } = rights;
  const channels = known.channels.filter(({ channelId }) => mayRead(channelId));
  const card = { serverId, name: known.name, channels, mayManage: mayManageServer };
  return { card, asker: askerOf(member, { serverId, ...rights }), mayRead };
}

function askerOf(
  { id: memberId, name: memberName }: Visitor['member'],
  { serverId, mayManageServer, isModerator }: Pick<RuleAsker, 'serverId' | 'mayManageServer' | 'isModerator'>,
): RuleAsker {
  return { serverId, memberId, memberName, mayManageServer, isModerator: isModerator ?? false };
}
