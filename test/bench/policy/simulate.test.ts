import { describe, expect, it } from 'vitest';
import { easelPolicy, WHOLE_EASEL } from '#test/bench/policy/easel-policy.ts';
import { allPolicies, fifo, leastBusy, loadedFirst, memberByMember, roundRobin } from '#test/bench/policy/policies.ts';
import { type SimulatedPolicy, simulate } from '#test/bench/policy/simulate.ts';
import { loadMsOf, madeUpTrace, readTrace, type Trace, type TraceJob } from '#test/bench/policy/trace.ts';

const WISHES = { name: 'some', renderers: 3, jobs: 150, servers: 5, models: 4, load: 0.7, flood: 0, seed: 3 };

const MODELS = ['model-0', 'model-1', 'model-2', 'model-3'];

const one = { id: 'r', stepMs: 100, modelsMax: 1 };
const job = (id: string, model: string, at = 0): TraceJob => ({
  ...{ id, at, model, serverId: 's', memberId: 'm', steps: 10, side: 512, count: 1 },
});

/** Each job with its renderer, in the order in which they were given. */
function placedBy(policy: SimulatedPolicy, trace: Pick<Trace, 'renderers' | 'jobs'>): readonly string[] {
  const placed: string[] = [];
  const watched: SimulatedPolicy = {
    ...policy,
    place(...asked) {
      const given = policy.place(...asked);
      placed.push(...given.map(({ job: { id }, rendererId }) => `${id} ${rendererId}`));
      return given;
    },
  };
  simulate({ name: '', ...trace }, watched);
  return placed;
}

