import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidRestore } from '#renderer/engine/contract/restore-task.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { encodePng, pngText } from '#renderer/engine/image/png.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { createRestorerFinder } from '#renderer/models/restorers.ts';
import { silentLog } from '#shared/log.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { writeFaceNetworks } from '#test/renderer/engine/faces/some-face-networks.ts';
import { picture } from '#test/renderer/engine/graph/golden.ts';

const engine = new LocalEngine(engineSettings());
afterAll(() => engine.close());

const side = 640;
const given = picture('face', [side, side]);

async function run(restorer: Omit<ValidRestore['restorer'], 'name'>): Promise<readonly EngineEvent[]> {
  await engine.ready;
  const image = await encodePng(given, { parameters: 'a portrait\nSteps: 4, Seed: 1' });
  const task: ValidRestore = { kind: 'restore', restorer: { name: 'small', ...restorer }, image, fidelity: 0.5 };
  const events: EngineEvent[] = [];
  for await (const event of engine.render(task, new AbortController().signal)) events.push(event);
  return events;
}

describe('the task restore', () => {
  it('draws each face anew and nothing else, with networks that the catalog has found by their weights', async () => {
    const models = scratchFolder();
    mkdirSync(join(models, 'restorers'));
    await writeFaceNetworks(join(models, 'restorers'));
    const { usable, refused } = await createRestorerFinder(silentLog)(models);
    expect(refused.size).toBe(0);
    expect(usable).toMatchObject([{ name: 'codeformer', licence: expect.stringContaining('non-commercial') }]);
    const events = await run(usable[0]!);
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'step', 'step', 'picture', 'finished']);
    const result = events.find((event) => event.kind === 'picture')!;
    expect(pngText(result.data, 'parameters')).toContain('Seed: 1, CodeFormer visibility: 1, CodeFormer weight: 0.5');
    const { width, height, data } = await decodeChannels(result.data);
    expect([width, height]).toEqual([side, side]);
    const changed = new Set(
      [...data.keys()].filter((at) => data[at] !== given.data[at]).map((at) => Math.floor(at / 3)),
    );
    expect(changed.size).toBeGreaterThan(1_000);
    // The face's square begins at 64 and has 512 pixels.
    const isInside = (at: number) => [at % side, Math.floor(at / side)].every((place) => place >= 64 && place < 576);
    expect([...changed].filter((at) => !isInside(at))).toEqual([]);
  });

  it('says kindly that there is no face', async () => {
    const files = await writeFaceNetworks(scratchFolder(), { finds: false });
    await expect(run({ ...files, parser: null })).rejects.toThrow(/no face is clear enough in this picture/);
  });

  it('has no restorer where nothing would find faces, and says what must lie beside it', async () => {
    const models = scratchFolder();
    mkdirSync(join(models, 'restorers'));
    const { detector } = await writeFaceNetworks(join(models, 'restorers'));
    renameSync(detector, join(models, 'detection.safetensors'));
    const { usable, refused } = await createRestorerFinder(silentLog)(models);
    expect(usable).toEqual([]);
    expect(refused.get('codeformer')?.message).toMatch(/detection_Resnet50_Final.pth, which finds them/);
  });
});
