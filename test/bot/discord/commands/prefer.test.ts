import { expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('what a member prefers goes with every prompt of theirs, and remix asks for other words first', async () => {
  const { ada, bob, channel, discord, jobs, storage } = await startTestBot();
  const told = async (line: string, values: Record<string, string | boolean>) => {
    const { text, content } = await ada.slash(channel, line, values).message();
    return text + content;
  };
  expect(await told('prefer suffix', { text: 'soft light --ar 3:2' })).toContain('soft light --ar 3:2');
  expect(await told('prefer option', { name: '--Mine', value: '--steps 2' })).toContain('`--mine` `--steps 2`');
  expect(await told('prefer option', { name: 'steps', value: '9' })).toContain('it means something already');
  expect(await told('prefer suffix', { text: 'a {red, blue} cat' })).toContain('belong in the prompt itself');
  const odd = await told('prefer suffix', { text: 'soft --stile ink --v 6 --glitter --seed x --mine' });
  expect(odd).toContain('Cannot keep “--stile” for every prompt: there is no such setting; did you mean “--style”?');
  expect(odd).toContain('Cannot keep “--glitter” for every prompt: there is no such setting, and none like it');
  expect(odd).toContain('Cannot keep --v for every prompt: there is nothing like it here');
  expect(odd).toContain('Cannot keep “x” as a value for every prompt: it must be like --seed 7');
  expect(odd).not.toContain('--mine');
  expect(await told('prefer option', { name: 'b', value: '--mine' })).toContain('Cannot keep “--mine”');
  const drawn = await ada.slash(channel, 'imagine', { prompt: 'a heron --mine', count: 2 }).message();
  await channel.waitFor((one) => one.id === drawn.id && one.text.includes('drawn in'));
  const { settled } = (await jobs().findByMessage(drawn.id))!.job;
  expect(settled.order.prompt).toBe('a heron, soft light --steps 2 --ar 3:2');
  expect(settled.task).toMatchObject({ steps: 2, parametersPrompt: 'a heron, soft light' });
  expect(await storage().preferences.get('discord', bob.id)).toMatchObject({ suffix: '' });

  expect(await told('prefer remix', { on: true })).toContain('Remix is on');
  const form = await ada.click(drawn, 'Reroll').modal();
  await ada.submitModal(form, { fields: { Prompt: 'a gull' } }).message();
  await expect
    .poll(async () => (await jobs().recent({ limit: 1 }))[0]!.job.settled.order.prompt, SOON)
    .toMatch(/^a gull/);
  const [again] = await jobs().recent({ limit: 1 });
  expect(again!.job).toMatchObject({ parentId: (await jobs().findByMessage(drawn.id))!.job.id });
  const other = await ada.click(drawn, 'V1').modal();
  await ada.submitModal(other, { fields: { Prompt: 'a crow' } }).message();
  const newest = async () => (await jobs().recent({ limit: 1 }))[0]!.job.settled;
  await expect.poll(async () => (await newest()).order.prompt, SOON).toBe('a crow');
  expect((await newest()).task).toHaveProperty('source');
  expect(discord.problems()).toEqual([]);

  expect(await told('prefer suffix', {})).toContain('**With every prompt**\nnothing');
  await told('prefer option', { name: 'mine' });
  await told('forget', { where: 'everywhere', sure: true });
  expect(await storage().preferences.get('discord', ada.id)).toEqual({ suffix: '', options: {}, remix: false });
});
