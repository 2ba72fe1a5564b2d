import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidTrain } from '#renderer/engine/contract/train-task.ts';
import type { TrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import type { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { demoModel } from '#test/contract/engine.ts';

/** A small picture to train on. */
export const stripes = await encodePng(
  { width: 32, height: 32, data: Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 5) % 256) },
  {},
);

/** A short training of the demo model. */
export function trainTask(change: Partial<ValidTrain> = {}): ValidTrain {
  return {
    kind: 'train',
    model: demoModel(),
    method: 'lora',
    pictures: [{ image: stripes, caption: 'a red house', repeats: 1 }],
    word: '',
    begin: 'a',
    rank: 2,
    steps: 4,
    learningRate: 0.1,
    side: 32,
    batch: 1,
    seed: 3,
    classPictures: null,
    samples: null,
    ...change,
  };
}

/** What a training says until it ends, or until `leave` says that its reader leaves. */
export async function trainOn(
  engine: LocalEngine,
  task: ValidTrain,
  leave: (event: EngineEvent) => boolean = () => false,
  steer?: TrainingSteer,
): Promise<EngineEvent[]> {
  const said: EngineEvent[] = [];
  for await (const event of engine.render(task, new AbortController().signal, undefined, steer)) {
    said.push(event);
    if (leave(event)) break;
  }
  return said;
}

export const stepsIn = (said: readonly EngineEvent[]) =>
  said.flatMap((event) => (event.kind === 'step' ? [event.step] : []));

export const fileIn = (said: readonly EngineEvent[]) => said.find((event) => event.kind === 'file')!;
