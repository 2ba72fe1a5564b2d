import { describe, expect, it } from 'vitest';
import { startDiscord } from '#bot/discord/start-discord.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

describe('startDiscord()', () => {
  it('says who it is and tells Discord the commands, once', async () => {
    const { start, stop, discord } = await startTestBot({ running: false });
    const bot = await start();
    expect(bot.readyAs).toMatch(/easel/i);
    expect(bot.inviteUrl).toContain(`client_id=${discord.applicationId}`);
    expect(discord.commands().map(({ name }) => name)).toEqual(['imagine', 'style', 'queue', 'help']);
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
    const presets = createPresetService({ ...storage(), cluster, clock: systemClock });
    const rest = {
      jobs: jobs(),
      presets,
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
