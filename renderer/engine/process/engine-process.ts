// The engine child: a LocalEngine behind messages. Everything it is told once arrives as JSON in its first argument.

import { flushCompileCache } from 'node:module';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import { createTrainingSteer, type SteeredTraining } from '#renderer/engine/contract/training-steer.ts';
import { type FromChild, type ToChild, toPlain } from '#renderer/engine/process/child-protocol.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { startPulse } from '#renderer/engine/process/pulse.ts';

startPulse();

const engine = new LocalEngine(JSON.parse(process.argv[2] ?? '{}') as EngineSettings, {
  onTrouble: (trouble) => say({ kind: 'trouble', trouble }),
});
const open = new Map<number, AbortController>();
const trainings = new Map<number, SteeredTraining>();
const forever = new AbortController().signal;

process.on('message', (message: ToChild) => {
  switch (message.kind) {
    case 'load':
      return void run(message.id, (signal) => engine.load(message.choice, signal));
    case 'render':
      return void run(message.id, async (signal) => {
        const training = createTrainingSteer();
        trainings.set(message.id, training);
        for await (const event of engine.render(message.task, signal, undefined, training.steer))
          say({ kind: 'event', id: message.id, event });
      });
    case 'abort':
      return open.get(message.id)?.abort();
    case 'enough':
      return trainings.get(message.id)?.end();
    case 'pause':
      return trainings.get(message.id)?.pause(message.isPaused);
  }
});
// The parent decides when it ends: it hangs up (the pulse ends what does not hear that), and Ctrl-C in a terminal reaches
// the whole family.
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

await engine.ready;
// After the news that it is ready. An engine is often ended by force, and would keep nothing of what it compiled: the one
// after it took twice as long to start.
setImmediate(flushCompileCache);
for await (const state of engine.changes(forever)) say({ kind: 'state', state });

async function run(id: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const abort = new AbortController();
  open.set(id, abort);
  const failure = await work(abort.signal).then(() => null, toPlain);
  open.delete(id);
  trainings.delete(id);
  say({ kind: 'end', id, failure });
}

function say(message: FromChild): void {
  // A channel that breaks while a message is on its way is the same news as 'disconnect'.
  if (process.connected) process.send?.(message, undefined, undefined, (error) => error && process.exit(0));
}
