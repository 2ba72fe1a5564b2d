// The program of an engine child on a machine whose cards break again and again, without networks: it says that it is the
// first provider that is not set aside, and draws one colour. On cards the first two of every three renders end by a
// crash, a hang, or wrong numbers (a trial showed it), in turn, whichever process and card has them; `renders.txt` in its
// cache folder has a line for each.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { type FromChild, type ToChild, toPlain } from '#renderer/engine/process/child-protocol.ts';
import { startPulse } from '#renderer/engine/process/pulse.ts';
import { PROVIDERS } from '#shared/contract/bounds.ts';
import { failure } from '#shared/text/failure.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const MANNERS = ['crash', 'hang', 'sick'] as const;
const STEP_MS = 5;

startPulse();

const { setAside = [], cacheFolder } = JSON.parse(process.argv[2] ?? '{}') as EngineSettings;
const provider = PROVIDERS.find((name) => !setAside.some((each) => each.provider === name)) ?? 'cpu';
const say = (message: FromChild) => process.connected && process.send?.(message);

process.on('message', async (message: ToChild) => {
  if (message.kind !== 'render' || message.task.kind !== 'draw') return;
  const { id, task } = message;
  const manner = provider === 'cpu' ? null : nextManner();
  for (const event of eventsOf(task)) {
    if (manner !== null && event.kind === 'picture') return breakDown(id, manner);
    say({ kind: 'event', id, event });
    await setTimeout(STEP_MS);
  }
  say({ kind: 'end', id, failure: null });
});
process.on('disconnect', () => process.exit(0));

const device = { provider, reason: 'it is there', threads: 0 };
say({ kind: 'state', state: { device, resident: [], memoryMib: 0, starts: 1 } });

function eventsOf({ steps, seed, width, height }: ValidRender): readonly EngineEvent[] {
  const picture = { mime: 'image/png', width, height, alpha: false } as const;
  return [
    { kind: 'started', steps, loadMs: 0 },
    ...Array.from({ length: steps }, (_, i) => ({ kind: 'step', step: i + 1, steps, stepMs: STEP_MS }) as const),
    { kind: 'picture', index: 0, seed, data: tinyPng({ width, height, seed }), ...picture },
    { kind: 'finished', timings: { loadMs: 0, encodeMs: 0, denoiseMs: 0, decodeMs: 0, unetCalls: steps } },
  ];
}

function nextManner(): (typeof MANNERS)[number] | null {
  const file = join(cacheFolder, 'renders.txt');
  const before = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const broken = before.filter((line) => !line.startsWith('drawn')).length;
  const manner = before.length % 3 < 2 ? MANNERS[broken % MANNERS.length]! : null;
  appendFileSync(file, `${manner ?? 'drawn'} ${provider} ${process.pid}\n`);
  return manner;
}

function breakDown(id: number, manner: (typeof MANNERS)[number]): void {
  if (manner === 'crash') process.kill(process.pid, 'SIGSEGV');
  else if (manner === 'hang') process.kill(process.pid, 'SIGSTOP');
  else say({ kind: 'end', id, failure: toPlain(failure('unavailable', 'device.sick', { provider })) });
}
