import type { ServiceDefinition } from '@grpc/grpc-js';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import type {
  AttachRequest,
  DescribeRequest,
  Description,
  RenderEvent,
  RendererPhase,
  RendererState,
  WatchRequest,
} from '#shared/contract/messages.ts';
import type {
  CancelReply,
  CancelRequest,
  DrainReply,
  DrainRequest,
  PauseReply,
  PauseRequest,
  PreloadEvent,
  PreloadRequest,
  PullEvent,
  PullRequest,
} from '#shared/contract/operating.ts';
import type { DrawTask, RenderRequest } from '#shared/contract/tasks.ts';
import type { CountTokensRequest, TokenCount } from '#shared/contract/token-count.ts';
import { Failure } from '#shared/failure.ts';
import { serverStream, unary } from '#shared/rpc/serve.ts';
import { countWordsOf } from '#test/fakes/count-words.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import {
  type AttemptName,
  draw,
  endRecord,
  type FakeEvent,
  type FakeRender,
  type Fault,
  isMeant,
  isOver,
  newRecord,
  type RenderRecord,
  readRecord,
  say,
} from '#test/fakes/fake-renders.ts';
import { listen } from '#test/fakes/listen.ts';

/** A renderer that draws one colour, and does to each render what its script says. It speaks the whole contract. */
export interface FakeRenderer {
  readonly address: string;
  /** All attempts it was ever given, in order. */
  readonly renders: readonly FakeRender[];
  /** Milliseconds that a step takes from now on, of renders that have not begun. */
  setStepMs(stepMs: number): void;
  /** Changes what Watch tells, and whether renders are taken. */
  setPhase(phase: RendererPhase): void;
  /** Who follows renders here now. */
  readonly readers: number;
  /** Cancels what is drawn, as after the grace period without a reader. */
  giveUp(): void;
  /** Breaks all connections and listens again; renders go on. */
  cut(): Promise<void>;
  /** Gone at once, as after kill -9: connections are cut, nothing is answered any more. */
  vanish(): Promise<void>;
  close(): Promise<void>;
}

export interface FakeRendererOptions {
  /** What Pull says; everything is here at once when left out. */
  readonly pull?: (request: PullRequest, signal: AbortSignal) => AsyncGenerator<PullEvent, void, undefined>;
  /** What Preload says; the model is loaded at once when left out. */
  readonly preload?: (request: PreloadRequest, signal: AbortSignal) => AsyncGenerator<PreloadEvent, void, undefined>;
  /** What goes wrong with this attempt; null = nothing. */
  readonly script?: (request: RenderRequest, renderNumber: number) => Fault | null;
  /** Milliseconds that a step takes. */
  readonly stepMs?: number;
  /** Milliseconds that loading takes, for the first render alone. */
  readonly loadMs?: number;
  /** The size that a picture has at least; 0 = as small as it can be. */
  readonly pictureBytes?: (spec: DrawTask) => number;
  /** Milliseconds between two pictures of a render. */
  readonly decodeMs?: number;
  /** What comes of other tasks than drawing. */
  readonly results?: (request: RenderRequest) => readonly FakeEvent[];
  /** What it says of each render that begins, before anything else. */
  readonly greetings?: readonly FakeEvent[];
  /** The contract that it speaks: this version's when left out. */
  readonly contract?: ServiceDefinition;
  /** Changes of what it says about itself. */
  readonly description?: Partial<Description>;
  /** Renders it draws at once. */
  readonly slots?: number;
  readonly queueMax?: number;
  /** 0 = any free one. */
  readonly port?: number;
  readonly clock?: Clock;
}

