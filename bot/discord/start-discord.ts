import { type Client, Events, type REST, type RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import type { Command } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { MESSAGE_COMMANDS } from '#bot/commands/message-commands.ts';
import { USER_COMMANDS } from '#bot/commands/user-commands.ts';
import {
  commandDefinitions,
  entryDefinition,
  messageCommandDefinitions,
  type Places,
  userCommandDefinitions,
} from '#bot/discord/command-definitions.ts';
import { keepActivity } from '#bot/discord/gateway/activity.ts';
import { followServers } from '#bot/discord/gateway/follow-servers.ts';
import { invitations } from '#bot/discord/gateway/invitations.ts';
import { lackingRightsIn, onRightsChanged } from '#bot/discord/gateway/own-rights.ts';
import { RefusedRequests } from '#bot/discord/gateway/refused-requests.ts';
import { tellCommands } from '#bot/discord/gateway/register-commands.ts';
import { openRest, restOptions } from '#bot/discord/gateway/rest-clients.ts';
import { Router } from '#bot/discord/gateway/router.ts';
import { createClient, followConnection, leave, logIn } from '#bot/discord/gateway/session.ts';
import type { EditPace } from '#bot/discord/panel/next-edit.ts';
import { PanelSync } from '#bot/discord/panel/panel-sync.ts';
import { createPanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { createCommandRights } from '#bot/discord/rights/command-rights.ts';
import { createMembersNow } from '#bot/discord/rights/member-now.ts';
import { createServerDirectory } from '#bot/discord/rights/server-directory.ts';
import { tellModerators } from '#bot/discord/tell-moderators.ts';
import type { ApiKeys, Members } from '#bot/ports/api-keys.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { DraftStore } from '#bot/ports/drafts.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { ServerDirectory } from '#bot/ports/server-directory.ts';
import type { StartBook } from '#bot/ports/starts.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { languageOf } from '#bot/text/locale.ts';
import { failure } from '#bot/text/say.ts';
import { pause, within } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** What the bot needs to be on Discord. */
export interface DiscordOptions {
  readonly token: string;
  readonly jobs: JobService;
  readonly presets: PresetService;
  readonly intake: PictureIntake;
  /** Absent = no other programs are let in. */
  readonly keys?: ApiKeys;
  readonly drafts: DraftStore;
  readonly starts: StartBook;
  readonly cluster: Cluster;
  readonly log: Log;
  readonly clock: Clock;
  /** Another address than Discord's own, without a version: "http://127.0.0.1:4000/api". */
  readonly api?: string;
  /** Connections that share the servers; as many as Discord advises when left out. */
  readonly shards?: number | 'auto';
  /** Whether members may use the bot in conversations, and bring it to servers that it is not in; they may when left out. */
  readonly outsideServers?: boolean;
  /** The studio is an Activity of the application; it is none when left out. */
  readonly hasActivity?: boolean;
  /** Other commands than all there are. */
  readonly commands?: readonly Command[];
  /** Another pace of edits than the usual one. */
  readonly pace?: EditPace;
  /** Called with what the operator must know or do while the bot goes on. */
  readonly tellOperator?: (trouble: Failure) => void;
  /** Called whenever the connection is lost or there again. */
  readonly connected?: (is: boolean) => void;
}

/** The bot on Discord. */
export interface Discord extends Members {
  /** The bot's name there. */
  readonly readyAs: string;
  /** Where an operator invites the bot to a server. */
  readonly inviteUrl: string;
  /** Where a member adds it for themselves; null where the operator does not want that. */
  readonly memberUrl: string | null;
  /** Its servers and their members. */
  readonly directory: ServerDirectory;
  /** Requests that Discord refused in the last ten minutes. */
  countRefused(): number;
  /** Resolves when Discord refuses the bot for good, with the sentence for the operator. */
  readonly refused: Promise<Failure>;
  /** Takes nothing new, shows the ends that are known, leaves. Waits for Discord ten seconds at most. */
  close(): Promise<void>;
}

const CLOSE_WITHIN_MS = 5000;
/** Between looks for ended jobs that Discord could not be told of. */
const LEFT_OVERS_EVERY_MS = 5 * 60_000;
/**
 * Logs in, registers the commands, and shows every job of Discord from now on. Throws `invalid` when the token is
 * refused and `unavailable` when Discord cannot be reached, each with a sentence for the operator.
 */
export async function startDiscord(options: DiscordOptions): Promise<Discord> {
  const { token, jobs, clock, log, api, commands = COMMANDS, outsideServers = true, hasActivity = false } = options;
  const { tellOperator = (trouble: Failure) => log.error({ err: trouble }, 'discord: for the operator') } = options;
  const rest = restOptions(api);
  const client = createClient(rest, log);
  const { webhooks, bot, stopSweeping } = openRest({ token, options: rest });
  const applicationId = () => client.application?.id ?? '';
  const writer = createPanelWriter({ applicationId, webhooks, bot, clock });
  const serverLanguage = (serverId: string) => languageOf(client.guilds.cache.get(serverId)?.preferredLocale);
  const pace = options.pace ? { pace: options.pace } : {};
  const refusedRequests = watchRefused([webhooks, bot, client.rest], clock);
  const onlyEnds = () => refusedRequests.areTooMany;
  const anotherBot = anotherBotOnce(tellOperator);
  const seeing = { serverLanguage, isMember: (serverId: string) => client.guilds.cache.has(serverId) };
  const panelSync = new PanelSync({ jobs, writer, clock, log, ...seeing, onlyEnds, anotherBot, ...pace });
  const commandRights = createCommandRights(client, client.rest);
  const reach = { commands, outsideServers, hasActivity };
  const services = { ...options, ...reach, panelSync, writer, commandRights, serverLanguage, anotherBot };
  const router = new Router({ services, webhooks });
  router.listen(client);
  followServers(client, { jobs, log });
  const ready = await logIn(client, { shards: 'auto', ...options, api, tellOperator });
  const refused = Promise.withResolvers<Failure>();
  followConnection(ready, { connected: options.connected ?? (() => {}), refused: refused.resolve });
  options.connected?.(true);
  const stop = new AbortController();
  const telling = tellCommands(definitionsOf(reach), {
    ...{ rest: ready.rest, applicationId: ready.application.id },
    ...{ clock, log, signal: stop.signal, tellOperator },
  });
  await telling.first;
  const { signal } = stop;
  const keeping = [
    keepPanels(panelSync, { client, clock, log, signal }),
    keepActivity(ready, { ...options, signal }),
    router.follow(signal),
    tellModerators(services, signal),
  ];
  return {
    readyAs: ready.user.tag,
    ...invitations(applicationId(), { outsideServers }),
    directory: createServerDirectory(client, clock),
    countRefused: () => refusedRequests.recent,
    ...createMembersNow(client, { commandRights, outsideServers, clock }),
    refused: refused.promise,
    async close() {
      await within(router.stop(), { ms: CLOSE_WITHIN_MS, clock });
      panelSync.sayStopping();
      await within(panelSync.settled(), { ms: CLOSE_WITHIN_MS, clock });
      stop.abort();
      panelSync.close();
      await Promise.all(keeping);
      await telling.done;
      await leave(client, clock);
      stopSweeping();
    },
  };
}

function watchRefused(clients: readonly REST[], clock: Clock): RefusedRequests {
  const refused = new RefusedRequests(clock);
  for (const each of clients) refused.watch(each);
  return refused;
}

function definitionsOf({
  commands,
  hasActivity,
  ...places
}: Places & {
  readonly commands: readonly Command[];
  readonly hasActivity: boolean;
}): readonly RESTPostAPIApplicationCommandsJSONBody[] {
  const entry = hasActivity ? [entryDefinition(places)] : [];
  const menus = [...messageCommandDefinitions(MESSAGE_COMMANDS, places), ...userCommandDefinitions(USER_COMMANDS)];
  return [...commandDefinitions(commands, places), ...menus, ...entry];
}

/** Every job that the other one shows would tell it again. */
function anotherBotOnce(tell: (trouble: Failure) => void): () => void {
  let isTold = false;
  return () => {
    if (!isTold) tell(failure('denied', 'discord.another-bot'));
    isTold = true;
  };
}

/** Shows all jobs until the signal; looks for what was left over whenever Discord may be back. */
async function keepPanels(
  panelSync: PanelSync,
  { client, clock, log, signal }: { client: Client; clock: Clock; log: Log; signal: AbortSignal },
): Promise<void> {
  const complete = () =>
    panelSync.completeLeftOvers().catch((error) => log.error({ err: error }, 'ended jobs could not be looked up'));
  client.on(Events.ShardResume, complete);
  const stopHearing = onRightsChanged(client, () => {
    void panelSync
      .rightsChanged((channelId) => lackingRightsIn(client, channelId).length === 0)
      .catch((error) => log.error({ err: error }, 'ended jobs could not be looked up'));
  });
  const looking = everyFewMinutes(complete, { clock, signal });
  try {
    await panelSync.watch(signal);
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, 'panels are not kept any more');
  }
  client.off(Events.ShardResume, complete);
  stopHearing();
  await looking;
}

async function everyFewMinutes(
  work: () => Promise<void>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  while (await pause(clock, LEFT_OVERS_EVERY_MS, signal)) await work();
}
