import { afterAll, expect, it } from 'vitest';
import { CLUSTER_FAULTS, EMBEDDED_FAULTS } from '#test/chaos/faults.ts';
import { runChaos } from '#test/chaos/run-chaos.ts';
import { hasPostgres } from '#test/fakes/postgres-server.ts';
import { endAll } from '#test/journeys/easel-process.ts';

/** A fiftieth of what is done before a release, on few processes: what takes long there, and how long, is not judged. */
const SMALL = { renderers: 2, installations: 1, share: 0.02, seconds: 900, isInTurn: false };

afterAll(endAll);

it.runIf(hasPostgres())(
  'of everything that breaks, nothing loses a job, shows one twice or fails an innocent one',
  {
    timeout: 600_000,
  },
  async () => {
    const faults = [...CLUSTER_FAULTS, ...EMBEDDED_FAULTS].filter(({ lacks }) => !lacks?.());
    const reports = [];
    for await (const report of runChaos(faults, SMALL).reports) reports.push(report);
    expect(reports.map(({ fault, wrong }) => ({ name: fault.name, wrong }))).toEqual(
      expect.arrayContaining(faults.map(({ name }) => ({ name, wrong: [] }))),
    );
    for (const { fault, jobs, reached } of reports)
      expect([fault.name, jobs > 0, reached > 0]).toEqual([fault.name, true, true]);
  },
);
