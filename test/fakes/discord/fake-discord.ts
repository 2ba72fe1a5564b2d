/**
 * A fake Discord on one loopback port, for a real discord.js client: REST, CDN and gateway.
 *
 * ```ts
 * const discord = await startFakeDiscord({ clock });
 * const guild = discord.guild({ name: 'Harbour' });
 * const channel = guild.channel('pictures');
 * const ada = guild.member('Ada', { permissions: ['ManageGuild'] });
 *
 * const client = new Client({ intents, rest: { api: discord.api } });      // the program under test
 * await client.login(discord.token);
 * await discord.clientReady();
 *
 * const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 4 });
 * const { type } = await asked.response();                                 // 5: deferred
 * const message = await asked.message();                                   // first look that is not "thinking…"
 * await channel.waitFor((one) => one.attachments.length === 1);
 * message.versions;                                                        // every look it had, with the files' bytes
 * ada.react(message, '🔁');
 * const modal = await ada.click(message, 'Edit').modal();
 * ada.submitModal(modal, { fields: { Prompt: 'a lighthouse at night' } });
 *
 * expect(discord.problems()).toEqual([]);
 * await discord.close();
 * ```
 *
 * acts: people, servers and channels, what they do and see. world: all that Discord knows. rest, gateway: its doors.
 * rules: what it refuses.
 * Time: ids, the three seconds for a first answer, the fifteen minutes of a token and the age of messages go by
 * `clock`; rate limits and the timeouts of waits go by the machine's clock, because discord.js does.
 * What happens to the bot: `disconnect` (4000 = resume, 1006 = line cut), `resetToken`, `gateway.setRules` (identifies,
 * sends, shards), `gateway.double` and `holdBack` (events twice or out of order), `fault` (502, pages of Cloudflare, cut
 * and held requests), `setLimiter`, `setInvalidRequestsMax`, `channel.denyBot`, `overwrite`, `archive`, `remove`,
 * `guild.removeBot`, `addBot`, `lose`, `find`, `block` (AutoMod), `timeOut`, `overrideCommand`, `deleteTogether`.
 * People outside of servers, their conversations and groups: `person`; servers without the bot: `withoutBot`.
 * What is checked: each body against Discord's OpenAPI description and the rules of rules/semantic-rules.ts; `problems()`
 * lists all breaches, and a body that Discord would refuse is refused with Discord's error. Errors that a good bot
 * meets too (expired token, missing permission, file too large) are answered but are no problems.
 *
 * A channel can be looked at: renderChannelPage and openCamera in ../discord-page.
 *
 * Assumptions where Discord is silent: a message of components v2 still lists its attachments; an edit without
 * `attachments` keeps all files; an ephemeral message is told to no gateway.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '#shared/clock.ts';
import { type FakeMessage, viewMessage } from '#test/fakes/discord/acts/fake-message.ts';
import { type FakeGuild, foundGuild, type GuildOptions } from '#test/fakes/discord/acts/guild.ts';
import { type FakePerson, newPerson } from '#test/fakes/discord/acts/person.ts';
import { type Gateway, openGateway } from '#test/fakes/discord/gateway/gateway.ts';
import type { JsonObject } from '#test/fakes/discord/json.ts';
import { createFaults, type Fault, type SetFault } from '#test/fakes/discord/rest/faults.ts';
import { createInvalidRequests } from '#test/fakes/discord/rest/invalid-requests.ts';
import { discordLimits, type Limiter } from '#test/fakes/discord/rest/limits.ts';
import type { RecordedRequest } from '#test/fakes/discord/rest/request-log.ts';
import { restListener } from '#test/fakes/discord/rest/rest.ts';
import { OPENAPI_FILE, openOpenapi } from '#test/fakes/discord/rules/openapi.ts';
import { type Problem, problemsOf } from '#test/fakes/discord/rules/problems.ts';
import { until, type WaitOptions } from '#test/fakes/discord/wait.ts';
import { issueCode } from '#test/fakes/discord/world/activities.ts';
import { createWorld, resetToken, type World } from '#test/fakes/discord/world/world.ts';

/** How to start a fake Discord. */
export interface FakeDiscordOptions {
  /** The machine's own clock when not given. */
  readonly clock?: Clock;
  /** Discord's OpenAPI description; when the file is missing, structure is not checked and stderr says so. */
  readonly openapiFile?: string;
  /** Rate limits; like Discord's when not given (limits.ts). */
  readonly limiter?: Limiter;
}

