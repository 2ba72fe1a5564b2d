import { expect, it } from 'vitest';
import type { Failure } from '#shared/failure.ts';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('several shards share the servers of one bot, as Discord advises or as is said', async () => {
  const connected: boolean[] = [];
  const operator = { connected: (is: boolean) => void connected.push(is) };
  const { discord, start, jobs } = await startTestBot({ running: false, operator });
  discord.world.shardsAdvised = 3;
  discord.world.startsAtOnce = 3;
  const guilds = [1, 2, 3, 4].map((n) => discord.guild({ name: `Harbour ${n}` }));
  await start();
  expect(discord.gateway).toMatchObject({ connections: 3, identified: 3 });
  const person = discord.person('Eve');
  const asked = [
    ...guilds.map((guild) => [guild.member('Ada'), guild.channel('pictures')] as const),
    [person, person.direct] as const,
  ];
  for (const [member, channel] of asked)
    await member.slash(channel, 'imagine', { prompt: 'a boat', steps: 1 }).message();
  for (const [, channel] of asked) await channel.waitFor((one) => one.text.includes('Drawn in'));
  expect(await jobs().recent({ limit: 10 })).toHaveLength(5);

  discord.disconnect({ code: 4000 });
  await discord.until(() => (discord.gateway.resumed === 3 ? true : undefined));
  await expect.poll(() => connected.at(-1), SOON).toBe(true);
  expect(connected).toEqual([true, ...connected.slice(1, -1).fill(false), true]);
  expect(discord.problems()).toEqual([]);
});

it('begins no session when the hour’s are used up, and says when it does', async () => {
  const told: string[] = [];
  const operator = { shards: 1, tellOperator: ({ message }: Failure) => void told.push(message) };
  const { discord, start, stop, storage } = await startTestBot({ operator });
  const now = Date.now();
  await storage().starts.write(Array.from({ length: 20 }, (_, n) => now - n));
  discord.disconnect({ code: 4000, forget: true });
  await expect.poll(() => told, SOON).toEqual([expect.stringContaining('20 an hour at most')]);
  expect(discord.gateway).toMatchObject({ identified: 1, connections: 0 });
  await stop();
  await expect(start()).rejects.toThrow(/begins 20 an hour at most.*more in 60 min/);
  expect(discord.gateway.identified).toBe(1);
});
