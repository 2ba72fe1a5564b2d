import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Environment } from '#shared/config/renderer.ts';
import type { Log } from '#shared/log.ts';

/** How long systemd may take to hear something. Milliseconds. */
const HEARD_WITHIN_MS = 10_000;

/** Signs of life in the time after which systemd takes a service for hung: one may be late, and one may be lost. */
const SIGNS = 3;

/** What a service of systemd says about itself (sd_notify(3)). Where systemd did not start it, nothing is said. */
export interface ServiceNotices {
  /** The service does its work from now on; signs of life follow where the unit has WatchdogSec. */
  ready(): Promise<void>;
  /** It ends in order. Signs of life go on until it has. */
  stopping(): Promise<void>;
}

export interface NoticeOptions {
  /** Of this process, as systemd gave it. */
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** No sign of life is given after it. */
  readonly signal?: AbortSignal;
}

/**
 * Notices go out by systemd's own `systemd-notify`, as Node has no datagram sockets of Unix; the unit needs
 * NotifyAccess=all for that. Signs of life come from the event loop: where that stands still, there are none.
 */
export function createServiceNotices({ environment, clock, log, signal }: NoticeOptions): ServiceNotices {
  if (!environment.NOTIFY_SOCKET) return { ready: async () => {}, stopping: async () => {} };
  let hasFailed = false;
  const send = async (notice: string) => {
    try {
      const options = { env: { ...environment }, timeout: HEARD_WITHIN_MS };
      await promisify(execFile)('systemd-notify', [notice], options);
      hasFailed = false;
    } catch (thrown) {
      if (!hasFailed) log.error({ err: thrown, notice }, 'systemd could not be told');
      hasFailed = true;
    }
  };
  const periodMs = watchdogMs(environment) / SIGNS;
  return {
    async ready() {
      await send('READY=1');
      if (periodMs > 0) void keepSaying(() => send('WATCHDOG=1'), periodMs);
    },
    stopping: () => send('STOPPING=1'),
  };

  async function keepSaying(say: () => Promise<void>, ms: number): Promise<void> {
    while (await pause(clock, ms, signal)) await say();
  }
}

/** The time without a sign of life after which systemd ends this process; 0 = it waits for none of this process. */
function watchdogMs({ WATCHDOG_USEC: microseconds, WATCHDOG_PID: pid }: Environment): number {
  const isOurs = pid === undefined || Number(pid) === process.pid;
  return isOurs && /^\d{1,15}$/.test(microseconds ?? '') ? Number(microseconds) / 1000 : 0;
}
