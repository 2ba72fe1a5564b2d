import { describe, expect, it, onTestFinished } from 'vitest';
import { openCluster } from '#bot/cluster/cluster.ts';
import { chooseSetAside, createFlappingRenderers } from '#bot/cluster/quarantine.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import type { RendererPhase } from '#shared/contract/messages.ts';
import { silentLog } from '#shared/log.ts';
import { startTestJobService, submission, viewsUntil, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { allReady, snapshotsWhen } from '#test/contract/cluster.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const MINUTE = 60_000;

/** Five losses, a second between each two; gives the time of the last. */
function loseFiveTimes(flapping: ReturnType<typeof createFlappingRenderers>, from: number): number {
  for (let i = 0; i < 5; i++) flapping.lost('r', from + i * 1_000);
  return from + 4_000;
}

describe('a renderer that comes and goes', () => {
  it('is held from the fifth loss within five minutes on', () => {
    const flapping = createFlappingRenderers();
    for (const minute of [0, 1.5, 3, 4.5, 6, 7.5, 9]) {
      flapping.lost('r', minute * MINUTE);
      expect(flapping.heldAt('r', minute * MINUTE)).toBeNull();
    }
    flapping.lost('r', 9.25 * MINUTE);
    expect(flapping.heldAt('r', 9.25 * MINUTE)).toMatchObject({ until: 10.25 * MINUTE });
    expect(flapping.heldAt('other', 9.25 * MINUTE)).toBeNull();
  });

  it('is held until it has stayed for a while, which begins anew when it is lost meanwhile', () => {
    const flapping = createFlappingRenderers();
    const last = loseFiveTimes(flapping, 0);
    expect(flapping.heldAt('r', last + MINUTE - 1)).not.toBeNull();
    flapping.lost('r', last + MINUTE - 1);
    expect(flapping.heldAt('r', last + MINUTE)).toMatchObject({ until: last + 2 * MINUTE - 1 });
    expect(flapping.heldAt('r', last + 2 * MINUTE - 1)).toBeNull();
  });

  it('is held for twice as long each time, up to half an hour, and has no past after a good hour', () => {
    const flapping = createFlappingRenderers();
    let now = 0;
    for (const minutes of [1, 2, 4, 8, 16, 30, 30]) {
      now = loseFiveTimes(flapping, now);
      const { until, reason } = flapping.heldAt('r', now)!;
      expect(until - now).toBe(minutes * MINUTE);
      expect(inEnglish(reason)).toContain(`stayed for ${minutes} min`);
      now = until;
      expect(flapping.heldAt('r', now)).toBeNull();
    }
    const last = loseFiveTimes(flapping, now + 60 * MINUTE);
    expect(flapping.heldAt('r', last)).toMatchObject({ until: last + MINUTE });
  });
});

function renderer(id: string, change: Partial<RendererSnapshot> = {}, models: readonly string[] = ['a']) {
  const [fake] = FAKE_DESCRIPTION.models;
  const description = { ...FAKE_DESCRIPTION, models: models.map((name) => ({ ...fake!, name })) };
  return {
    id,
    address: id,
    up: true,
    downReason: null,
    description,
    state: stateIn('RENDERER_PHASE_READY'),
    ...change,
  };
}

function stateIn(phase: RendererPhase) {
  return { phase, resident: [], rendering: 0, waiting: 0, memoryMib: 0, engineStarts: 1 };
}

const chosen = (snapshots: readonly RendererSnapshot[], held: string) =>
  [...chooseSetAside(snapshots, (id) => held.includes(id))].join('');

describe('a held renderer', () => {
  it('is set aside while others can do its work', () => {
    expect(chosen([renderer('x'), renderer('y')], 'x')).toBe('x');
    expect(chosen([renderer('x'), renderer('y')], '')).toBe('');
  });
  it('is used where there is no other one, or none that is ready', () => {
    expect(chosen([renderer('x')], 'x')).toBe('');
    expect(chosen([renderer('x'), renderer('y', { up: false })], 'x')).toBe('');
    expect(chosen([renderer('x'), renderer('y', { state: stateIn('RENDERER_PHASE_STARTING') })], 'x')).toBe('');
    const maintenance = { renderer: 'y', reason: 'a new fan', since: 0 };
    expect(chosen([renderer('x'), renderer('y', { maintenance })], 'x')).toBe('');
  });
  it('is used where it alone has a model', () => {
    expect(chosen([renderer('x', {}, ['a', 'b']), renderer('y')], 'x')).toBe('');
    expect(chosen([renderer('x', {}, ['a', 'b']), renderer('y'), renderer('z', {}, ['b'])], 'x')).toBe('x');
  });
  it('is used where half of all are set aside already', () => {
    expect(
      chosen(
        ['v', 'w', 'x', 'y', 'z'].map((id) => renderer(id)),
        'vwxyz',
      ),
    ).toBe('vw');
  });
});

describe('a real renderer that comes and goes', () => {
  it('is set aside, with the reason, until it has stayed for a minute', async () => {
    const [flapping, steady] = [await withRenderer(), await withRenderer()];
    const clock = createFakeClock();
    const addresses = [flapping.address, steady.address];
    const cluster = openCluster({ addresses, local: {}, clock, log: silentLog });
    onTestFinished(() => cluster.close());
    await snapshotsWhen(cluster, allReady);
    for (let loss = 0; loss < 5; loss++) {
      expect(cluster.snapshot()[0]!.quarantine).toBeUndefined();
      await flapping.cut();
      await snapshotsWhen(cluster, ([first]) => !first!.up);
      await clock.advance(200);
      await snapshotsWhen(cluster, allReady);
    }
    const [first, second] = cluster.snapshot();
    expect(inEnglish(first!.quarantine!)).toContain('lost 5 times within 5 min');
    expect(second!.quarantine).toBeUndefined();
    expect(cluster.snapshot()[0]).toBe(first);
    const back = snapshotsWhen(cluster, (all) => all.every(({ quarantine }) => !quarantine));
    await clock.advance(MINUTE);
    await back;
  });

  it('is given no job while another one can draw it', async () => {
    const [flapping, steady] = [await withRenderer(), await withRenderer()];
    const { jobs, cluster, ...workplace } = await startTestJobService({
      folder: scratchFolder(),
      addresses: [flapping.address, steady.address],
    });
    await snapshotsWhen(cluster, allReady);
    for (let loss = 0; loss < 5; loss++) {
      await flapping.cut();
      await snapshotsWhen(cluster, ([first]) => !first!.up);
      await snapshotsWhen(cluster, allReady);
    }
    for (let count = 0; count < 2; count++) {
      const { job } = await jobs.submit(submission());
      await viewsUntil({ jobs, cluster, ...workplace }, job.id, ({ job: { state } }) => state.kind === 'done');
    }
    expect([flapping.renders.length, steady.renders.length]).toEqual([0, 2]);
  });
});
