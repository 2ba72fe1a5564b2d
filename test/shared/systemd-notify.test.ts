import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '#shared/log.ts';
import { createServiceNotices } from '#shared/systemd-notify.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** What systemd has: a Unix datagram socket, whose messages are printed, without the fence that systemd-notify sends after. */
const LISTENER = `
import socket, sys
inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
inbox.bind(sys.argv[1])
print("listening", flush=True)
while True:
    said = inbox.recv(4096).decode()
    if said != "BARRIER=1":
        print(said, flush=True)
`;

const missing = ['systemd-notify', 'python3'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
/** Says loudly why it is skipped. */
const title = missing.length === 0 ? 'systemd' : `systemd (SKIPPED: no ${missing.join(' and no ')} is installed)`;

describe.runIf(missing.length === 0)(title, () => {
  const NOTIFY_SOCKET = join(scratchFolder(), 'notify');
  let listener: ChildProcess;
  let lines: AsyncIterator<string>;
  const next = async () => (await lines.next()).value;
  beforeAll(async () => {
    listener = spawn('python3', ['-c', LISTENER, NOTIFY_SOCKET], { stdio: ['ignore', 'pipe', 'ignore'] });
    lines = createInterface({ input: listener.stdout! })[Symbol.asyncIterator]();
    expect(await next()).toBe('listening');
  });
  afterAll(() => void listener.kill('SIGKILL'));

  it('hears on its socket that a service is ready, three signs of life in each watchdog’s time, and that it stops', async () => {
    const clock = createFakeClock();
    const ended = new AbortController();
    const environment = { PATH: process.env.PATH, NOTIFY_SOCKET, WATCHDOG_USEC: '60000000' };
    const notices = createServiceNotices({ environment, clock, log: silentLog, signal: ended.signal });
    await notices.ready();
    expect(await next()).toBe('READY=1');
    await clock.advance(19_999);
    expect(clock.sleepers).toBe(1);
    await clock.advance(1);
    expect(await next()).toBe('WATCHDOG=1');
    await notices.stopping();
    expect(await next()).toBe('STOPPING=1');
    ended.abort();
    expect(clock.sleepers).toBe(0);
  });
});

describe('a service', () => {
  const noticesOf = (environment: Record<string, string>) => {
    const clock = createFakeClock();
    const told: unknown[] = [];
    const log = { ...silentLog, error: (about: unknown) => void told.push(about) } as typeof silentLog;
    return { clock, told, notices: createServiceNotices({ environment, clock, log }) };
  };
  it('that systemd did not start says nothing', async () => {
    const { clock, told, notices } = noticesOf({ WATCHDOG_USEC: '60000000' });
    await notices.ready();
    expect([clock.sleepers, told]).toEqual([0, []]);
  });
  it('gives no signs of life for another process, and says once in the log that systemd cannot be told', async () => {
    const { clock, told, notices } = noticesOf({
      ...{ PATH: '/nowhere', NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '60000000', WATCHDOG_PID: '1' },
    });
    await notices.ready();
    await notices.stopping();
    expect(clock.sleepers).toBe(0);
    expect(told).toMatchObject([{ notice: 'READY=1' }]);
  });
});
