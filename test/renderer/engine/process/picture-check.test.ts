import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipVision } from '#renderer/engine/graph/nets/clip-vision.ts';
import { parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { demoRender, drawAll, engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { recordedAt } from '#test/golden/check/part.ts';

const golden = storedGolden('control');

/** A small safety checker for which pictures may come so near to each concept: 2 is never reached, -2 always. */
async function safetyChecker(limit: number): Promise<string> {
  const folder = scratchFolder();
  const json = recordedAt<object>(golden, 'safety.config');
  const config = parseClipVisionConfig(json);
  const { readSmall: _, ...unread } = graphOptions(ON_CPU);
  const vision = wantedWeights(
    (weights) => buildClipVision(config, weights, unread),
    (key) => key.startsWith('vision_model.'),
  );
  const named = [...vision].map(
    ([key, shape]) => [key.replace(/^(?=vision_model\.)/, 'vision_model.'), shape] as const,
  );
  const beside = [
    ['concept_embeds', [17, config.projectionWidth]],
    ['special_care_embeds', [3, config.projectionWidth]],
    ['concept_embeds_weights', [17]],
    ['special_care_embeds_weights', [3]],
  ] as const;
  const sources = [...named, ...beside].map(([key, shape]) => {
    const numbers = golden.recipe.parameter(key, shape).map((value) => (/s_weights$/.test(key) ? limit : value));
    return { key, dtype: 'F32' as const, shape, bytes: () => new Uint8Array(numbers.buffer) };
  });
  await writeSafetensors(join(folder, 'model.safetensors'), sources);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(json));
  return folder;
}

async function drawnWith(folder: string, giveFlagged = false) {
  const engine = new LocalEngine(engineSettings({ safetyChecker: folder }));
  await engine.ready;
  const previews = { everySteps: 1, maxSide: 0 };
  return drawAll(engine, demoRender({ width: 64, height: 64, steps: 1, previews, giveFlagged })).finally(() =>
    engine.close(),
  );
}

describe('an engine with a safety checker', () => {
  it('gives pictures that are far from all concepts, without previews', async () => {
    const events = await drawnWith(await safetyChecker(2));
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'step', 'picture', 'finished']);
  });

  it('withholds others by a sentence for the member', async () => {
    await expect(drawnWith(await safetyChecker(-2))).rejects.toThrow(
      'Cannot show the picture: the operator has pictures checked, and this one is withheld',
    );
  });

  it('gives them flagged to who asks for that, still without previews', async () => {
    const events = await drawnWith(await safetyChecker(-2), true);
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'step', 'picture', 'finished']);
    expect(events[2]).toMatchObject({ flagged: true });
  });

  it('says what is wrong with the folder, and gives no picture unchecked', async () => {
    await expect(drawnWith(scratchFolder())).rejects.toThrow(/Cannot load safety checker .+: its config.json must be/);
  });
});
