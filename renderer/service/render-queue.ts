import type { Engine } from '#renderer/engine/contract/engine.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import { isSameJob, isTraining, type OpenRender, openRender, type RenderName } from '#renderer/service/open-render.ts';
import { RenderRecord } from '#renderer/service/render-record.ts';
import { runRender } from '#renderer/service/run-render.ts';
import { createTimeout, startTimeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { failure } from '#shared/text/failure.ts';
import type { SpanContext } from '#shared/tracing/trace-context.ts';
import { NO_TRACES, type Tracer } from '#shared/tracing/tracer.ts';

export interface RenderQueueOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  readonly queueMax: number;
  readonly atOnce: number;
  readonly graceMs: number;
  /** Where its spans go; nowhere when left out. */
  readonly tracer?: Tracer;
  /** Called whenever a render starts, ends or joins the queue. */
  readonly onChange: () => void;
}

/** How long accepted renders wait for an engine that is down before they end as `unavailable`. */
const ENGINE_DOWN_MS_MAX = 15_000;

/** Renders of higher priority that may go before one that waits. */
const PASSED_MAX = 8;

/** Results kept for readers that may come again; the oldest go first. */
const KEPT_BYTES_MAX = 256 * 2 ** 20;

/**
 * The renders of this renderer: a bounded queue, a few that run (together, so that their steps are batched), and
 * results that are kept for a grace period. The queue moves when a render ends and when the engine comes back.
 */
export class RenderQueue {
  readonly #options: RenderQueueOptions;
  readonly #known = new Map<string, OpenRender>();
  readonly #waiting: OpenRender[] = [];
  readonly #running = new Set<OpenRender>();
  readonly #stopped = new AbortController();
  #refusal: Failure | null = null;
  #isStopping = false;
  #idle = Promise.withResolvers<void>();

  constructor(options: RenderQueueOptions) {
    this.#options = options;
    void this.#followEngine();
  }

