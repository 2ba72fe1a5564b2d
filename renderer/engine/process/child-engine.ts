import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Engine, EngineState } from '#renderer/engine/contract/engine.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import type { TrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import {
  type Asked,
  type Call,
  type CallOptions,
  type Death,
  type OpenCall,
  passOn,
} from '#renderer/engine/process/child-calls.ts';
import { type FromChild, fromPlain, type ToChild } from '#renderer/engine/process/child-protocol.ts';
import { watchEngine } from '#renderer/engine/process/engine-watch.ts';
import { forkEngine } from '#renderer/engine/process/fork-engine.ts';
import { hearComplaints } from '#renderer/engine/process/hear-complaints.ts';
import { type EngineRegister, openEngineRegister } from '#renderer/engine/process/left-engines.ts';
import { createProviderQuarantine, type ProviderQuarantine } from '#renderer/engine/process/provider-quarantine.ts';
import { PULSE_PIPE } from '#renderer/engine/process/pulse.ts';
import { createLiveValue } from '#shared/async/live-value.ts';
import { createMailbox } from '#shared/async/mailbox.ts';
import { pause } from '#shared/async/timer.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import type { Device } from '#shared/contract/messages.ts';
import type { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure, message } from '#shared/text/failure.ts';
import { type Message, plainMessage } from '#shared/text/message.ts';

const ENTRY = new URL('./engine-process.ts', import.meta.url);

/**
 * Pauses before the next start after 0, 1, 2 … in a row that died before they were ready; the last one repeats. One
 * that was ready was killed from outside, or by a job, which is drawn three times at most: it is missed at once.
 */
const RESTART_PAUSES_MS = [0, 200, 500, 1000];

/** A child that has lived this long counts as healthy again. */
const HEALTHY_AFTER_MS = 10_000;

/** How long a child may take to leave by itself when the engine closes. */
const LEAVE_MS = 1_000;

/** Events of one call that may wait for their reader; a render of the most steps says fewer. */
const UNREAD_MAX = 10_000;

/** When providers that were set aside may be tried again, it is looked this often whether the engine is idle. */
const LOOK_AGAIN_MS = 10_000;

/**
 * The engine in a forked child that may die, or be killed, at any moment: what is open then ends with `unavailable`, and
 * the next child starts at once (with a short pause when it keeps dying). A child that hangs is killed. There are never
 * two.
 */
export class ChildEngine implements Engine {
  readonly #settings: EngineSettings;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #state = createLiveValue<EngineState>({ device: null, resident: [], memoryMib: 0, starts: 0 });
  readonly #calls = new Map<number, OpenCall>();
  readonly #closing = new AbortController();
  readonly #register: EngineRegister;
  readonly #quarantine: ProviderQuarantine;
  readonly #entry: URL;
  #child: ChildProcess | null = null;
  #ready = Promise.withResolvers<Device>();
  #lastId = 0;
  #deaths = 0;
  #failedStarts = 0;
  /** What the child computes with, once it has said so. */
  #provider: string | null = null;
  /** Why the child that is on its way out was ended. */
  #replaced: Pick<Death, 'reason' | 'isFault'> | null = null;

  /** `entry` is the child's program. */
  constructor(settings: EngineSettings, options: { readonly log: Log; readonly clock?: Clock; readonly entry?: URL }) {
    this.#settings = settings;
    this.#log = options.log;
    this.#clock = options.clock ?? systemClock;
    this.#entry = options.entry ?? ENTRY;
    this.#quarantine = createProviderQuarantine(this.#clock);
    this.#ready.promise.catch(() => {});
    this.#register = openEngineRegister(join(settings.cacheFolder, 'engines'));
    const left = this.#register.killLeft();
    if (left.length > 0) this.#log.warn({ processes: left }, 'engines without a renderer were killed');
    this.#start();
  }

  get ready(): Promise<Device> {
    return this.#ready.promise;
  }

  get state(): EngineState {
    return this.#state.now;
  }

