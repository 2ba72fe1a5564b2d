import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { engineSettings } from '#test/contract/engine.ts';
import type { FakeEvent } from '#test/fakes/fake-renders.ts';
import { piecesOf } from '#test/fakes/pieces.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { SEEING } from '#test/fakes/seen-picture.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import type { GoldenSam } from '#test/golden/check/parts/sam.ts';

closeStages();

/** What a small Segment Anything finds in a picture of 140 × 90 where nobody points at anything. */
async function everything(): Promise<{ readonly image: Uint8Array; readonly found: readonly FakeEvent[] }> {
  const golden = storedGolden('control');
  const file = join(scratchFolder(), 'sam.safetensors');
  const { keys } = recordedAt<GoldenSam>(golden, 'sam').tiny;
  const sources = Object.entries(keys).map(([key, shape]) => {
    const bytes = () => new Uint8Array(golden.recipe.parameter(key, shape).buffer);
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(file, sources);
  const image = await encodePng(golden.recipe.picture('sam', [90, 140]), {});
  const engine = new LocalEngine(engineSettings());
  onTestFinished(() => engine.close());
  const segmenter = { name: 'sam', file, heads: 4 };
  // A network that was never trained is sure of nothing, so that it is asked for what one point is on, three times.
  const points = [{ x: 56, y: 36, outside: false }];
  const task: ValidSegment = { kind: 'segment', segmenter, image, points, box: null, wanted: 'several', masksMax: 3 };
  const events: EngineEvent[] = [];
  for await (const event of engine.render(task, new AbortController().signal)) events.push(event);
  const masks = events.flatMap((event) => (event.kind === 'mask' ? [event] : []));
  const found = masks.flatMap(({ index, score, data, width, height }) =>
    piecesOf(Buffer.from(data)).map((piece): FakeEvent => {
      return {
        event: 'mask',
        mask: { index, label: `${index + 1}`, score: Math.max(0, score), ...piece, width, height },
      };
    }),
  );
  return { image, found };
}

it('draws one of the things anew that a small Segment Anything finds in a picture of a message', async () => {
  const { image, found } = await everything();
  const results: typeof SEEING.results = ({ task }) => (task === 'segment' ? found : []);
  const { ada, channel, discord, renderer } = await startTestBot({ renderer: { ...SEEING, results } });
  const posted = ada.say(channel, 'look', [{ name: 'garden.png', bytes: image }]);
  const parts = await ada.chooseFor(posted, 'Change a part').message();
  const shown = await channel.waitFor((one) => one.id === parts.id && one.text.includes('3 things found'));
  expect(shown.buttons.map(({ label }) => label)).toEqual(['Part 1', 'Part 2', 'Part 3', 'Delete']);
  expect(await sharp(shown.attachments[0]!.bytes).metadata()).toMatchObject({ width: 140, height: 90 });
  const form = await ada.click(parts, 'Part 2').modal();
  const drawn = await ada.submitModal(form, { fields: { Prompt: 'a fountain' } }).message();
  await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
  const { data } = await sharp(renderer.renders.at(-1)!.spec.source!.mask)
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const recorded = recordedAt<readonly { point: { areas: readonly number[]; scores: readonly number[] } }[]>(
    storedGolden('control'),
    'sam.predictor',
  )[0]!.point;
  // The second best of the three.
  const [, second] = recorded.areas
    .map((area, i) => ({ area, score: recorded.scores[i]! }))
    .toSorted((a, b) => b.score - a.score);
  expect(data.reduce((sum, level) => sum + Number(level > 127), 0)).toBe(second!.area);
  expect(discord.problems()).toEqual([]);
});
