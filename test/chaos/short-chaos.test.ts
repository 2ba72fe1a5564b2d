import { afterAll, expect, it } from 'vitest';
import { EMBEDDED_FAULTS } from '#test/chaos/faults.ts';
import { runChaos } from '#test/chaos/run-chaos.ts';
import { endAll } from '#test/journeys/easel-process.ts';

/** Two kills of a real bot and of whatever it started; chaos.long.test.ts and `npm run chaos` break everything else, too. */
const SHORT = { renderers: 1, installations: 1, share: 0.02, seconds: 60, isInTurn: false };

afterAll(endAll);

it('a bot that is killed amid its work loses no job, shows none twice and fails none', {
  timeout: 60_000,
}, async () => {
  const faults = EMBEDDED_FAULTS.filter(({ name }) => name === 'bot-kill');
  const reports = [];
  for await (const report of runChaos(faults, SHORT).reports) reports.push(report);
  expect(
    reports.map(({ fault, reached, lost, twice, failed, wrong }) => [fault.name, reached, lost, twice, failed, wrong]),
  ).toEqual([['bot-kill', 2, 0, 0, 0, []]]);
});