describe('a simulated cluster', () => {
  it('takes the time that loading and steps take, and counts both', () => {
    const jobs = [job('1', 'a'), job('2', 'b'), job('3', 'a', 500)];
    const { waitsMs, loads, lastMs, utilisation } = simulate({ name: '', renderers: [one], jobs }, fifo());
    // 4 s of loading and 1 s of drawing, three times: the only place for a model is taken by the other in turn.
    expect([waitsMs, loads, lastMs]).toEqual([[5_000, 10_000, 14_500], 3, 15_000]);
    expect(utilisation).toBeCloseTo(3_000 / 15_000);
  });

  it('is the same again, and draws everything, by every policy', () => {
    const trace = madeUpTrace(WISHES);
    const outcomes = () => allPolicies(trace).map((policy) => simulate(trace, policy));
    const first = outcomes();
    expect(outcomes()).toEqual(first);
    for (const { waitsMs } of first) expect(waitsMs).toHaveLength(150);
  });

  it("serves members in turn by InvokeAI's rule, and of one member first what is loaded", () => {
    const of = (memberId: string, ...models: readonly string[]) =>
      models.map((model, i) => ({ ...job(`${memberId}${i}`, model), memberId }));
    const jobs = [...of('m', 'a', 'c', 'a'), ...of('n', 'b')];
    const policy = memberByMember();
    const order: string[] = [];
    const watched = {
      ...policy,
      place: (...asked: Parameters<typeof policy.place>) => {
        const placed = policy.place(...asked);
        order.push(...placed.map((each) => each.job.id));
        return placed;
      },
    };
    expect(simulate({ name: '', renderers: [{ ...one, modelsMax: 2 }], jobs }, watched).loads).toBe(3);
    expect(order).toEqual(['m0', 'n0', 'm2', 'm1']);
  });

  it('gives jobs to who is done first by least busy, and to each in turn by round-robin', () => {
    const renderers = [one, { ...one, id: 's' }];
    const long = { ...job('1', 'a'), steps: 40 };
    expect(placedBy(leastBusy(), { renderers, jobs: [long, job('2', 'a'), job('3', 'a')] })).toEqual([
      '1 r',
      '2 s',
      '3 s',
    ]);
    const apart = ['1', '2', '3'].map((id, i) => job(id, 'a', i * 100_000));
    expect(placedBy(roundRobin(), { renderers, jobs: apart })).toEqual(['1 r', '2 s', '3 r']);
    expect(placedBy(fifo(), { renderers, jobs: apart })).toEqual(['1 r', '2 r', '3 r']);
  });

  it("takes what is loaded before what is not by SwarmUI's rule, which loads after a second and a half of waiting", () => {
    const jobs = [job('1', 'a'), job('2', 'b', 100), job('3', 'a', 200)];
    expect(placedBy(loadedFirst(), { renderers: [one], jobs })).toEqual(['1 r', '3 r', '2 r']);
    const renderers = [one, { ...one, id: 's' }];
    const { waitsMs } = simulate({ name: '', renderers, jobs: [job('1', 'a')] }, loadedFirst());
    // Looked at every half second; then 4 s of loading and 1 s of drawing.
    expect(waitsMs).toEqual([2_000 + 5_000]);
  });

  it('loads models more seldom and waits shorter by the policy of the bot than first come, first served', () => {
    const trace = madeUpTrace(WISHES);
    const ours = simulate(trace, easelPolicy(trace.jobs.map(({ model }) => model)));
    const plain = simulate(trace, fifo());
    expect(ours.loads).toBeLessThan(0.6 * plain.loads);
    expect(ours.lastMs).toBeLessThan(plain.lastMs);
  });

  it('waits shorter where idle renderers load what is asked for most before the next one asks', () => {
    const trace = madeUpTrace({ ...WISHES, renderers: 12, jobs: 600, models: 9, load: 0.3 });
    const models = trace.jobs.map(({ model }) => model);
    const play = (ahead: boolean) => simulate(trace, easelPolicy(models, { speeds: true, batches: true, ahead }));
    const sum = (waits: readonly number[]) => waits.reduce((all, wait) => all + wait, 0);
    const [some, none] = [play(true), play(false)];
    expect(none.loadsAhead).toBe(0);
    expect(some.loads).toBeLessThan(0.7 * none.loads);
    expect(sum(some.waitsMs)).toBeLessThan(0.95 * sum(none.waitsMs));
  });

  it('waits shorter where it knows what loading each model takes', () => {
    const trace = madeUpTrace({ ...WISHES, renderers: 6, jobs: 400, models: 6, loadsMs: [500, 20_000] });
    const models = trace.jobs.map(({ model }) => model);
    const measured = { ...WHOLE_EASEL, loadMs: (model: string) => loadMsOf(trace, model) };
    const [known, alike] = [measured, WHOLE_EASEL].map((knows) => simulate(trace, easelPolicy(models, knows)).waitsMs);
    const sum = (waits: readonly number[]) => waits.reduce((all, wait) => all + wait, 0);
    expect(sum(known!)).toBeLessThan(0.8 * sum(alike!));
  });

  it('meets deadlines that others miss, and others wait about as long for it as they would', () => {
    const play = (byToken: number, make = () => easelPolicy(MODELS)) => {
      const wishes = { ...WISHES, renderers: 1, jobs: 360, servers: 6, load: 5, byToken };
      const { inTime, waitsMs } = simulate(madeUpTrace(wishes), make());
      return {
        inTime,
        meanMs: waitsMs.reduce((sum, wait) => sum + wait, 0) / waitsMs.length,
        longestMs: waitsMs.at(-1)!,
      };
    };
    const none = play(0);
    expect(none.inTime).toBeNull();
    const [some, most] = [play(0.2), play(0.8)];
    expect(some.inTime).toBe(1);
    expect(most.inTime).toBeGreaterThan(0.9);
    expect(play(0.2, fifo).inTime).toBeLessThan(0.7);
    for (const { meanMs, longestMs } of [some, most]) {
      expect(meanMs).toBeLessThan(1.05 * none.meanMs);
      expect(longestMs).toBeLessThan(1.1 * none.longestMs);
    }
  });

  it('reads what was recorded, in the order of time, and says which line is no job', () => {
    const line = ({ id: _, ...rest }: TraceJob) => JSON.stringify(rest);
    const lines = `${line(job('', 'a', 9))}\n${line(job('', 'b', 2))}\n`;
    expect(readTrace('recorded', lines, [one]).jobs.map(({ model }) => model)).toEqual(['b', 'a']);
    expect(() => readTrace('recorded', '{"at":1}', [one])).toThrow('Cannot read the trace recorded: line 1 is no job');
  });
});
