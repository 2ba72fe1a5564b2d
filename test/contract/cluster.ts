import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCluster } from '#bot/cluster/cluster.ts';
import type { Cluster, RendererSnapshot } from '#bot/ports/cluster.ts';
import { systemClock } from '#shared/clock.ts';
import type { RenderEvent } from '#shared/contract/messages.ts';
import type { DrawTask, RenderRequest } from '#shared/contract/tasks.ts';
import { Failure } from '#shared/failure.ts';
import { silentLog } from '#shared/log.ts';

/** A renderer to try, and something it can draw in at least two steps. */
export interface RendererUnderTest {
  readonly address: string;
  readonly spec: DrawTask;
  close(): Promise<void>;
}

const forEver = new AbortController().signal;

/** Opens a cluster of these addresses, closed after the test. */
export function withCluster(addresses: readonly string[], dispatcher = 'bot'): Cluster {
  const cluster = openCluster({ addresses, dispatcher, local: {}, clock: systemClock, log: silentLog });
  onTestFinished(() => cluster.close());
  return cluster;
}

/** The first snapshots that satisfy `enough`. */
export async function snapshotsWhen(
  cluster: Cluster,
  enough: (snapshots: readonly RendererSnapshot[]) => boolean,
): Promise<readonly RendererSnapshot[]> {
  for await (const snapshots of cluster.changes(forEver)) if (enough(snapshots)) return snapshots;
  throw new Error('the cluster closed');
}

/** Every renderer is there and takes renders. */
export function allReady(snapshots: readonly RendererSnapshot[]): boolean {
  return snapshots.every(({ up, state }) => up && state?.phase === 'RENDERER_PHASE_READY');
}

/** A renderer's device is described anew once its engine runs. */
function hasDevice({ description }: RendererSnapshot): boolean {
  return (description?.device?.provider ?? '') !== '';
}

/** What a cluster with one renderer keeps to: run on the fake, and on whatever claims to be a renderer. */
export function clusterContract(name: string, start: () => Promise<RendererUnderTest>) {
  describe(`${name}: what it says`, () => {
    it('describes itself so that an order can be settled', async () => {
      const { snapshot, spec } = await open(start);
      expect(snapshot.description?.models.map((model) => model.name)).toContain(spec.model);
      expect(snapshot.description?.samplers.map((sampler) => sampler.name)).toContain(spec.sampler);
      expect(snapshot.description?.limits?.stepsMax).toBeGreaterThanOrEqual(spec.steps);
      expect(snapshot.description?.device?.provider).toMatch(/^(cuda|webgpu|cpu)$/);
    });
    it('counts tokens window by window', async () => {
      const { cluster, spec } = await open(start);
      const prompt = { chunks: [{ spans: [{ text: 'a cat', weight: 1 }] }, { spans: [{ text: 'red', weight: 1.5 }] }] };
      expect(await cluster.countTokens(spec.model, prompt)).toEqual([2, 1]);
      expect(await cluster.countTokens('no such model', prompt)).toBeNull();
      const spelled = await cluster.spellTokens(spec.model, prompt);
      expect(spelled).toMatchObject([
        {
          windows: [
            {
              tokens: [
                { text: 'a', weight: 1, endsWord: true },
                { text: 'cat', weight: 1 },
              ],
            },
            { tokens: [{ text: 'red', weight: 1.5 }] },
          ],
        },
      ]);
      expect(await cluster.spellTokens('no such model', prompt)).toBeNull();
    });
  });
  describe(`${name}: what it is told`, () => {
    it('takes nothing more until it is told otherwise, loads a model', async () => {
      const { cluster, snapshot, spec } = await open(start);
      await cluster.drain(snapshot.id, true);
      await snapshotsWhen(cluster, ([only]) => only?.state?.phase === 'RENDERER_PHASE_DRAINING');
      await cluster.drain(snapshot.id, false);
      await snapshotsWhen(cluster, allReady);
      await cluster.preload(snapshot.id, { model: spec.model, adapters: [] }, forEver);
      await expect(cluster.preload('nobody', { model: spec.model, adapters: [] }, forEver)).rejects.toMatchObject({
        code: 'unavailable',
      });
    });
  });
  describe(`${name}: a render`, () => describeRender(start));
  describe(`${name}: refusals`, () => describeRefusals(start));
}

type RenderName = Omit<Extract<RenderRequest, { task: 'draw' }>, 'task' | 'draw'>;
type RequestChange = Partial<RenderName> & { readonly spec?: DrawTask };

async function open(start: () => Promise<RendererUnderTest>) {
  const { address, spec, close } = await start();
  onTestFinished(close);
  const cluster = withCluster([address]);
  const [snapshot] = await snapshotsWhen(cluster, (all) => allReady(all) && all.every(hasDevice));
  const request = ({ spec: draw = spec, ...name }: RequestChange = {}): RenderRequest & RenderName => {
    return { jobId: 'a', attempt: 1, epoch: 5, ...name, task: 'draw', draw };
  };
  return { cluster, snapshot: snapshot!, id: address, spec, request };
}