/** Starts a fake renderer on a port of the loopback. */
export async function startFakeRenderer(options: FakeRendererOptions = {}): Promise<FakeRenderer> {
  const floor = createFloor(options, () => fake.vanish());
  let [server, port] = await listen(handlers(floor), options.port ?? 0, options.contract);
  const fake: FakeRenderer = {
    address: `127.0.0.1:${port}`,
    renders: floor.renders,
    setStepMs: (stepMs) => floor.setStepMs(stepMs),
    setPhase: (phase) => floor.setPhase(phase),
    get readers() {
      return floor.readers();
    },
    giveUp: () => floor.giveUp(),
    async cut() {
      server.forceShutdown();
      [server, port] = await listen(handlers(floor), port, options.contract);
    },
    async vanish() {
      server.forceShutdown(); // first: who is dead says nothing
      floor.leave();
    },
    async close() {
      floor.leave();
      server.forceShutdown();
    },
  };
  return fake;
}

type Floor = ReturnType<typeof createFloor>;

/** Where renders wait and are drawn. */
function createFloor(options: FakeRendererOptions, vanish: () => Promise<void>) {
  const { script = () => null, slots = 1, queueMax = 8, clock = systemClock } = options;
  const { pictureBytes = () => 0, results = () => [], decodeMs = 0, loadMs = 0, greetings = [] } = options;
  const records: RenderRecord[] = [];
  const watchers = new Set<Mailbox<RendererState>>();
  let stepMs = options.stepMs ?? 2;
  let phase: RendererPhase = 'RENDERER_PHASE_READY';
  const epochs = new Map<string, number>();
  let engineStarts = 1;
  let isLoaded = loadMs === 0;
  const load = async () => {
    if (isLoaded) return 0;
    await clock.sleep(loadMs);
    isLoaded = true;
    changed();
    return loadMs;
  };
  const count = (state: FakeRender['state']) => records.filter((record) => record.state === state).length;
  const state = (): RendererState => ({
    phase,
    resident: records.length > 0 && isLoaded ? [{ model: 'tiny', adapters: [], stepMs }] : [],
    rendering: count('drawing'),
    waiting: count('waiting'),
    memoryMib: 100,
    engineStarts,
  });
  const changed = () => {
    for (const watcher of watchers) watcher.put(state(), 'newest');
  };
  const next = () => {
    const record = records.find((each) => each.state === 'waiting');
    if (record && count('drawing') < slots) {
      say(record, { event: 'accepted', accepted: { position: 0, begun: true } });
      for (const greeting of greetings) say(record, greeting);
      draw(record, { clock, stepMs, load, pictureBytes, decodeMs, results, vanish, killEngine })
        .catch((thrown) => endRecord(record, 'broken', Failure.from(thrown)))
        .finally(next);
    }
    for (const [position, one] of records.filter((each) => each.state === 'waiting').entries()) {
      if (one.position === position) continue;
      one.position = position;
      say(one, { event: 'accepted', accepted: { position, begun: false } });
    }
    changed();
  };
  const killEngine = () => {
    engineStarts += 1;
    for (const record of records) endRecord(record, 'broken', new Failure('unavailable', 'The engine died'));
    changed();
  };
  const checkEpoch = ({ dispatcher = '', epoch }: { readonly dispatcher?: string; readonly epoch: number }) => {
    const least = epochs.get(dispatcher) ?? 0;
    if (epoch < least) throw new Failure('superseded', `Cannot take this: epoch at least ${least}, given ${epoch}`);
    return () => void epochs.set(dispatcher, epoch);
  };
  return {
    description: { ...FAKE_DESCRIPTION, limits: { ...FAKE_DESCRIPTION.limits!, queueMax }, ...options.description },
    renders: records as readonly FakeRender[],
    pull: options.pull ?? justPulled,
    preload: options.preload ?? justLoaded,
    watchers,
    state,
    find: (name: AttemptName) => records.findLast(({ request }) => isMeant(request, name)),
    checkEpoch,
    accept(request: RenderRequest): RenderRecord {
      checkEpoch(request)();
      checkTask(request, { ...FAKE_DESCRIPTION, ...options.description });
      const fault = script(request, records.length);
      const record = newRecord(request, fault);
      if (fault?.kind === 'refuse') {
        records.push({ ...record, state: 'broken' });
        throw fault.failure;
      }
      if (phase !== 'RENDERER_PHASE_READY') throw new Failure('unavailable', 'The engine is not running');
      if (count('drawing') >= slots && count('waiting') >= queueMax)
        throw new Failure('exhausted', `Cannot queue another render: ${queueMax} at most`);
      records.push(record);
      next();
      return record;
    },
    readers: () => records.reduce((sum, { readers }) => sum + readers.size, 0),
    giveUp() {
      for (const record of records) endRecord(record, 'cancelled', new Failure('cancelled', 'Nobody read it'));
    },
    stop(record: RenderRecord) {
      endRecord(record, 'cancelled', new Failure('cancelled', 'The render was cancelled'));
      next();
    },
    setStepMs(to: number) {
      stepMs = to;
    },
    setPhase(to: RendererPhase) {
      phase = to;
      changed();
    },
    leave() {
      for (const record of records) endRecord(record, 'broken', new Failure('unavailable', 'The renderer is gone'));
      for (const watcher of watchers) watcher.close();
    },
  };
}

