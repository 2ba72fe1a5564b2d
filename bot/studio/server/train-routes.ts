import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deletedSentence, pauseTraining, readTrainingWish } from '#bot/commands/train.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { GIVEN_BYTES_MAX } from '#bot/ports/picture-intake.ts';
import type { TrainingState, TrainingWish } from '#bot/ports/training.ts';
import { STUDIO_PLACE, type StudioServices } from '#bot/studio/server/command-context.ts';
import { readJson } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import type {
  TrainedCard,
  TrainFilesCard,
  TrainHowCard,
  TrainList,
  TrainOutcome,
  TrainPlanCard,
  TrainWishCard,
} from '#bot/studio/server/train-api.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** How long descriptions are waited for. Milliseconds. */
const DESCRIBING_MS = 10 * 60_000;

/** `POST /train-files` with the bytes of a picture or an archive. */
export function trainFileRoutes({ intake, jobs }: Pick<StudioServices, 'intake' | 'jobs'>): Hono {
  const app = new Hono();
  app.post('/train-files', limited, async (c) => {
    await jobs.training.demand(askerOf(c));
    const data = new Uint8Array(await c.req.arrayBuffer());
    const { pictures, refused } = await intake.filesForTraining([{ name: c.req.query('name') ?? '', data }]);
    const words = writerOf(readerOf(c).language);
    const told = refused.map(({ name, reason }) => ({ name, reason: words.say(reason) }));
    return c.json({ pictures, refused: told } satisfies TrainFilesCard, 201);
  });
  return app;
}

const limited = bodyLimit({
  maxSize: GIVEN_BYTES_MAX,
  onError: () => {
    throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
  },
});

/** What the training page asks and does. */
export function trainRoutes({ jobs }: Pick<StudioServices, 'jobs'>): Hono {
  return new Hono().route('/', steeringRoutes(jobs)).route('/', trainedRoutes(jobs));
}

/** Planning, starting, ending. */
function steeringRoutes(jobs: StudioServices['jobs']): Hono {
  const app = new Hono();
  const { training } = jobs;
  app.get('/train', async (c) => {
    await training.demand(askerOf(c));
    const trained = (await training.list(STUDIO_PLACE.serverId)).map(trainedCard);
    const models = training.models();
    return c.json({ canDescribe: training.canDescribe(), models, trained } satisfies TrainList);
  });
  app.post('/train/plan', async (c) => {
    const { notices, ...plan } = await training.plan(await wishIn(c), askerOf(c));
    const words = writerOf(readerOf(c).language);
    const { model, steps, seconds, memoryGib, captions } = plan;
    const card = { model, steps, seconds, memoryGib, captions, notices: notices.map(words.say) };
    return c.json(card satisfies TrainPlanCard);
  });
  app.post('/train/describe', async (c) => {
    const { pictures } = await wishIn(c);
    const patience = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(DESCRIBING_MS)]);
    const request = { ...askerOf(c), requestKey: `studio:${crypto.randomUUID()}` };
    const described = await training.describe(pictures, request, patience);
    return c.json({ pictures: described, refused: [] } satisfies TrainFilesCard);
  });
  app.post('/train/start', async (c) => {
    await training.start(await wishIn(c), { ...askerOf(c), requestKey: `studio:${crypto.randomUUID()}` });
    return c.json({}, 201);
  });
  app.post('/train/:name/stop', async (c) => {
    const name = c.req.param('name');
    const ended = await training.stop(name, askerOf(c));
    return c.json(outcome(c, say(ended === 'ending' ? 'train.stopping' : 'train.not-begun', { name })));
  });
  app.post('/train/:name/:act{pause|resume}', async (c) => {
    const name = c.req.param('name');
    const isPaused = c.req.param('act') === 'pause';
    return c.json(outcome(c, await pauseTraining(jobs, { name, isPaused, asker: askerOf(c) })));
  });
  app.post('/train/:name/delete', async (c) => {
    const name = c.req.param('name');
    const jobId = await training.remove(name, askerOf(c));
    return c.json({ ...outcome(c, deletedSentence(name, jobId)), ...(jobId !== null && { jobId }) });
  });
  return app;
}

/** What there is of a training: samples, settings, its file. */
function trainedRoutes({ training }: Pick<StudioServices['jobs'], 'training'>): Hono {
  const app = new Hono();
  app.get('/train/:name/wish', async (c) =>
    c.json((await training.again(c.req.param('name'), askerOf(c))) satisfies TrainWishCard),
  );
  app.get('/train/:name/samples', async (c) => {
    await training.demand(askerOf(c));
    const all = await training.list(STUDIO_PLACE.serverId);
    const { samples = [] } = all.find(({ name }) => name === c.req.param('name'))?.course ?? {};
    const preview = samples.find(({ step }) => String(step) === c.req.query('step'));
    if (!preview) throw failure('not-found', 'intake.forgotten');
    c.header('content-type', preview.mime);
    c.header('cache-control', 'no-store');
    return c.body(new Uint8Array(preview.data));
  });
  app.get('/train/:name/:style{(kohya|peft)\\.safetensors}', async (c) => {
    const style = c.req.param('style').startsWith('kohya') ? 'kohya' : 'peft';
    const name = c.req.param('name');
    const file = await training.exportFile(name, style, askerOf(c));
    c.header('content-type', 'application/octet-stream');
    c.header('content-disposition', `attachment; filename="${name.replace(/[^a-z0-9-]/g, '')}.safetensors"`);
    return c.body(new Uint8Array(file));
  });
  return app;
}

function outcome(c: Context, message: Message): TrainOutcome {
  return { said: writerOf(readerOf(c).language).say(message) };
}

function askerOf(c: Context) {
  return { place: STUDIO_PLACE, member: visitorOf(c).member };
}

async function wishIn(c: Context): Promise<TrainingWish> {
  const wish = readTrainingWish(await readJson(c.req));
  if (!wish) throw failure('invalid', 'train.draft-gone');
  return wish;
}

function trainedCard(state: TrainingState): TrainedCard {
  const { name, kind, word, file, course, task } = state;
  const { step = 0, etaMs = null, isLate = false, losses = [], samples = [] } = course ?? {};
  const isPaused = state.isPaused ?? course?.isPaused ?? false;
  return {
    ...{ name, kind, word, step, losses, isPaused: isPaused && file === null },
    isDone: file !== null,
    interimStep: state.interim?.step ?? null,
    brokeOffAt: file?.brokeOffAt ?? null,
    of: course?.steps || task?.steps || 0,
    isLate: isLate && file === null,
    secondsLeft: file === null && etaMs !== null && step > 0 ? Math.ceil(etaMs / 1000) : null,
    sampleSteps: samples.map((sample) => sample.step),
    how: task && howCard(task, state),
  };
}

function howCard(
  { model, rank, learningRate: rate, seed, pictures, samples, ...more }: TaskOf<'train'>,
  { course, file }: TrainingState,
): TrainHowCard {
  const { trainText = false, randomCrop = false, precision = '' } = more;
  return {
    ...{ model, rank, rate, seed, pictures: pictures.length, trainText, randomCrop, precision: precision || null },
    stepMs: course?.stepMs ?? null,
    bytes: file?.bytes ?? null,
    samplePrompts: samples?.prompts ?? [],
    sampleEvery: samples?.everySteps ?? 0,
  };
}