  get running(): number {
    return this.#running.size;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes nothing more, for a while or for good. */
  get isDraining(): boolean {
    return this.#refusal !== null;
  }

  /** Takes a render in. An older attempt of the same job is cancelled: whoever asked for it has given it up. */
  accept(name: RenderName, task: ValidTask, parent: SpanContext | null = null): RenderRecord {
    if (this.#refusal) throw this.#refusal;
    if (this.#known.has(keyOf(name))) {
      throw failure('already-exists', 'render.here-already', { attempt: name.attempt, job: name.jobId });
    }
    for (const one of this.#open()) {
      if (isSameJob(one.name, name) && one.name.attempt < name.attempt) {
        this.#end(one, failure('superseded', 'render.superseded', { attempt: name.attempt, job: name.jobId }));
      }
    }
    if (this.#waiting.length >= Math.max(this.#options.queueMax, this.#free())) {
      throw failure('exhausted', 'render.queue-full', { limit: this.#options.queueMax });
    }
    return this.#enqueue(name, task, parent).record;
  }

  /** Undefined when it never was here, or its result is no longer kept. */
  find(name: RenderName): RenderRecord | undefined {
    return this.#known.get(keyOf(name))?.record;
  }

  /**
   * Ends renders of a job; attempt 0 means any. False when none was queued or running. `keep`: a training that runs ends
   * by itself with what it has.
   */
  cancel({ keep = false, ...meaning }: RenderName & { readonly keep?: boolean }): boolean {
    const meant = this.#open().filter(({ name }) => isMeant(name, meaning));
    for (const one of meant) {
      if (keep && one.task.kind === 'train' && this.#running.has(one)) one.training.end();
      else this.#end(one, failure('cancelled', 'render.cancelled'));
    }
    return meant.length > 0;
  }

  /** Holds a training that runs, or has it go on; attempt 0 means any. False when none runs here. */
  pause({ paused, ...meaning }: RenderName & { readonly paused: boolean }): boolean {
    const held = [...this.#running].filter(isTraining).filter(({ name }) => isMeant(name, meaning));
    for (const { training } of held) training.pause(paused);
    return held.length > 0;
  }

  /** Takes no more and ends what waits, until it is told otherwise; what runs is finished. A queue that stops stays so. */
  rest(isResting: boolean): void {
    if (this.#isStopping) return;
    if (isResting) this.#refuse(failure('unavailable', 'renderer.draining'));
    else this.#refusal = null;
    this.#options.onChange();
  }

  /** Takes no more, ends what waits, and lets what runs finish until the signal aborts it. */
  async drain(signal: AbortSignal): Promise<void> {
    this.#isStopping = true;
    this.#refuse(failure('unavailable', 'renderer.stopping'));
    const hurry = () => this.#endAll(this.#refusal!);
    signal.addEventListener('abort', hurry, { once: true });
    if (signal.aborted) hurry();
    if (this.#running.size > 0) await this.#idle.promise;
    signal.removeEventListener('abort', hurry);
    this.#stopped.abort();
  }

  #refuse(refusal: Failure): void {
    this.#refusal = refusal;
    this.#options.onChange(); // first, so that who hears of it places nothing here again
    for (const one of [...this.#waiting]) this.#end(one, refusal);
  }

  #enqueue(name: RenderName, task: ValidTask, parent: SpanContext | null): OpenRender {
    const { clock, tracer = NO_TRACES } = this.#options;
    const record = new RenderRecord({ clock, onReaders: () => this.#watchReaders(open) });
    const open = openRender({ name, task, record }, { parent, tracer, clock });
    open.position = placeFor(open, this.#waiting);
    this.#known.set(keyOf(name), open);
    for (const one of this.#waiting.slice(open.position)) one.passed += 1;
    this.#waiting.splice(open.position, 0, open);
    this.#move();
    if (!this.#running.has(open)) {
      open.record.say({ event: 'accepted', accepted: { position: open.position, begun: false } });
    }
    return open;
  }

  /** Starts what may start and tells the others their new positions. */
  #move(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      void this.#run(next);
    }
    for (const [position, open] of this.#waiting.entries()) {
      if (open.position === position) continue;
      open.position = position;
      open.record.say({ event: 'accepted', accepted: { position, begun: false } });
    }
    this.#options.onChange();
  }

  /** Who may start now. A training takes nobody's place, since it gives way in every step; there is one at a time. */
  #next(): OpenRender | undefined {
    if (!this.#options.engine.state.device) return undefined;
    return this.#waiting.find(({ task }) => (task.kind === 'train' ? !this.#trains() : this.#free() > 0));
  }

  #trains(): boolean {
    return [...this.#running].some(isTraining);
  }

  async #run(open: OpenRender): Promise<void> {
    this.#running.add(open);
    open.record.say({ event: 'accepted', accepted: { position: 0, begun: true } });
    const { engine, clock, log } = this.#options;
    log.info({ ...open.name, task: open.task.kind }, 'render begun');
    open.trace.begun();
    const ended = await runRender(open.task, {
      engine,
      clock,
      acceptedAt: open.acceptedAt,
      say(said) {
        open.trace.heard(said);
        open.record.say(said);
      },
      signal: open.abort.signal,
      steer: open.training.steer,
      jobId: open.name.jobId,
    }).then(() => null, Failure.from);
    this.#running.delete(open);
    open.trace.ended(ended);
    if (ended) log[severity(ended)]({ ...open.name, err: ended }, 'render failed');
    else log.info({ ...open.name, ms: clock.now() - open.acceptedAt }, 'render done');
    this.#end(open, ended);
    if (this.#running.size === 0) {
      this.#idle.resolve();
      this.#idle = Promise.withResolvers();
    }
  }

  #end(open: OpenRender, failure: Failure | null): void {
    open.record.end(failure);
    open.abort.abort(failure ?? undefined);
    const at = this.#waiting.indexOf(open);
    if (at >= 0) this.#waiting.splice(at, 1);
    this.#watchReaders(open);
    this.#forgetOldest();
    this.#move();
  }

  #endAll(failure: Failure): void {
    for (const one of this.#open()) this.#end(one, failure);
  }

  /** Nobody reads: after the grace period a render is cancelled, and a result forgotten. */
  #watchReaders(open: OpenRender): void {
    open.timer?.stop();
    open.timer = null;
    if (open.record.readers > 0 || !this.#known.has(keyOf(open.name))) return;
    const { clock, graceMs } = this.#options;
    open.timer = startTimeout(clock, graceMs, () => this.#graceOver(open));
  }

  #graceOver(open: OpenRender): void {
    if (open.record.ended) this.#known.delete(keyOf(open.name));
    else this.#end(open, failure('cancelled', 'render.unread', { ms: this.#options.graceMs }));
  }

  #forgetOldest(): void {
    const results = [...this.#known.values()].filter((one) => one.record.ended);
    let bytes = results.reduce((sum, one) => sum + one.record.bytes, 0);
    for (const one of results) {
      if (bytes <= KEPT_BYTES_MAX) return;
      if (one.record.readers > 0) continue;
      bytes -= one.record.bytes;
      this.#known.delete(keyOf(one.name));
      one.timer?.stop();
    }
  }

  async #followEngine(): Promise<void> {
    const { engine, clock } = this.#options;
    const timeout = createTimeout(clock, () => this.#endWaiting());
    try {
      for await (const { device } of engine.changes(this.#stopped.signal)) {
        timeout.stop();
        if (device) this.#move();
        else timeout.reset(ENGINE_DOWN_MS_MAX);
      }
    } catch {
      timeout.stop();
    }
  }

  #endWaiting(): void {
    for (const one of [...this.#waiting]) this.#end(one, failure('unavailable', 'engine.not-starting'));
  }

  #open(): OpenRender[] {
    return [...this.#waiting, ...this.#running];
  }

  #free(): number {
    return this.#options.atOnce - [...this.#running].filter((open) => !isTraining(open)).length;
  }
}

/** Before those of lower priority, of whom nobody is passed more than so often. */
function placeFor({ task }: OpenRender, waiting: readonly OpenRender[]): number {
  const behind = waiting.findLastIndex((one) => priorityOf(one.task) >= priorityOf(task) || one.passed >= PASSED_MAX);
  return behind + 1;
}

function priorityOf(task: ValidTask): number {
  return task.kind === 'draw' ? (task.priority ?? 0) : 0;
}

function keyOf({ jobId, attempt, dispatcher = '' }: RenderName): string {
  return JSON.stringify([dispatcher, jobId, attempt]);
}

/** Attempt 0 means any. */
function isMeant(name: RenderName, meaning: RenderName): boolean {
  return isSameJob(name, meaning) && [0, name.attempt].includes(meaning.attempt);
}

/** A defect, what the runtime refused, or what the asker has to change. */
function severity({ code, cause }: Failure): 'error' | 'warn' | 'info' {
  if (code === 'internal') return 'error';
  return code === 'unavailable' && cause ? 'warn' : 'info';
}
