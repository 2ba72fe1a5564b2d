import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

const TYPED = {
  name: 'ink',
  description: 'black: and wet',
  template: 'ink drawing of {prompt}',
  negative: 'colour',
  adapters: 'ink:0.8',
  sampler: 'lcm',
  karras: false,
  steps: 0,
  guidance: 1.5,
  size: '64x96',
  'clip-skip': 2,
};

it('a refused style keeps everything that was typed, also where a form has too few fields for it', async () => {
  const { ada, channel, discord } = await startTestBot();
  const refused = await ada.slash(channel, 'style create', TYPED).message();
  expect(refused).toMatchObject({ ephemeral: true, content: expect.stringMatching(/steps.*given 0/) });
  const modal = await ada.click(refused, 'Fix it').modal();
  const fields = JSON.stringify(modal.components);
  for (const name of ['name', 'description', 'template', 'negative'] as const)
    expect(fields).toContain(`"value":"${TYPED[name]}"`);
  const others = 'adapters: ink:0.8\nsampler: lcm\nkarras: false\nsteps: 0\nguidance: 1.5\nsize: 64x96\nclip-skip: 2';
  expect(fields).toContain(JSON.stringify(others));
  // A form that is wrong in other ways is asked about again, and keeps what it cannot read, too.
  const wrong = others.replace('steps: 0', 'steps: many\nshine: 3\nhello');
  const again = await ada.submitModal(modal, { fields: { 'Everything else': wrong } }).message();
  expect(again.content).toMatch(/steps.*“?"?many.*shine.*hello/s);
  const last = await ada.click(again, 'Fix it').modal();
  expect(JSON.stringify(last.components)).toContain('steps: many\\nshine: 3\\nhello');
  const right = others.replace('steps: 0', 'Steps: 3');
  const made = await ada.submitModal(last, { fields: { 'Everything else': right } }).message();
  expect(made.text).toContain('3 steps · guidance 1.5 · sampler lcm · 64×96');
  expect(made.text).toContain('black: and wet');
  expect(discord.problems()).toEqual([]);
});
