import { REST } from 'discord.js';
import { expect, it } from 'vitest';
import { newPanelState } from '#bot/discord/panel/panel-state.ts';
import { createPanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { putPanel } from '#bot/discord/panel/put-panel.ts';
import { someView } from '#test/bot/views/some-view.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

const nobody = async (): Promise<never> => {
  throw new Error('nobody was to be asked');
};
const clock = createFakeClock();
const rest = new REST({ makeRequest: nobody });
const writer = createPanelWriter({ applicationId: () => '1', webhooks: rest, bot: rest, clock });

it.each([
  ['another bot has the right by now', 7, null, { kind: 'superseded' }],
  ['this bot has it once more, which shows the job anew', 7, { epoch: 9, isSure: () => true }, { kind: 'superseded' }],
  ['another bot may have the right by now', 7, { epoch: 7, isSure: () => false }, { kind: 'wait', scope: 'message' }],
] as const)('a panel is not written where %s', async (_, term, now, outcome) => {
  const panel = Object.assign(newPanelState(someView()), { term });
  const jobs = { panelTerm: () => now, findByMessage: nobody, pictures: nobody };
  const options = { writer, clock, isStopping: false, left: 5, jobs, serverLanguage: nobody };
  expect(await putPanel(panel, panel.view, options as never)).toMatchObject({ outcome, bound: null });
});
