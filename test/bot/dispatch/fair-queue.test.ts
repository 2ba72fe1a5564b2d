import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQueue, type QueuedJob } from '#bot/dispatch/fair-queue.ts';
import { stepsOf } from '#bot/domain/task.ts';
import { BOUNDS, drain, filled, order, queued } from '#test/bot/dispatch/fair-queue-fixture.ts';
import { createModelQueue } from '#test/bot/dispatch/fair-queue-model.ts';
import { drawIn } from '#test/fakes/new-job.ts';

/** 1 = all the same, 1/n = one has everything (Jain, Chiu, Hawe 1984). */
function jain(shares: readonly number[]): number {
  const [sum, squares] = [1, 2].map((power) => shares.reduce((all, share) => all + share ** power, 0));
  return sum! ** 2 / (shares.length * squares!);
}

describe('the queue', () => {
  it('is first come, first served for one member', () => {
    expect(order(filled(queued('a1'), queued('a2'), queued('a3')))).toEqual(['a1', 'a2', 'a3']);
  });
  it('takes turns between members, however many jobs one of them sent first', () => {
    const queue = filled(queued('a1'), queued('a2'), queued('a3'), queued('b1'), queued('c1'), queued('b2'));
    expect(order(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });
  it('takes turns between servers before members, so that a server of many gets no more than a server of one', () => {
    const crowd = ['a', 'b', 'c', 'd'].map((member) => queued(`${member}1`, member));
    const queue = filled(...crowd, ...['1', '2', '3'].map((each) => queued(`z${each}`, 'z', 4, { server: '2' })));
    expect(drain(queue)).toEqual(['a1', 'z1', 'b1', 'z2', 'c1', 'z3', 'd1']);
  });
  it('counts all conversations outside of servers as one server', () => {
    const talks = ['p', 'q'].map((member) => queued(`${member}1`, member, 4, { server: `@me:${member}` }));
    expect(drain(filled(...talks, queued('a1'), queued('b1')))).toEqual(['p1', 'a1', 'q1', 'b1']);
  });
  it('counts what a member asks for in several conversations as the one member’s, who gains nothing by them', () => {
    const [one, two] = ['dm', 'group'].map((talk) => queued(`p-${talk}`, 'p', 4, { server: `@me:${talk}` }));
    const queue = filled(one!, two!, queued('q1', 'q', 4, { server: '@me:q' }), queued('a1'), queued('b1'));
    expect(drain(queue)).toEqual(['p-dm', 'a1', 'q1', 'b1', 'p-group']);
  });
  it('gives a member who brings the bot to ten servers of their own no more than one who talks to it', () => {
    const own = Array.from({ length: 10 }, (_, n) => queued(`p${n}`, 'p', 4, { server: `9${n}` }));
    const others = [queued('q1', 'q', 4, { server: '@me:q' }), ...['a1', 'a2', 'a3'].map((id) => queued(id))];
    const queue = createQueue(
      BOUNDS,
      () => 1,
      (serverId) => serverId === '1',
    );
    for (const job of [...own, ...others]) queue.add(job);
    expect(drain(queue).slice(0, 6)).toEqual(['p0', 'a1', 'q1', 'a2', 'p1', 'a3']);
  });
  it('settles what was foreseen by what it took: nothing of what failed, the difference of what ended', () => {
    const turns = (tookMs: number | null) => {
      const queue = filled(
        ...['a1', 'a2', 'a3'].map((id) => queued(id, 'a')),
        ...['b1', 'b2'].map((id) => queued(id, 'b')),
      );
      queue.take('a1');
      // Of what is settled, or was never taken, nothing is counted again.
      const settled = tookMs === null ? [] : [tookMs, 1e9];
      for (const each of settled) queue.settle('a1', each);
      queue.settle('nobody', 1e9);
      return drain(queue);
    };
    expect(turns(null)).toEqual(['b1', 'a2', 'b2', 'a3']);
    expect(turns(0)).toEqual(['a2', 'b1', 'a3', 'b2']);
    expect(turns(1e6)).toEqual(['b1', 'b2', 'a2', 'a3']);
  });
  it('lets relaxed jobs have an eighth while others wait, and everything when nobody does', () => {
    const relaxed = ['r1', 'r2', 'r3'].map((id) => queued(id, 'r', 4, { relaxed: true }));
    const queue = filled(...relaxed, ...Array.from({ length: 10 }, (_, index) => queued(`f${index}`, 'f')));
    const taken = drain(queue);
    expect([taken.indexOf('r1'), taken.indexOf('r2'), taken.indexOf('r3')]).toEqual([0, 9, 12]);
  });
  it('gives servers, and members of each, what is even by Jain’s index of 0.95 and more while they all wait', () => {
    const servers = [1, 2, 5, 12].map((members, server) => Array.from({ length: members }, (_, m) => `${server}.${m}`));
    const queue = createQueue({ memberMax: 1e4, totalMax: 1e5 });
    for (let number = 0; number < 200; number++)
      for (const [server, members] of servers.entries())
        for (const member of members)
          queue.add(queued(`${member}#${number}`, member, 1 + ((number * 7) % 30), { server: `${server}` }));
    const served = new Map<string, number>();
    const add = (name: string, work: number) => served.set(name, (served.get(name) ?? 0) + work);
    for (let turn = 0; turn < 600; turn++) {
      const [next] = queue.inOrder();
      const { job } = queue.take(next!.job.id)!;
      const work = stepsOf(job.settled.task) + 1;
      for (const name of [job.place.serverId, job.ownerId]) add(name, work);
    }
    expect(jain(servers.map((_, server) => served.get(`${server}`) ?? 0))).toBeGreaterThanOrEqual(0.95);
    for (const members of servers)
      expect(jain(members.map((member) => served.get(member) ?? 0))).toBeGreaterThanOrEqual(0.95);
  });
  it('serves at last who has had much already, although others who have had nothing come for ever', () => {
    // One large job is drawn; then the next of the same owner waits, and at each turn somebody new asks for a small one.
    const waits = (newcomer: (number: number) => QueuedJob, relaxed = false) => {
      const queue = filled(queued('old0', 'old', 50, { relaxed }), queued('old1', 'old', 50, { relaxed }));
      queue.take('old0');
      let work = 0;
      for (let number = 0; number < 2000; number++) {
        queue.add(newcomer(number));
        const [next] = queue.inOrder();
        const { job } = queue.take(next!.job.id)!;
        if (job.id === 'old1') return work;
        work += stepsOf(job.settled.task) + 1;
      }
      return Number.POSITIVE_INFINITY;
    };
    const members = (number: number) => queued(`m${number}`, `m${number}`, 1);
    const servers = (number: number) => queued(`s${number}`, `s${number}`, 1, { server: `${number}` });
    for (const newcomer of [members, servers]) {
      const work = waits(newcomer);
      expect(work).toBeGreaterThan(51);
      expect(work).toBeLessThanOrEqual(64 * 51);
      expect(waits(newcomer, true)).toBeLessThanOrEqual(8 * 51);
    }
  });
  it('counts work, not jobs: small ones get more turns', () => {
    const queue = filled(queued('a1', 'a', 40), queued('a2', 'a', 40), queued('b1'), queued('b2'), queued('b3'));
    expect(drain(queue)).toEqual(['a1', 'b1', 'b2', 'b3', 'a2']);
  });
  it('lets who comes after a long idle time not make up for it', () => {
    const queue = filled(queued('a1'), queued('a2'), queued('a3'), queued('a4'));
    queue.take('a1');
    queue.take('a2');
    queue.add(queued('b1'));
    queue.add(queued('b2'));
    expect(order(queue)).toEqual(['b1', 'a3', 'b2', 'a4']);
  });
  it('charges nothing for a job that was cancelled before its turn', () => {
    const queue = filled(queued('a1'), queued('a2'), queued('b1'));
    expect(queue.drop('a1')).toBe(true);
    expect(queue.drop('a1')).toBe(false);
    expect(order(queue)).toEqual(['a2', 'b1']);
  });
  it('puts what comes back from a dead renderer first', () => {
    const queue = filled(queued('a1'), queued('b1'), queued('a2'));
    const taken = queue.take('a1')!;
    queue.putBack({ ...taken, strikes: 1 });
    expect(order(queue)).toEqual(['a1', 'b1', 'a2']);
    expect(queue.take('a1')?.strikes).toBe(1);
    expect(queue.take('a1')).toBeNull();
  });
  it('remembers who was overtaken', () => {
    const queue = filled(queued('a1'), queued('b1'));
    queue.markOvertaken(['a1', 'gone']);
    expect([...queue.inOrder()].map(({ overtaken }) => overtaken)).toEqual([1, 0]);
  });
  it('has room again when a job is dismissed, and takes what was open before a restart whatever the bounds', () => {
    const queue = createQueue({ memberMax: 1, totalMax: 2 });
    for (let count = 0; count < 3; count += 1) queue.readmit('a');
    expect(() => queue.admit('a')).toThrow(/1 at a time, and you have 3 open/);
    expect(() => queue.admit('b')).toThrow(/the queue is full with 3/);
    for (let count = 0; count < 5; count += 1) queue.dismiss('a');
    queue.admit('a');
    queue.admit('b');
    expect(() => queue.admit('c')).toThrow(/the queue is full with 2/);
  });
  it('bounds whoever sits at this machine only by what everybody may have', () => {
    const queue = createQueue({ memberMax: 1, totalMax: 3 });
    for (let count = 0; count < 3; count += 1) queue.admit('a', { sitsHere: true });
    expect(() => queue.admit('a', { sitsHere: true })).toThrow(/the queue is full with 3/);
  });
  it('serves every member the same work while they all wait, to within the largest job', () => {
    const members = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 5, maxLength: 15 }), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(members, (orders) => {
        const queue = createQueue(BOUNDS);
        const jobs = orders.flatMap((steps, member) =>
          steps.map((each, index) => queued(`${member}-${index}`, `${member}`, each)),
        );
        for (const job of jobs) queue.add(job);
        const served = orders.map(() => 0);
        for (const id of drain(queue)) {
          const { job } = jobs.find((each) => each.job.id === id)!;
          served[Number(job.ownerId)]! += stepsOf(job.settled.task) + 1;
          if (orders.some((steps, member) => id === `${member}-${steps.length - 1}`)) return; // somebody is through
          expect(Math.max(...served) - Math.min(...served)).toBeLessThanOrEqual(2 * 51);
        }
      }),
      { numRuns: 200 },
    );
  });
  it('knows what waits by what it needs', () => {
    const needing = (id: string, model: string) => {
      const { job, ...rest } = queued(id);
      const task = { ...drawIn(job.settled), model };
      return { ...rest, job: { ...job, settled: { ...job.settled, task } } };
    };
    const queue = filled(needing('a1', 'x'), needing('a2', 'y'), needing('b1', 'x'), needing('b2', 'z'));
    queue.drop('b2');
    queue.putBack(queue.take('a1')!);
    const kinds = () => Array.from(queue.kinds(), ({ needs, count }) => `${needs.model} ${count}`).sort();
    expect(kinds()).toEqual(['x 2', 'y 1']);
    expect([queue.size, queue.has('a1'), queue.has('b2')]).toEqual([3, true, false]);
    for (const { job } of [...queue.inOrder()]) queue.take(job.id);
    expect([kinds(), queue.size]).toEqual([[], 0]);
  });
  it('counts what is taken before its turn', () => {
    const queue = createQueue(BOUNDS);
    for (const id of ['1', '2', '3']) queue.add(queued(id, 'a', 1));
    queue.take('2', { beforeTurn: true });
    queue.take('1');
    queue.take('none such', { beforeTurn: true });
    expect(queue.takenBeforeTurn()).toBe(1);
  });
  it('has the order that sorting everything anew would give, whatever was done to it', () => {
    const anyDeed = fc.record({
      deed: fc.constantFrom('add', 'add', 'add', 'take', 'take-any', 'lend', 'drop', 'put-back', 'overtake'),
      member: fc.constantFrom('a', 'b', 'c'),
      server: fc.constantFrom('x', 'y'),
      relaxed: fc.boolean(),
      steps: fc.integer({ min: 1, max: 9 }),
      at: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(anyDeed, { maxLength: 80 }), (deeds) => {
        const queue = createQueue(BOUNDS);
        const model = createModelQueue();
        const taken: QueuedJob[] = [];
        for (const [number, { deed, member, steps, at, server, relaxed }] of deeds.entries()) {
          const ids = model.ordered().map(({ job }) => job.id);
          const id = deed === 'take' ? ids[0] : ids[at % Math.max(ids.length, 1)];
          for (const each of [queue, model])
            if (deed === 'add') each.add(queued(`${number}`, member, steps, { server, relaxed }));
            else if (deed === 'put-back') {
              const back = taken[at % Math.max(taken.length, 1)];
              if (back) each.putBack(back);
            } else if (!id) continue;
            else if (deed === 'drop') each.drop(id);
            else if (deed === 'overtake') each.markOvertaken([id]);
            else {
              const given = each.take(id, { beforeTurn: deed === 'lend' });
              if (given && each === model) taken.push(given);
            }
          const still = new Set(model.ordered().map(({ job }) => job.id));
          for (const back of [...taken]) if (still.has(back.job.id)) taken.splice(taken.indexOf(back), 1);
          expect([...queue.inOrder()]).toEqual(model.ordered());
        }
      }),
      { numRuns: 500 },
    );
  });
});
