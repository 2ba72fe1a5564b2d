import { RateLimitError, REST } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { openRest, restOptions } from '#bot/discord/gateway/rest-clients.ts';
import { announcedRefusals } from '#test/bench/load/announced-refusals.ts';
import { startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { bucketLimits } from '#test/fakes/discord/rest/limits.ts';

const MESSAGES = '/channels/{channel_id}/messages';

/** Discord with one new message a minute in a channel, and a process's clients on it. */
async function start() {
  const limiter = bucketLimits([{ method: 'POST', template: MESSAGES, limit: 1, windowMs: 60_000 }]);
  const discord = await startFakeDiscord({ limiter });
  const guild = discord.guild({ name: 'Harbour' });
  const [full, empty] = [guild.channel('full'), guild.channel('empty')];
  const born: (() => void)[] = [];
  onTestFinished(async () => {
    for (const stop of born) stop();
    await discord.close();
  });
  const process = () => {
    const options = restOptions(discord.api);
    const { bot, stopSweeping } = openRest({ token: discord.token, options });
    const other = new REST({ ...options, rejectOnRateLimit: () => true }).setToken(discord.token);
    born.push(stopSweeping, () => {
      other.clearHashSweeper();
      other.clearHandlerSweeper();
    });
    return { bot, other };
  };
  const post = (rest: REST, { id }: { readonly id: string }) =>
    rest.post(`/channels/${id}/messages`, { body: { content: 'a boat' } });
  const sent = () => discord.requests.map(({ status }) => status);
  return { discord, full, empty, process, post, sent };
}

it('what the first answer of a route says of its bucket is heeded, by every client of the process', async () => {
  const { discord, full, empty, process, post, sent } = await start();
  const { bot, other } = process();
  await post(bot, full);
  const refused = await post(bot, full).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RateLimitError);
  expect((refused as RateLimitError).retryAfter).toBeGreaterThan(50_000);
  await expect(post(other, full)).rejects.toBeInstanceOf(RateLimitError);
  await post(other, empty);
  expect(sent()).toEqual([200, 200]);
  expect(announcedRefusals(discord.requests)).toEqual([]);
});

it('what was said to a process before this one cannot be known, and is no limit that was announced to it', async () => {
  const { discord, full, process, post, sent } = await start();
  await post(process().bot, full);
  const restartedAt = discord.requests[0]!.at + 1;
  await expect.poll(() => Date.now()).toBeGreaterThan(restartedAt);
  const second = process().bot;
  const refused = await post(second, full).catch((error: unknown) => error);
  for (let n = 0; n < 2; n++) await expect(post(second, full)).rejects.toBeInstanceOf(RateLimitError);
  expect(sent()).toEqual([200, 429]);
  const { endsAt, saidAt } = discord.requests[1]!.limit!;
  // To the millisecond, which the header for that is not; discord.js adds fifty.
  expect((refused as RateLimitError).retryAfter - 50).toBeCloseTo(endsAt - saidAt, 0);
  expect(announcedRefusals(discord.requests, [restartedAt])).toEqual([]);
  expect(announcedRefusals(discord.requests)).toHaveLength(1);
});