async function* justPulled(): AsyncGenerator<PullEvent, void, undefined> {
  yield { event: 'pulled', pulled: {} };
}

async function* justLoaded(): AsyncGenerator<PreloadEvent, void, undefined> {
  yield { event: 'loaded', loaded: { loadMs: 0 } };
}

function handlers(floor: Floor) {
  return {
    Describe: unary<DescribeRequest, Description>(async () => floor.description),
    CountTokens: unary<CountTokensRequest, TokenCount>(async (request) => countWordsOf(request)),
    Watch: serverStream<WatchRequest, RendererState>((_request, signal) => watch(floor, signal)),
    Render: serverStream<RenderRequest, RenderEvent>(async function* (request, signal) {
      if (floor.find(request)) throw new Failure('already-exists', 'This render is here already: attach to it');
      yield* readRecord(floor.accept(request), signal);
    }),
    Attach: serverStream<AttachRequest, RenderEvent>(async function* (request, signal) {
      const record = floor.find(request);
      if (!record) throw new Failure('not-found', 'This render is not here');
      floor.checkEpoch(request);
      yield* readRecord(record, signal);
    }),
    Drain: unary<DrainRequest, DrainReply>(async ({ draining }) => {
      floor.setPhase(draining ? 'RENDERER_PHASE_DRAINING' : 'RENDERER_PHASE_READY');
      return {};
    }),
    Pull: serverStream<PullRequest, PullEvent>((request, signal) => floor.pull(request, signal)),
    Cancel: unary<CancelRequest, CancelReply>(async ({ keep, ...name }) => {
      const record = floor.find(name);
      if (!record || isOver(record)) return { found: false };
      if (keep && record.request.task === 'train') record.hasEnough = true;
      else floor.stop(record);
      return { found: true };
    }),
    Pause: unary<PauseRequest, PauseReply>(async ({ paused, ...name }) => {
      const record = floor.find(name);
      if (!record || isOver(record) || record.request.task !== 'train') return { found: false };
      record.isPaused = paused;
      return { found: true };
    }),
    Preload: serverStream<PreloadRequest, PreloadEvent>(async function* (request, signal) {
      if (!floor.description.models.some(({ name }) => name === request.model))
        throw new Failure('not-found', `There is no model ${request.model} here`);
      yield* floor.preload(request, signal);
    }),
  };
}

/** The little of a renderer's door that the contract suite knocks at. */
function checkTask(request: RenderRequest, { models, tasks }: Description) {
  if (!tasks.includes(request.task)) throw new Failure('unsupported', `Cannot ${request.task} here`);
  if (request.task !== 'draw') return;
  const { steps, model } = request.draw;
  if (steps < 1) throw new Failure('invalid', `Cannot render: at least 1 step, given ${steps}`);
  if (!models.some(({ name }) => name === model)) throw new Failure('not-found', `There is no model ${model} here`);
}

async function* watch(floor: Floor, signal: AbortSignal): AsyncGenerator<RendererState, void, undefined> {
  const watcher = createMailbox<RendererState>();
  watcher.put(floor.state(), 'newest');
  floor.watchers.add(watcher);
  try {
    yield* watcher.read(signal);
  } finally {
    floor.watchers.delete(watcher);
  }
}
