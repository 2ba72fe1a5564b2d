import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('an embedding is named in a prompt as it is called: counted, explained, and drawn with its weight', async () => {
  const { ada, channel, renderer } = await startTestBot();
  const prompt = 'a cat, (sea-glass:1.3) --no easynegative';
  const read = (await ada.slash(channel, 'explain', { prompt }).message()).text;
  expect(read).toContain('(sea-glass:1.3)');
  expect(read).toContain('easynegative');
  expect(read).toMatch(/3 of 75/);
  const { id } = await ada.slash(channel, 'imagine', { prompt, steps: 1 }).message();
  await channel.waitFor((one) => one.id === id && one.text.includes('Drawn in'));
  const { prompt: words, negative } = renderer.renders.at(-1)!.spec;
  expect(words!.chunks[0]!.spans.map(({ text, weight }) => [text.trim(), weight.toFixed(1)])).toContainEqual([
    'sea-glass',
    '1.3',
  ]);
  expect(JSON.stringify(negative)).toContain('easynegative');
});

it('a list that a member brings is chosen from, alike for a seed, shown, given back, and in no other server', async () => {
  const { ada, channel, discord, jobs } = await startTestBot();
  const say = async (line: string, values = {}) => (await ada.slash(channel, line, values).message()).text;
  const file = { name: 'Sea birds.txt', bytes: Buffer.from('gull\ntern\npuffin') };
  expect(await say('wildcards upload', { file })).toContain('Kept with 3 lines');
  expect(await say('wildcards list')).toContain('__sea_birds__');
  const message = await ada.slash(channel, 'imagine', { prompt: 'a __sea_birds__ --seed 7', steps: 2 }).message();
  await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
  expect(message.text).toMatch(/Chosen: a (gull|tern|puffin)/);
  const { job } = (await jobs().findByMessage(message.id))!;
  expect(job.settled.order.prompt).toBe('a __sea_birds__ --seed 7');
  expect(job.settled.task).toMatchObject({ parametersPrompt: job.settled.chosen!.replace(' --seed 7', '') });
  const read = await say('explain', { prompt: 'a __sea_birds__ (red:1.4) --seed 7' });
  expect(read).toContain(`Chosen: \`${job.settled.chosen!.replace(' --seed', ' (red:1.4) --seed')}\``);
  expect(read).toContain('(red:1.4)');
  const given = await ada.slash(channel, 'wildcards export', { name: 'sea_birds' }).message();
  expect(given.attachments.map(({ filename }) => filename)).toEqual(['sea_birds.txt']);
  const typed = { values: { name: 'sea' }, focused: 'name' };
  expect(await ada.complete(channel, 'wildcards delete', typed).choices()).toMatchObject([{ value: 'sea_birds' }]);
  const other = discord.guild({ name: 'Mountain' });
  const [elsewhere, eve] = [other.channel('pictures'), other.member('Eve')];
  const refused = await eve.slash(elsewhere, 'imagine', { prompt: 'a __sea_birds__' }).message();
  expect(refused.content).toContain('There is no list “sea');
  expect(await say('wildcards delete', { name: 'sea_birds' })).toContain('is forgotten');
  expect(discord.problems()).toEqual([]);
});
