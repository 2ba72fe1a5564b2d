import { describe, expect, it } from 'vitest';
import { createHeldTrainings } from '#bot/dispatch/held-trainings.ts';
import type { Job } from '#bot/domain/job.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

function waiting(id: string): { readonly job: Job } {
  const place = { platform: 'discord', serverId: '1', channelId: '2' } as const;
  const none = { parentId: null, attempts: 0, panel: null, delivered: false, createdAt: 0, finishedAt: null };
  const whose = { ownerId: '3', ownerName: 'Nelly' };
  return { job: { ...none, ...whose, id, place, settled: settledOrder(), state: { kind: 'queued' } } };
}

/** A store in which some are held, and which answers when it is let. */
function workplace() {
  const held = new Set<string>();
  const clock = createFakeClock();
  const asked: string[] = [];
  let told = 0;
  const isPaused = async (_: string, id: string) => {
    asked.push(id);
    return held.has(id);
  };
  const trainings = createHeldTrainings({ trained: { isPaused }, clock, answered: () => told++ });
  const all = ['a', 'b', 'c'].map(waiting);
  return {
    ...{ held, clock, asked },
    told: () => told,
    free: () => trainings.without(all).map(({ job }) => job.id),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('waiting trainings that are held', () => {
  it('keep their place without being taken out of the queue, and are in nobody’s way', async () => {
    const { held, clock, asked, told, free } = workplace();
    held.add('a');
    expect(free()).toEqual([]);
    await turn();
    expect([told(), free()]).toEqual([3, ['b', 'c']]);
    await clock.advance(2_000);
    // One that was held is still out of the way while it is asked again; one that was free waits for the answer.
    expect(free()).toEqual([]);
    held.delete('a');
    held.add('b');
    await clock.advance(2_000);
    free();
    await turn();
    expect(free()).toEqual(['a', 'c']);
    expect(asked.length).toBeLessThanOrEqual(9);
  });

  it('are asked about once while nothing is known, and hold nobody where that cannot be found out', async () => {
    const clock = createFakeClock();
    const isPaused = async () => {
      throw new Error('the store is gone');
    };
    const trainings = createHeldTrainings({ trained: { isPaused }, clock, answered() {} });
    const all = [waiting('a')];
    expect([trainings.without(all), trainings.without(all)]).toEqual([[], []]);
    await turn();
    expect(trainings.without(all)).toEqual(all);
    expect(createHeldTrainings({ clock, answered() {} }).without(all)).toEqual(all);
  });
});
