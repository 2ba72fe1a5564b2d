import { fileURLToPath } from 'node:url';
import { openCluster } from '#bot/cluster/cluster.ts';
import { startDiscord } from '#bot/discord/start-discord.ts';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { startJobService } from '#bot/jobs/job-service.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { systemClock } from '#shared/clock.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';
import { silentLog } from '#shared/log.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { FakeGuild } from '#test/fakes/discord/acts/guild.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { noLimits } from '#test/fakes/discord/rest/limits.ts';
import type { RecordedRequest } from '#test/fakes/discord/rest/request-log.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';
import { startTestServer } from '#test/journeys/test-server.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model', import.meta.url));
const forever = new AbortController().signal;

/** Samples of each kind. The first ones load the model and warm the code up; they do not count. */
const SAMPLES = 25;
const WARM_UP = 5;

const PROMPT = 'a big red house in a green meadow';

/** Of the demo model: a step takes some milliseconds, and a preview must come to Discord before the end does. */
const STEPS = 24;

/** Samples with the demo model, which draws for seconds where others have the processor, and those that only warm up. */
const DEMO_SAMPLES = 10;
const DEMO_WARM_UP = 3;

/** Of the scripted renderer, whose steps take as long as they are told. */
const SCRIPTED_STEPS = 8;

/** Jobs that wait while acknowledgements are measured, and how many acknowledgements. */
const WAITING = 200;
const ACKNOWLEDGED = 100;

/**
 * What lies between a member and the picture beside the engine: with the demo model on the real renderer, and with a
 * scripted one whose steps take no work. Discord is the fake, in the process of the bot; both count.
 */
export async function benchDiscordLatency(): Promise<BenchRow[]> {
  return [...(await withDemoModel()), ...(await withScriptedRenderer()), ...(await withFullQueue())];
}

async function withDemoModel(): Promise<BenchRow[]> {
  const harbour = await startTestServer({ discord: { limiter: noLimits } });
  const { discord, guild, environment } = harbour;
  const { EASEL_THREADS: _, ...own } = environment;
  const engine = new LocalEngine(readRendererConfig(own));
  try {
    await harbour.startBot({ environment: { EASEL_THREADS: '' } });
    await engine.ready;
    const [all, alone]: [number[], number[]] = [[], []];
    for (let sample = 0; sample < DEMO_WARM_UP + DEMO_SAMPLES; sample++) {
      const toPreview = await firstPreviewOnDiscord(discord, guild);
      const toEngine = await firstPreviewOf(engine);
      if (sample < DEMO_WARM_UP) continue;
      all.push(toPreview);
      alone.push(toEngine);
    }
    const rest = median(all) - median(alone);
    const what = `demo model, ${STEPS} LCM steps, median of ${DEMO_SAMPLES}`;
    return [
      row('first preview after /imagine', { ms: median(all), note: `until the edit is at the fake Discord; ${what}` }),
      row('first preview of the engine alone', { ms: median(alone), note: `same render in one process; ${what}` }),
      row('first preview, not the engine', { ms: rest, note: 'difference of the two above; aim: below 20 ms' }),
    ];
  } finally {
    await engine.close();
    await harbour.close();
  }
}

/** A channel of its own, so that no sample waits for the pace at which the one before was edited. */
async function firstPreviewOnDiscord(discord: FakeDiscord, guild: FakeGuild): Promise<number> {
  const channel = guild.channel('bench');
  const member = guild.member('Ada');
  const seen = discord.requests.length;
  const began = performance.now();
  const asked = member.slash(channel, 'imagine', { prompt: PROMPT, style: 'storybook', steps: STEPS });
  const isPreview = ({ files }: RecordedRequest) => files[0]?.name.startsWith('preview.');
  await discord.until(() => discord.requests.slice(seen).find(isPreview), { timeoutMs: 20_000 });
  const ms = performance.now() - began;
  const message = await asked.message();
  await finished(channel, message);
  return ms;
}

async function firstPreviewOf(engine: LocalEngine): Promise<number> {
  const adapters = [{ name: 'lcm', file: `${DEMO}/loras/lcm.safetensors`, weight: 1 }];
  const render: ValidRender = {
    ...SOME_RENDER,
    model: { name: 'demo', files: modelFilesAt(DEMO), adapters },
    prompt: { chunks: [{ spans: [{ text: PROMPT, weight: 1 }] }] },
    steps: STEPS,
    width: 256,
    height: 256,
    seed: Math.floor(Math.random() * 2 ** 32),
    previews: { everySteps: 1, maxSide: 512 },
    parameters: { prompt: PROMPT, negative: '' },
  };
  const began = performance.now();
  let ms = Number.NaN;
  for await (const { kind } of engine.render(render, forever))
    if (kind === 'preview' && Number.isNaN(ms)) ms = performance.now() - began;
  return ms;
}