  /** Of the child that runs now; null between two. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  changes(signal: AbortSignal): AsyncGenerator<EngineState, void, undefined> {
    return this.#state.changes(signal);
  }

  async load(choice: ModelChoice, signal: AbortSignal): Promise<void> {
    for await (const _ of this.#call({ kind: 'load', choice }, signal));
  }

  render(
    task: ValidTask,
    signal: AbortSignal,
    jobId?: string,
    steer?: TrainingSteer,
  ): AsyncGenerator<EngineEvent, void, undefined> {
    return this.#call({ kind: 'render', task }, signal, { jobId, steer });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const closed = failure('unavailable', 'engine.stopping');
    this.#ready.reject(closed);
    this.#endCalls(closed);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS);
    if (child.connected) child.disconnect();
    await once(child, 'exit');
    clearTimeout(timer);
  }

  #start(): void {
    const setAside = this.#quarantine.setAside();
    const child = forkEngine(this.#entry, { ...this.#settings, setAside });
    const startedAt = this.#clock.now();
    this.#child = child;
    if (setAside.length > 0) void this.#tryAgainLater();
    this.#state.set({ ...this.#state.now, starts: this.#state.now.starts + 1 });
    if (child.pid !== undefined) this.#register.add(child.pid);
    // A line of a library says nothing about whose it is: it is of one of those that are open.
    const complaints = hearComplaints(child, (line) =>
      this.#log.debug({ line, jobIds: this.#jobIds() }, 'the engine wrote'),
    );
    const watch = watchEngine(child.stdio[PULSE_PIPE] as Readable, {
      clock: this.#clock,
      hangs: (how) => this.#replace(how, { isFault: true }),
    });
    child.on('message', (message: FromChild) => this.#hear(message));
    // Sending to a child that has just died; its exit tells the story.
    child.on('error', (error) => this.#log.warn({ reason: error.message }, 'the engine could not be reached'));
    child.once('exit', (code, signal) => {
      watch.stop();
      this.#child = null;
      if (child.pid !== undefined) this.#register.remove(child.pid);
      const livedMs = this.#clock.now() - startedAt;
      const reason = signal ? plainMessage(signal) : message('engine.exit-code', { code: String(code) });
      this.#die({ livedMs, complaints, ...(this.#replaced ?? { reason, isFault: true }) });
    });
  }

  #die({ livedMs, reason, isFault, complaints }: Death): void {
    if (this.#closing.signal.aborted) return;
    this.#deaths = livedMs >= HEALTHY_AFTER_MS ? 1 : this.#deaths + 1;
    const why = { reason: sharedEnglish.say(reason), deaths: this.#deaths, jobIds: this.#jobIds() };
    if (this.#replaced && !isFault) this.#log.info(why, 'the engine starts anew');
    else this.#log.error({ ...why, complaints }, 'the engine died');
    if (isFault && this.#provider) this.#quarantine.fault(this.#provider, reason);
    this.#failedStarts = this.#provider === null ? this.#failedStarts + 1 : 0;
    this.#replaced = null;
    this.#provider = null;
    this.#fall(reason);
    const pauseMs = RESTART_PAUSES_MS[Math.min(this.#failedStarts, RESTART_PAUSES_MS.length - 1)]!;
    void pause(this.#clock, pauseMs, this.#closing.signal).then((isOver) => {
      if (isOver) this.#start();
    });
  }

  /** A process that the system cannot end at once (it waits for a driver) is no engine any more either. */
  #replace(reason: Message, { isFault }: { readonly isFault: boolean }): void {
    const child = this.#child;
    if (!child || this.#closing.signal.aborted) return;
    this.#replaced = { reason, isFault };
    child.removeAllListeners('message');
    child.kill('SIGKILL');
    this.#fall(reason);
  }

  /** Once what is set aside may be tried again and nothing is being drawn, the engine starts anew and looks for it. */
  async #tryAgainLater(): Promise<void> {
    const child = this.#child;
    const waitMs = () => Math.max(this.#quarantine.untilNext() ?? 0, LOOK_AGAIN_MS);
    while (await pause(this.#clock, waitMs(), this.#closing.signal)) {
      if (this.#child !== child) return;
      if (this.#quarantine.untilNext() === null && this.#calls.size === 0)
        return this.#replace(message('engine.looks-again'), { isFault: false });
    }
  }

  /** What is open ends, and until the next child is there nobody is taken. */
  #fall(reason: Message): void {
    if (this.#state.now.device) {
      this.#ready = Promise.withResolvers();
      this.#ready.promise.catch(() => {});
    }
    this.#state.set({ device: null, resident: [], memoryMib: 0, starts: this.#state.now.starts });
    this.#endCalls(failure('unavailable', 'engine.died', { reason }));
  }

  #hear(message: FromChild): void {
    switch (message.kind) {
      case 'state': {
        this.#state.set({ ...message.state, starts: this.#state.now.starts });
        if (message.state.device) this.#ready.resolve(message.state.device);
        this.#provider = message.state.device?.provider ?? null;
        return;
      }
      case 'trouble': {
        const trouble = sharedEnglish.say(message.trouble);
        this.#log.warn({ trouble }, 'the engine goes on, but not as it should');
        return;
      }
      case 'event': {
        const { event, id } = message;
        const call = this.#calls.get(id);
        if (call && event.kind === 'started')
          this.#log.debug({ ...call.job, loadMs: event.loadMs }, 'the engine has begun');
        call?.box.put(event, event.kind === 'preview' ? 'preview' : undefined);
        return;
      }
      case 'end': {
        const { failure } = message;
        const call = this.#calls.get(message.id);
        if (failure?.detail && failure.code !== 'cancelled')
          this.#log.error({ ...call?.job, detail: failure.detail }, failure.message);
        call?.box.close(failure ? fromPlain(failure) : undefined);
        this.#calls.delete(message.id);
        if (failure?.said.key === 'device.sick') this.#leaveProvider(failure.said);
      }
    }
  }

  /** A trial has shown that it computes wrongly: nothing more is drawn with it. */
  #leaveProvider(how: Message): void {
    this.#quarantine.fault(this.#provider ?? '', how, { sure: true });
    this.#replace(how, { isFault: false });
  }

  async *#call(
    asked: Asked,
    signal: AbortSignal,
    { jobId, steer }: CallOptions = {},
  ): AsyncGenerator<EngineEvent, void, undefined> {
    signal.throwIfAborted();
    const child = this.#child;
    if (!child || !this.#state.now.device) throw failure('unavailable', 'engine.starting');
    const id = ++this.#lastId;
    const box = createMailbox<EngineEvent>(UNREAD_MAX);
    this.#calls.set(id, { box, job: jobId === undefined ? {} : { jobId } });
    send(child, { ...asked, id } as Call);
    const over = new AbortController();
    if (steer) void passOn(steer, { id, send: (message) => send(child, message), over: over.signal });
    try {
      yield* box.read(signal);
    } finally {
      over.abort();
      if (this.#calls.delete(id)) send(child, { kind: 'abort', id });
    }
  }

  #endCalls(failure: Failure): void {
    for (const { box } of this.#calls.values()) box.close(failure);
    this.#calls.clear();
  }

  /** Of the jobs that it draws now. */
  #jobIds(): readonly string[] {
    return [...this.#calls.values()].flatMap(({ job }) => job.jobId ?? []);
  }
}

function send(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => {});
}