/** A running fake Discord. */
export interface FakeDiscord {
  /** For `new Client({ rest: { api } })`. */
  readonly api: string;
  /** The bot's token. */
  readonly token: string;
  /** Id of the application and of its bot user. */
  readonly applicationId: string;
  /** Everything there is, for the page that shows a channel. */
  readonly world: World;
  guild(options: GuildOptions): FakeGuild;
  /** Somebody outside of all servers. */
  person(name: string, options?: { readonly locale?: string }): FakePerson;
  /** A message by id, deleted ones too. Throws when there never was one. */
  message(id: string): FakeMessage;
  /** OAuth 2 and Activities: a code for a member who consents, which may have run out; members leave. */
  readonly activities: {
    readonly clientSecret: string;
    consent(userId: string, how?: { readonly isOver?: boolean }): string;
    leave(instanceId: string, userId: string): void;
  };
  /** Commands as registered everywhere, or in one server. */
  commands(guildId?: string): readonly JsonObject[];
  /**
   * Resolves when as many clients (1 when not given) are logged in and were told about all servers. Await the client's
   * own ready event too before destroying it: discord.js hangs when it is destroyed while it waits for READY.
   */
  clientReady(options?: WaitOptions & { readonly clients?: number }): Promise<void>;
  /** Resolves with the first value that `look` finds, looking again after each change. */
  until<T>(look: () => T | undefined, options?: WaitOptions & { readonly what?: string }): Promise<T>;
  /** Every HTTP call, in order. */
  readonly requests: readonly RecordedRequest[];
  /** Everything wrong with the calls so far; the first use compiles schemas and takes a moment. */
  problems(): readonly Problem[];
  /** Lets requests go wrong; the first fault that fits a request hits it. */
  fault(fault: Fault): SetFault;
  setLimiter(limiter: Limiter): void;
  /** Bans the address when so many requests were refused within ten minutes; 10,000 when never said. */
  setInvalidRequestsMax(max: number): void;
  /** Closes all gateway connections: code 4000 (the default) makes clients resume, 1006 cuts the line. */
  disconnect(options?: { readonly code?: number; readonly forget?: boolean }): void;
  /** Gives the bot another token, and closes its connections with 4004. */
  resetToken(): void;
  readonly gateway: Pick<Gateway, 'double' | 'holdBack' | 'setRules' | 'askToReconnect'> & {
    readonly connections: number;
    readonly handshakes: number;
    readonly identified: number;
    readonly resumed: number;
    /** Codes that connections ended with, in order. */
    readonly closeCodes: readonly number[];
    /** What bots showed under their names, in order. */
    readonly statuses: readonly string[];
  };
  close(): Promise<void>;
}

/** Starts a fake Discord on 127.0.0.1 with a port of its own. */
export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const world = createWorld(options.clock ?? systemClock);
  const requests: RecordedRequest[] = [];
  const faults = createFaults();
  const invalid = createInvalidRequests();
  let limiter = options.limiter ?? discordLimits();
  const listener = restListener(world, { requests, faults, invalid, limiter: () => limiter });
  const server = createServer((request, response) => void listener(request, response));
  const gateway = openGateway(world, server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    api: `${world.origin}/api`,
    get token() {
      return world.token;
    },
    applicationId: world.bot.id,
    world,
    requests,
    person: (name, person) => newPerson(world, name, person),
    guild: (guildOptions) => foundGuild(world, guildOptions),
    message(id) {
      const message = world.messages.get(id);
      if (!message) throw new Error(`There never was a message ${id}`);
      return viewMessage(world, message);
    },
    activities: {
      clientSecret: world.clientSecret,
      consent: (userId, { isOver = false } = {}) => issueCode(world, { userId, isOver }),
      leave: (instanceId, userId) => void world.activities.get(instanceId)?.userIds.delete(userId),
    },
    commands: (guildId = '') => world.commands.get(guildId) ?? [],
    async clientReady({ clients = 1, ...wait } = {}) {
      const ready = () => (gateway.connections >= clients ? true : undefined);
      await until(world, ready, { ...wait, what: `${clients} connected clients` });
    },
    until: (look, { what = 'a change', ...wait } = {}) => until(world, look, { ...wait, what }),
    problems: () => problemsOf(requests, openOpenapi(options.openapiFile ?? OPENAPI_FILE)),
    fault: (fault) => faults.add(fault),
    setLimiter(next) {
      limiter = next;
    },
    setInvalidRequestsMax(max) {
      invalid.max = max;
    },
    disconnect: (how) => gateway.disconnect(how),
    resetToken() {
      resetToken(world);
      gateway.disconnect({ code: 4004, forget: true });
    },
    get gateway() {
      const { connections, counts, closeCodes, statuses, double, holdBack, setRules, askToReconnect } = gateway;
      return { connections, ...counts, closeCodes, statuses, double, holdBack, setRules, askToReconnect };
    },
    async close() {
      faults.releaseAll();
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
