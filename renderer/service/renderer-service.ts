import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { validPrompt } from '#renderer/admission/valid-prompt.ts';
import { type Admission, findModel, validChoice } from '#renderer/admission/valid-request.ts';
import type { OfferedSampler } from '#renderer/admission/valid-sampling.ts';
import { validTask } from '#renderer/admission/valid-task.ts';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import type { Catalog } from '#renderer/models/catalog.ts';
import { createTokenCounter } from '#renderer/models/token-counter.ts';
import { describe } from '#renderer/service/describe.ts';
import { createEpochGate, type DispatcherName } from '#renderer/service/epoch-gate.ts';
import type { RenderName } from '#renderer/service/open-render.ts';
import { preload } from '#renderer/service/preload.ts';
import { type ModelPlaces, pullHere } from '#renderer/service/pull.ts';
import { RenderQueue } from '#renderer/service/render-queue.ts';
import { createLiveValue, type LiveValue } from '#shared/async/live-value.ts';
import type { Clock } from '#shared/clock.ts';
import type {
  AttachRequest,
  DescribeRequest,
  Description,
  Limits,
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
import type { RenderRequest } from '#shared/contract/tasks.ts';
import type { CountTokensRequest, TokenCount } from '#shared/contract/token-count.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { serverStream, unary } from '#shared/rpc/serve.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { SpanContext } from '#shared/tracing/trace-context.ts';
import type { Tracer } from '#shared/tracing/tracer.ts';

export interface ServiceOptions {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly samplers: readonly OfferedSampler[];
  readonly limits: Limits;
  /** Renders whose steps are taken at the same time. */
  readonly rendersAtOnce: number;
  /** The operator's name for this renderer. */
  readonly name: string;
  readonly version: string;
  /** Where models that are pulled go. */
  readonly places: ModelPlaces;
  readonly clock: Clock;
  readonly log: Log;
  /** Where spans go; nowhere when left out. */
  readonly tracer?: Tracer;
}

/** The calls of proto/easel/v1/renderer.proto, ready to be put on a server. */
export interface RendererService {
  readonly handlers: UntypedServiceImplementation;
  readonly state: LiveValue<RendererState>;
  /** Streams that somebody reads. */
  readonly readers: LiveValue<number>;
  /** Refuses what is new and ends what waits; what runs may finish until the signal aborts. Then it ends all watching. */
  drain(signal: AbortSignal): Promise<void>;
}

const JOB_ID_CHARS_MAX = 200;
const DISPATCHER_CHARS_MAX = 64;

/** Joins engine, catalog and queue to one service. */
export function createRendererService(options: ServiceOptions): RendererService {
  const { engine, limits } = options;
  const over = new AbortController();
  const renders = new RenderQueue({ ...options, ...limits, atOnce: options.rendersAtOnce, onChange: refresh });
  const state = createLiveValue(readState());
  const readers = createLiveValue(0);
  void followEngine();

  function readState(): RendererState {
    const { resident, memoryMib, starts, device } = engine.state;
    const phase = phaseOf({ draining: renders.isDraining, up: device !== null });
    return { phase, resident, memoryMib, engineStarts: starts, rendering: renders.running, waiting: renders.waiting };
  }

  function refresh(): void {
    state.set(readState());
  }

  async function followEngine(): Promise<void> {
    for await (const _ of untilAborted(engine.changes(over.signal))) refresh();
  }

  return {
    state,
    readers,
    handlers: createHandlers({ ...options, renders, state, readers, over: over.signal }),
    async drain(signal) {
      await renders.drain(signal);
      over.abort();
    },
  };
}

interface HandlerOptions extends ServiceOptions {
  readonly renders: RenderQueue;
  readonly state: LiveValue<RendererState>;
  readonly readers: LiveValue<number>;
  /** Ends all watching. */
  readonly over: AbortSignal;
}

function createHandlers(options: HandlerOptions): UntypedServiceImplementation {
  const { engine, clock, log, renders, state, readers, over } = options;
  const gate = createEpochGate(clock);
  const countTokens = createTokenCounter();
  const offer = async (): Promise<Admission> => ({ ...options, models: await options.catalog.read() });
  const report = (thrown: unknown, request: unknown) => {
    const err = Failure.from(thrown);
    const { jobId, attempt } = (request ?? {}) as Partial<RenderRequest>;
    const about = { err, ...(jobId !== undefined && { jobId, attempt }) };
    // What the runtime refused has a cause that only the log tells.
    if (err.code === 'internal') log.error(about, 'a call failed');
    else if (err.code === 'unavailable' && err.cause) log.warn(about, 'a call failed');
  };
  const stream = <Request, Item>(handle: StreamHandler<Request, Item>) =>
    serverStream((request: Request, ...call) => counted(handle(request, ...call), readers), report);
  return {
    Describe: unary<DescribeRequest, Description>(async () => describe(await offer(), options), report),
    Cancel: unary<CancelRequest, CancelReply>(async (request) => ({ found: renders.cancel(request) }), report),
    Pause: unary<PauseRequest, PauseReply>(async (request) => ({ found: renders.pause(request) }), report),
    CountTokens: unary<CountTokensRequest, TokenCount>(async ({ model, prompt, spell = false }) => {
      const { limits, models } = await offer();
      const found = findModel(model, { models });
      return countTokens(found, validPrompt(message('field.prompt'), prompt, limits), { spell });
    }, report),
    Drain: unary<DrainRequest, DrainReply>(async ({ draining }) => {
      renders.rest(draining);
      return {};
    }, report),
    Watch: stream<WatchRequest, RendererState>((_, signal) =>
      untilAborted(state.changes(AbortSignal.any([signal, over]))),
    ),
    Render: stream<RenderRequest, RenderEvent>(async function* (request, signal, parent) {
      const name = validName(request);
      gate.pass(validDispatcher(request));
      const task = withPriority(validTask(request, await offer()), request);
      yield* renders.accept(name, task, parent).follow(signal);
    }),
    Attach: stream<AttachRequest, RenderEvent>(async function* (request, signal) {
      const name = validName(request);
      // Found first: who asks for what is not here changes nothing for anybody else.
      const record = renders.find(name);
      if (!record) throw failure('not-found', 'render.unknown', { attempt: name.attempt, job: name.jobId });
      gate.check(validDispatcher(request));
      yield* record.join(signal);
    }),
    Preload: stream<PreloadRequest, PreloadEvent>(async function* (request, signal) {
      yield* preload(validChoice(request, await offer()), { engine, clock, signal });
    }),
    Pull: stream<PullRequest, PullEvent>((request, signal) => pullHere(request, { ...options.places, signal })),
  };
}

type StreamHandler<Request, Item> = (
  request: Request,
  signal: AbortSignal,
  parent: SpanContext | null,
) => AsyncGenerator<Item, void>;

async function* counted<Item>(
  items: AsyncGenerator<Item, void>,
  readers: LiveValue<number>,
): AsyncGenerator<Item, void> {
  readers.set(readers.now + 1);
  try {
    yield* items;
  } finally {
    readers.set(readers.now - 1);
  }
}

function phaseOf({ draining, up }: { draining: boolean; up: boolean }): RendererPhase {
  if (draining) return 'RENDERER_PHASE_DRAINING';
  return up ? 'RENDERER_PHASE_READY' : 'RENDERER_PHASE_STARTING';
}

function validName({ jobId, attempt, dispatcher = '' }: RenderName): RenderName {
  if (jobId === '' || jobId.length > JOB_ID_CHARS_MAX) {
    throw failure('invalid', 'render.job-id', { limit: JOB_ID_CHARS_MAX, given: jobId.length });
  }
  if (attempt < 1) throw failure('invalid', 'render.attempt', { given: attempt });
  return { jobId, attempt, dispatcher };
}

/** Pictures alone are drawn step by step beside others; whoever says more than 1 is taken at that. */
function withPriority(task: ValidTask, { priority = 0 }: RenderRequest): ValidTask {
  return task.kind === 'draw' && priority > 0 ? { ...task, priority: 1 } : task;
}

function validDispatcher({ dispatcher = '', epoch }: Partial<DispatcherName> & { epoch: number }): DispatcherName {
  if (dispatcher.length > DISPATCHER_CHARS_MAX) {
    throw failure('invalid', 'render.dispatcher', { limit: DISPATCHER_CHARS_MAX, given: dispatcher.length });
  }
  return { dispatcher, epoch };
}

/** A stream of states ends by an abort alone, so that is no failure. */
async function* untilAborted<T>(items: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  try {
    yield* items;
  } catch (thrown) {
    if ((thrown as Error).name !== 'AbortError') throw thrown;
  }
}
