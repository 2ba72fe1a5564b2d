import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClusterOptions, openCluster } from '#bot/cluster/cluster.ts';
import type { QueueBounds } from '#bot/dispatch/fair-queue.ts';
import type { JobId, JobView } from '#bot/domain/job.ts';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { type RunningJobService, startJobService } from '#bot/jobs/job-service.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { Submission } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { KeepCredit, PictureSigner } from '#bot/ports/picture-signer.ts';
import type { PreviewStore } from '#bot/ports/previews.ts';
import { createPresetService, type PresetService } from '#bot/presets/preset-service.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { createPreviewStore } from '#bot/storage/preview-store.ts';
import { openStorage, type Storage } from '#bot/storage/storage.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { type FakeRenderer, type FakeRendererOptions, startFakeRenderer } from '#test/fakes/renderer.ts';

/** A jobs over a real ledger and real gRPC. */
export interface TestJobService {
  readonly jobs: RunningJobService;
  readonly storage: Storage;
  readonly presets: PresetService;
  readonly intake: PictureIntake;
  readonly cluster: Cluster;
  readonly previews: PreviewStore;
  readonly folder: string;
  /** Ends the process as far as others can see: nothing more is written, renders are left to themselves. */
  stop(): Promise<void>;
}

export interface TestJobServiceOptions {
  readonly folder: string;
  readonly addresses: readonly string[];
  /** Renderers that it starts itself. */
  readonly local?: ClusterOptions['local'];
  readonly bounds?: QueueBounds;
  readonly clock?: Clock;
  /** Signs what is stored; nobody does when left out. */
  readonly signer?: PictureSigner;
  readonly keepCredit?: KeepCredit;
  /** Who closes it in the end; the test that opens it when left out. */
  readonly closeLater?: CloseLater;
}

/** Takes something that must be closed: `onTestFinished`, or what a file calls after all of its tests. */
export type CloseLater = (close: () => Promise<void>) => void;

let names = 0;

/** Opens everything that a jobs needs on the ledger of this folder; closed after the test at the latest. */
export async function startTestJobService(options: TestJobServiceOptions): Promise<TestJobService> {
  const { folder, addresses, bounds = { memberMax: 10, totalMax: 500 }, clock = systemClock } = options;
  const { closeLater = onTestFinished, local = {} } = options;
  const storage = await openStorage({ file: join(folder, 'ledger.sqlite') });
  const pictures = openPictureStore({ folder: join(folder, 'pictures') });
  const log = silentLog;
  const { dispatcher } = storage;
  const cluster = openCluster({ addresses, dispatcher, local, clock: systemClock, log });
  const intake = createPictureIntake({ ...storage, signal: new AbortController().signal });
  const doors = { ...storage, pictures, intake, cluster, clock, log, bounds };
  let seed = 0;
  const jobs = await startJobService({
    ...doors,
    ...(options.signer && { signer: options.signer }),
    ...(options.keepCredit && { keepCredit: options.keepCredit }),
    randomSeed: () => ++seed,
    newJobId: () => `job-${process.pid}-${++names}`,
  });
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await jobs.close();
    await cluster.close();
    await storage.close();
  };
  const presets = createPresetService({ ...storage, words: jobs.rules.words, cluster, clock });
  const previews = createPreviewStore(pictures);
  const workplace = { jobs, storage, presets, intake, cluster, previews, folder, stop: () => (stopped ??= stop()) };
  closeLater(workplace.stop);
  return workplace;
}

/** A fake renderer that is gone after the test. */
export async function withRenderer(
  options: FakeRendererOptions = {},
  closeLater: CloseLater = onTestFinished,
): Promise<FakeRenderer> {
  const renderer = await startFakeRenderer(options);
  closeLater(() => renderer.close());
  return renderer;
}

/** An order for one small picture. */
export function submission(change: Partial<Submission> = {}): Submission {
  return {
    requestKey: `request-${++names}`,
    place: { platform: 'discord', serverId: 'server', channelId: 'channel' },
    member: { id: 'nelly', name: 'Nelly', isModerator: false },
    order: { prompt: 'a lighthouse at night', width: 64, height: 64, steps: 4 },
    ...change,
  };
}

/** Follows a job until a view satisfies `enough`, and gives every view seen on the way. */
export async function viewsUntil(
  { jobs }: TestJobService,
  id: JobId,
  enough: (view: JobView) => boolean,
): Promise<readonly JobView[]> {
  const watching = jobs.watch('discord', new AbortController().signal);
  const coming = watching.next(); // before the look at how it stands, so that nothing falls between
  const now = await jobs.view(id);
  const views = now ? [now] : [];
  for (let next = coming; !views.some(enough); next = watching.next()) {
    const { value, done } = await next;
    if (done) throw new Error('the jobs closed');
    if (value.job.id === id) views.push(value);
  }
  return views;
}

/** Follows a job to its end. */
export async function end(workplace: TestJobService, id: JobId): Promise<JobView> {
  const over = ({ job }: JobView) => job.state.kind !== 'queued' && job.state.kind !== 'rendering';
  return (await viewsUntil(workplace, id, over)).at(-1)!;
}