async function collect(events: AsyncGenerator<RenderEvent, void, undefined>): Promise<readonly RenderEvent[]> {
  const all: RenderEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function failureOf(events: AsyncGenerator<RenderEvent, void, undefined>): Promise<Failure> {
  const thrown: unknown = await collect(events).then(
    () => null,
    (reason) => reason,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
}

function describeRender(start: () => Promise<RendererUnderTest>) {
  it('goes from accepted over steps and previews to whole pictures and the end, in that order', async () => {
    const { cluster, id, request, spec: usual } = await open(start);
    // A preview that is not ready when the last step ends is dropped: enough steps for one on a busy machine, too.
    const spec = { ...usual, steps: 24 };
    const events = await collect(cluster.render(id, request({ spec: { ...spec, count: 2 } }), forEver));
    const kinds = events.map(({ event }) => event).filter((kind) => kind !== 'heartbeat');
    expect(kinds[0]).toBe('accepted');
    expect(kinds.indexOf('started')).toBeLessThan(kinds.indexOf('step'));
    expect(kinds.lastIndexOf('step')).toBeLessThan(kinds.indexOf('picture'));
    expect(kinds.filter((kind) => kind === 'preview').length).toBeGreaterThan(0);
    expect(kinds.at(-1)).toBe('finished');
    const seqs = events.map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
    const steps = events.flatMap((event) => (event.event === 'step' ? [event.step.step] : []));
    expect(steps).toEqual(Array.from({ length: spec.steps }, (_, index) => index + 1));
    checkPictures(events, { ...spec, count: 2 });
  });
  it('goes on without its reader, and who attaches gets all pictures', async () => {
    const { cluster, id, request, spec } = await open(start);
    for await (const { event } of cluster.render(id, request(), forEver)) if (event === 'started') break;
    checkPictures(await collect(cluster.attach(id, request(), forEver)), spec);
    checkPictures(await collect(cluster.attach(id, request(), forEver)), spec);
  });
  it('that is cancelled ends with that, and no picture comes', async () => {
    const { cluster, id, request, spec } = await open(start);
    const events: string[] = [];
    const rendering = (async () => {
      const steps = Math.max(spec.steps, 20);
      for await (const { event } of cluster.render(id, request({ spec: { ...spec, steps } }), forEver)) {
        if (event === 'started') expect(await cluster.cancel(id, 'a')).toBe(true);
        events.push(event);
      }
    })();
    await expect(rendering).rejects.toMatchObject({ code: 'cancelled' });
    expect(events).not.toContain('picture');
    expect(await cluster.cancel(id, 'a')).toBe(false);
    expect(await cluster.cancel(id, 'unknown')).toBe(false);
  });
  it('leaves when its signal aborts, with the reason', async () => {
    const { cluster, id, request } = await open(start);
    const leave = new AbortController();
    const reason = new Failure('cancelled', 'We leave');
    const rendering = (async () => {
      for await (const _event of cluster.render(id, request(), leave.signal)) leave.abort(reason);
    })();
    await expect(rendering).rejects.toBe(reason);
  });
}

function describeRefusals(start: () => Promise<RendererUnderTest>) {
  it('of what is there already, what is unknown, what is out of bounds, and what is out of date', async () => {
    const { cluster, id, request, spec } = await open(start);
    await collect(cluster.render(id, request(), forEver));
    const code = async (change: RequestChange) => (await failureOf(cluster.render(id, request(change), forEver))).code;
    expect(await code({})).toBe('already-exists');
    expect(await code({ jobId: 'b', spec: { ...spec, steps: 0 } })).toBe('invalid');
    expect(await code({ jobId: 'c', spec: { ...spec, model: 'no such model' } })).toBe('not-found');
    expect(await code({ jobId: 'd', epoch: 4 })).toBe('superseded');
    expect((await failureOf(cluster.attach(id, request({ jobId: 'e' }), forEver))).code).toBe('not-found');
  });
  it('of nobody because somebody asked for what is not there, or because another bot is newer', async () => {
    const { cluster, id, request, spec } = await open(start);
    const newest = { jobId: 'zzz', epoch: 2 ** 32 - 1 };
    expect((await failureOf(cluster.attach(id, request(newest), forEver))).code).toBe('not-found');
    const other = withCluster([id], 'another bot');
    checkPictures(await collect(other.render(id, request({ jobId: 'b', epoch: 9 }), forEver)), spec);
    checkPictures(await collect(cluster.render(id, request({ epoch: 5 }), forEver)), spec);
    expect((await failureOf(other.render(id, request({ jobId: 'c', epoch: 8 }), forEver))).code).toBe('superseded');
  });
  it('of who wants to join or cancel what another bot renders, by the same name, too', async () => {
    const { cluster, id, request, spec } = await open(start);
    const other = withCluster([id], 'another bot');
    const long = { ...spec, steps: Math.max(spec.steps, 30), seed: 70 };
    const rendering = cluster.render(id, request({ spec: long }), forEver);
    const first = await rendering.next();
    expect(first.value?.event).toBe('accepted');
    await snapshotsWhen(other, allReady);
    expect((await failureOf(other.attach(id, request(), forEver))).code).toBe('not-found');
    expect(await other.cancel(id, 'a')).toBe(false);
    const own = { ...spec, seed: 9 };
    checkPictures(await collect(other.render(id, request({ spec: own, attempt: 2 }), forEver)), own);
    expect(await other.cancel(id, 'a')).toBe(false);
    checkPictures(await collect(rendering), long);
  });
}

function checkPictures(events: readonly RenderEvent[], { count, seed }: DrawTask) {
  const pieces = events.flatMap((event) => (event.event === 'picture' ? [event.picture] : []));
  const pictures = Array.from({ length: count }, (_, index) => pieces.filter((piece) => piece.index === index));
  for (const [index, parts] of pictures.entries()) {
    const whole = Buffer.concat(parts.map(({ data }) => data));
    const last = parts.at(-1);
    expect(last).toMatchObject({ last: true, size: whole.length, seed: (seed + index) % 2 ** 32 });
    expect(createHash('sha256').update(whole).digest('hex')).toBe(last?.sha256);
    expect(whole.subarray(1, 4).toString('latin1')).toBe('PNG');
  }
}