async function withScriptedRenderer(): Promise<BenchRow[]> {
  const stage = await setStage({ stepMs: 20 });
  const { guild, marks } = stage;
  try {
    const [acknowledged, toEvent, toEdit]: [number[], number[], number[]] = [[], [], []];
    for (let sample = 0; sample < WARM_UP + SAMPLES; sample++) {
      const channel = guild.channel('bench');
      const member = guild.member('Ada');
      const began = performance.now();
      const asked = member.slash(channel, 'imagine', { prompt: PROMPT, steps: SCRIPTED_STEPS });
      await asked.response();
      const answered = performance.now();
      const message = await asked.message();
      await finished(channel, message);
      const edited = performance.now();
      if (sample < WARM_UP) continue;
      acknowledged.push(answered - began);
      toEvent.push(marks.firstEvent - marks.submitted);
      toEdit.push(edited - marks.finalEvent);
    }
    const what = `scripted renderer over gRPC, median of ${SAMPLES}`;
    return [
      row('acknowledge /imagine', { ms: median(acknowledged), note: `stored, and the panel shown; ${what}` }),
      row('submit to first event', { ms: median(toEvent), note: `${what}; aim: below 10 ms` }),
      row('final event to edit at Discord', {
        ms: median(toEdit),
        note: `the picture is stored on disk in between; ${what}; aim: below 10 ms`,
      }),
    ];
  } finally {
    await stage.close();
  }
}

async function withFullQueue(): Promise<BenchRow[]> {
  const stage = await setStage({ stepMs: 60_000 });
  const { discord, guild } = stage;
  try {
    const channel = guild.channel('bench');
    const ask = async () => {
      const began = performance.now();
      await guild.member('Ada').slash(channel, 'imagine', { prompt: PROMPT }).response({ timeoutMs: 20_000 });
      return performance.now() - began;
    };
    for (let job = 0; job < WAITING; job++) await ask();
    const times: number[] = [];
    for (let sample = 0; sample < ACKNOWLEDGED; sample++) times.push(await ask());
    const sorted = times.toSorted((a, b) => a - b);
    const what = `${WAITING} jobs queued, ${ACKNOWLEDGED} asked one after the other`;
    await discord.until(() => true);
    return [
      row('acknowledge with a full queue, p50', { ms: median(sorted), note: what }),
      row('acknowledge with a full queue, p99', {
        ms: sorted[Math.ceil(0.99 * sorted.length) - 1]!,
        note: `${what}; aim: below 1000 ms`,
      }),
    ];
  } finally {
    await stage.close();
  }
}

/** The bot of bot/easel.ts without the studio, with marks at its two seams: the jobs and the cluster. */
async function setStage({ stepMs }: { readonly stepMs: number }) {
  const folder = temporaryFolder();
  const renderer = await startFakeRenderer({ stepMs });
  const discord = await startFakeDiscord({ limiter: noLimits });
  const guild = discord.guild({ name: 'Harbour' });
  const marks = { submitted: 0, firstEvent: 0, finalEvent: 0 };
  const shared = { clock: systemClock, log: silentLog };
  const storage = await openStorage({ file: `${folder.path}/easel.sqlite`, clock: systemClock });
  const cluster = markedCluster(openCluster({ addresses: [renderer.address], local: {}, ...shared }), marks);
  const pictures = openPictureStore({ folder: `${folder.path}/pictures` });
  const intake = createPictureIntake({ ...storage, signal: new AbortController().signal });
  let jobCount = 0;
  const jobs = await startJobService({
    ...storage,
    ...shared,
    cluster,
    pictures,
    intake,
    randomSeed: () => 7,
    newJobId: () => `job-${++jobCount}`,
    bounds: { memberMax: 10, totalMax: 1000 },
  });
  const { token, api } = discord;
  const bot = await startDiscord({
    drafts: storage.drafts,
    starts: storage.starts,
    intake,
    token,
    api,
    cluster,
    presets: createPresetService({ ...storage, words: jobs.rules.words, cluster, clock: systemClock }),
    jobs: markedJobService(jobs, marks),
    ...shared,
  });
  return {
    discord,
    guild,
    marks,
    async close() {
      for (const room of [bot, jobs, cluster, storage, discord, renderer]) await room.close();
      folder.remove();
    },
  };
}

interface Marks {
  submitted: number;
  firstEvent: number;
  finalEvent: number;
}

function markedJobService(jobs: JobService, marks: Marks): JobService {
  return {
    ...jobs,
    submit(submission) {
      marks.submitted = performance.now();
      return jobs.submit(submission);
    },
  };
}

function markedCluster(cluster: Cluster, marks: Marks): Cluster {
  return {
    ...cluster,
    async *render(...given) {
      let isFirst = true;
      for await (const event of cluster.render(...given)) {
        if (isFirst) marks.firstEvent = performance.now();
        if (event.event === 'finished') marks.finalEvent = performance.now();
        isFirst = false;
        yield event;
      }
    },
  };
}

async function finished(channel: FakeChannel, message: FakeMessage): Promise<void> {
  await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'), { timeoutMs: 20_000 });
}

function row(name: string, { ms, note }: { readonly ms: number; readonly note: string }): BenchRow {
  return { name: `discord: ${name}`, value: ms, unit: 'ms', note };
}
