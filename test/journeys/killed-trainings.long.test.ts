import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { encodePng } from '#renderer/engine/image/png.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import type { TrainTask } from '#shared/contract/tasks.ts';
import { silentLog } from '#shared/log.ts';
import { connectRenderer } from '#shared/rpc/call.ts';
import { isOver, kill, startBot, type TrainingToStart, until } from '#test/bot/jobs/bot-process.ts';
import { submission } from '#test/bot/jobs/job-service-fixture.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { descendants } from '#test/journeys/processes.ts';
import { stripes } from '#test/renderer/engine/process/short-training.ts';
import { serveDemo } from '#test/renderer/service/real-renderer.ts';
import { startChild } from '#test/renderer/start-main.ts';

vi.setConfig({ testTimeout: 90_000 });

/** It is saved after every 50 steps. */
const TRAIN: TrainTask = {
  ...{ model: 'demo', method: 'lora', word: '', rank: 2, steps: 70, learningRate: 0.01, side: 64, batch: 1, seed: 3 },
  pictures: [{ image: stripes, caption: 'a red house', repeats: 1 }],
};
const KILLED_AT = 55;

interface Trained {
  readonly steps: readonly number[];
  readonly file: Buffer;
}

/** Trains at a renderer until its end, or until `kill` ends what it runs in; what it said. */
async function trainAt(address: string, attempt: number, kill?: () => void): Promise<Trained> {
  const client = connectRenderer(address);
  const request = { jobId: 'training', attempt, epoch: 1, task: 'train', train: TRAIN } as const;
  const steps: number[] = [];
  const pieces: Uint8Array[] = [];
  const following = (async () => {
    for await (const event of client.render(request, new AbortController().signal)) {
      if (event.event === 'file') pieces.push(event.file.data);
      if (event.event !== 'step' || event.step.step === steps.at(-1)) continue;
      steps.push(event.step.step);
      if (event.step.step === KILLED_AT) kill?.();
    }
  })();
  if (kill) await expect(following).rejects.toThrow();
  else await following;
  client.close();
  return { steps, file: Buffer.concat(pieces) };
}

describe('a training of a renderer', () => {
  it('whose engine is killed, and then the renderer itself, goes on and ends in the same factors', async () => {
    const EASEL_CACHE = scratchFolder();
    const first = await startChild({ EASEL_CACHE });
    const whole = await trainAt(first.address, 1);
    expect([whole.steps[0], whole.steps.at(-1)]).toEqual([1, 70]);
    expect(whole.file.length).toBeGreaterThan(1000);

    const [engine] = descendants(first.child.pid!, 'engine-process');
    await trainAt(first.address, 2, () => process.kill(engine!, 'SIGKILL'));
    const afterEngine = await trainAt(first.address, 3);
    expect([afterEngine.steps[0], afterEngine.steps.at(-1)]).toEqual([51, 70]);
    expect(afterEngine.file.equals(whole.file)).toBe(true);

    const ended = once(first.child, 'exit');
    await trainAt(first.address, 4, () => first.child.kill('SIGKILL'));
    await ended;
    const second = await startChild({ EASEL_CACHE });
    const afterRenderer = await trainAt(second.address, 5);
    expect([afterRenderer.steps[0], afterRenderer.steps.at(-1)]).toEqual([51, 70]);
    expect(afterRenderer.file.equals(whole.file)).toBe(true);
  });
});

describe('a training of a bot', () => {
  it('that is killed is joined by the next bot, not begun anew, and ends in the same file', async () => {
    const engine = new ChildEngine(engineSettings({ cacheFolder: scratchFolder() }), { log: silentLog });
    const renderer = await serveDemo(engine);
    onTestFinished(() => renderer.close());
    const folder = scratchFolder();
    const pictureFile = join(folder, 'stripes.png');
    const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 5) % 256);
    writeFileSync(pictureFile, await encodePng({ width: 64, height: 64, data: pixels }, {}));
    const wish = (serverId: string): TrainingToStart => {
      const { place, member } = submission();
      return { pictureFile, name: 'mine', steps: 16, requestKey: serverId, place: { ...place, serverId }, member };
    };
    let bot = startBot(folder, { addresses: [renderer.address] });
    await until(bot, 'open');
    const begin = async (serverId: string) => {
      const accepted = until(bot, 'accepted');
      bot.send(wish(serverId));
      return (await accepted).id;
    };
    const endOf = async (id: string) => {
      const { state } = await until(bot, 'view', (said) => said.id === id && isOver(said));
      expect(state).toMatchObject({ kind: 'done', attempt: 1 });
      const stored = state.kind === 'done' && state.result.kind === 'adapter' ? state.result.adapter.file : '';
      return readFileSync(join(folder, 'pictures', stored));
    };
    const whole = await endOf(await begin('a'));
    const isUnderWay = until(bot, 'view', ({ state, step }) => state.kind === 'rendering' && step >= 5 && step < 12);
    const id = await begin('b');
    await isUnderWay;
    await kill(bot);
    bot = startBot(folder, { addresses: [renderer.address] });
    expect((await endOf(id)).equals(whole)).toBe(true);
    await kill(bot);
  });
});
