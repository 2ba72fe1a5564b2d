import { describe, expect, it } from 'vitest';
import { COMMANDS } from '#bot/commands/commands.ts';
import { MESSAGE_COMMANDS } from '#bot/commands/message-commands.ts';
import { USER_COMMANDS } from '#bot/commands/user-commands.ts';
import {
  commandDefinitions,
  messageCommandDefinitions,
  userCommandDefinitions,
} from '#bot/discord/command-definitions.ts';
import { startDiscord } from '#bot/discord/start-discord.ts';
import type { JobView } from '#bot/domain/job.ts';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import type { Failure } from '#shared/failure.ts';
import { silentLog } from '#shared/log.ts';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

const PLACES = { outsideServers: true };
closeStages();

describe('startDiscord()', () => {
  it('says who it is and tells Discord the commands, once', async () => {
    const { start, stop, discord, guild, channel, ada, bob, mod } = await startTestBot({ running: false });
    const secret = guild.channel('secret');
    secret.overwrite(mod, { deny: ['ViewChannel'] });
    const bot = await start();
    expect(bot.readyAs).toMatch(/easel/i);
    const { directory } = bot;
    expect(directory.server(guild.id)).toMatchObject({ name: guild.name });
    expect(directory.server(guild.id)!.channels).toContainEqual({ channelId: channel.id, name: channel.name });
    const rights = await Promise.all([ada, mod, bob].map(({ id }) => directory.rightsOf(guild.id, id)));
    expect(rights).toMatchObject([
      { mayManageServer: true },
      { mayManageServer: false, isModerator: true },
      { mayManageServer: false, isModerator: false },
    ]);
    expect([rights[1]!.mayRead(channel.id), rights[1]!.mayRead(secret.id)]).toEqual([true, false]);
    expect([await directory.rightsOf(guild.id, '1234'), directory.server('1234')]).toEqual([null, null]);
    const sheet = { name: 'grid.webp', data: new Uint8Array([1, 2, 3]), words: 'a *red* house @everyone' };
    await directory.show(channel.id, sheet);
    const said = await channel.waitFor((one) => one.text.includes('house'));
    expect(said.text).toContain('a \\*red\\* house');
    expect(said.attachments.map(({ filename }) => filename)).toEqual(['grid.webp']);
    await expect(directory.show('1234', sheet)).rejects.toThrow('Discord did not take it');
    expect(bot.inviteUrl).toContain(`client_id=${discord.applicationId}`);
    const told = discord.commands().map(({ name }) => name);
    const menus = [...messageCommandDefinitions(MESSAGE_COMMANDS, PLACES), ...userCommandDefinitions(USER_COMMANDS)];
    const own = [...commandDefinitions(COMMANDS, PLACES), ...menus];
    expect(told.toSorted()).toEqual(own.map(({ name }) => name).toSorted());
    expect(told).toEqual(expect.arrayContaining(['imagine', 'style', 'help', 'Redraw']));
    await stop();
    expect(discord.gateway.closeCodes).toEqual([1000]);
    await start();
    const puts = discord.requests.filter(({ method, path }) => method === 'PUT' && path.includes('/commands'));
    expect(puts).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });

  it('goes on after the connection was lost', async () => {
    const { discord, ada, channel } = await startTestBot();
    discord.disconnect({ code: 4000 });
    await discord.until(() => (discord.gateway.resumed === 1 ? true : undefined), { timeoutMs: 15_000 });
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await channel.waitFor((one) => one.text.includes('Drawn in'));
  });

  it('says whether it is connected, and what to do when Discord refuses it for good', async () => {
    const connected: boolean[] = [];
    const { start, discord } = await startTestBot({
      running: false,
      operator: { connected: (is) => void connected.push(is) },
    });
    const bot = await start();
    discord.disconnect({ code: 4000 });
    await discord.until(() => (discord.gateway.resumed === 1 ? true : undefined), { timeoutMs: 15_000 });
    await expect.poll(() => connected.slice(0, 3), SOON).toEqual([true, false, true]);
    discord.disconnect({ code: 4004 });
    expect((await bot.refused).message).toMatch(/^DISCORD_TOKEN was refused by Discord/);
    expect(connected.at(-1)).toBe(false);
  });

  it('stays with the commands that there are when Discord does not take new ones, and tells the operator', async () => {
    const told: string[] = [];
    const operator = { tellOperator: ({ message }: Failure) => void told.push(message) };
    const { start, stop, discord } = await startTestBot({ operator });
    await stop();
    discord.fault({ method: 'GET', path: '/commands', kind: 'status', status: 400 });
    await start();
    expect(told).toEqual([
      expect.stringMatching(/^Discord did not take the commands, so it goes on with those that it has: 400 /),
    ]);
    expect(discord.gateway).toMatchObject({ connections: 1, identified: 2 });
  });

  it('tells Discord the commands again, and nothing else, when it was down for them', async () => {
    const hurried: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms === 5000 ? 20 : ms, signal) };
    const told: string[] = [];
    const operator = { tellOperator: ({ message }: Failure) => void told.push(message) };
    const { start, discord } = await startTestBot({ running: false, clock: hurried, operator });
    const down = discord.fault({ method: 'PUT', path: '/commands', kind: 'status', status: 502, times: 4 });
    await start();
    expect(told).toEqual([
      expect.stringMatching(/^Discord could not take the commands, so they are told again in 5 s/),
    ]);
    await discord.until(() => (discord.commands().length > 0 ? true : undefined));
    expect(down.hits).toBe(4);
    expect(discord.gateway.identified).toBe(1);
  });

  it('does not use up the last starts that Discord allows', async () => {
    const { start, discord } = await startTestBot({ running: false });
    discord.world.startsLeft = 10;
    await expect(start()).rejects.toThrow(
      'Cannot log in to Discord: it allows 10 more starts before it resets the token; more in 240 min',
    );
    expect(discord.gateway.identified).toBe(0);
  });

  it('gives way to another bot with its token, and tells the operator', async () => {
    const told: string[] = [];
    const operator = { tellOperator: ({ message }: Failure) => void told.push(message) };
    const { ada, channel, discord, jobs, renderer } = await startTestBot({ operator, renderer: { stepMs: 200 } });
    const hold = discord.fault({ method: 'POST', path: '/callback', kind: 'hold' });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 20 });
    const { path } = await discord.until(() => discord.requests.find((each) => each.path.endsWith('/callback')));
    const button = { type: 2, style: 2, label: 'Cancel', custom_id: 'e1:cancel:of-the-other' };
    const components = [
      {
        type: 17,
        components: [
          { type: 10, content: 'Step 1 of 9' },
          { type: 1, components: [button] },
        ],
      },
    ];
    const answer = await fetch(`${discord.api}/v10${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 4, data: { flags: 1 << 15, components } }),
    });
    expect(answer.ok).toBe(true);
    hold.release();
    const message = await asked.message();
    await expect.poll(() => told, SOON).toEqual([expect.stringMatching(/^Another bot runs with this DISCORD_TOKEN/)]);
    await expect.poll(() => jobs().queue(), SOON).toEqual([]);
    await expect.poll(() => renderer.renders.every(({ state }) => state === 'cancelled'), SOON).toBe(true);
    expect([message.text, message.versions.length, channel.messages().length]).toEqual(['Step 1 of 9', 1, 1]);
  });

  it('gives way to another bot with its token and a copy of its ledger where a reaction is answered by both', async () => {
    const told: string[] = [];
    const operator = { tellOperator: ({ message }: Failure) => void told.push(message) };
    const { ada, channel, discord, jobs, renderer } = await startTestBot({ operator });
    const first = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    renderer.setStepMs(60_000);
    const hold = discord.fault({ method: 'POST', path: '/messages', kind: 'hold' });
    ada.react(first, '🔁');
    const posted = await discord.until(() => discord.requests.find(({ path }) => path.endsWith('/messages')));
    const ours = JSON.stringify(posted.body);
    const [{ job }] = jobs().queue() as [JobView];
    // The other bot hears the same reaction and was quicker; its job has another id.
    const answer = await fetch(`${discord.api}/v10${posted.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bot ${discord.token}` },
      body: ours.replaceAll(job.id, 'of-the-other'),
    });
    expect(answer.ok).toBe(true);
    hold.release();
    await expect.poll(() => told, SOON).toEqual([expect.stringMatching(/^Another bot runs with this DISCORD_TOKEN/)]);
    await expect.poll(() => jobs().queue(), SOON).toEqual([]);
    expect(channel.messages()).toHaveLength(2);
    expect(renderer.renders.at(-1)!.state).not.toBe('finished');
    expect(discord.problems()).toEqual([]);
  });

  it('answers kindly while it stops', async () => {
    const { stop, ada, channel, discord } = await startTestBot();
    const hold = discord.fault({ method: 'POST', path: '/callback', kind: 'hold' });
    ada.slash(channel, 'help');
    await discord.until(() => (hold.hits === 1 ? true : undefined));
    const stopping = stop();
    const late = ada.slash(channel, 'imagine', { prompt: 'a lighthouse' });
    expect((await late.message()).content).toBe('Easel is restarting. Please ask again in a moment.');
    hold.release();
    await stopping;
  });

  it('refuses a token that Discord refuses, and an address where nobody is, each with a sentence', async () => {
    const { jobs, storage, discord } = await startTestBot();
    const cluster = { snapshot: () => [] } as never;
    const presets = createPresetService({ ...storage(), words: jobs().rules.words, cluster, clock: systemClock });
    const rest = {
      drafts: storage().drafts,
      starts: storage().starts,
      jobs: jobs(),
      presets,
      intake: createPictureIntake({ ...storage(), signal: AbortSignal.abort() }),
      cluster,
      log: silentLog,
      clock: { now: Date.now, sleep: () => new Promise<void>(() => {}) },
    };
    await expect(startDiscord({ ...rest, token: 'wrong.token.here', api: discord.api })).rejects.toThrow(
      'DISCORD_TOKEN was refused by Discord: copy the bot token again from the Bot page of discord.com/developers',
    );
    await expect(startDiscord({ ...rest, token: discord.token, api: 'http://127.0.0.1:9/api' })).rejects.toThrow(
      'Cannot reach Discord at http://127.0.0.1:9/api: check the connection of this machine',
    );
  });
});
