import { describe, expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import { stepsOf } from '#bot/domain/task.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import { rerolled } from '#bot/orders/reroll.ts';
import { settle } from '#bot/orders/settle.ts';
import { canDraw } from '#bot/presets/offer.ts';
import { asOnePicture } from '#bot/prompt/one-picture.ts';
import { settingsText } from '#bot/views/settings-text.ts';
import { LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { drawIn } from '#test/fakes/new-job.ts';

const NEWER = ['variation', 'tile', 'stop', 'give_flagged'];
const REQUEST = { presets: [], defaultStyle: null, models: [REAL], samplers: SAMPLERS, limits: LIMITS };

function settling(prompt: string, { draws = NEWER, ...order }: Partial<Order> & { draws?: readonly string[] } = {}) {
  return settle({ ...REQUEST, draws, randomSeed: () => 9, order: { ...order, prompt } });
}

function settled(prompt: string) {
  const result = settling(prompt);
  if (!result.ok) throw new Error(inEnglish(result.problems).join('\n'));
  return result.settled;
}

const problems = (...given: Parameters<typeof settling>) => {
  const result = settling(...given);
  return result.ok ? [] : inEnglish(result.problems);
};

describe('--chaos', () => {
  it('mixes the noise of each picture of a batch with the first one’s, the more the higher it is', () => {
    const strength = (prompt: string) => drawIn(settled(prompt)).variation;
    expect(strength('a cat --count 4 --chaos 25')).toEqual({ seed: 9, strength: 0.25 });
    expect(strength('a cat --count 4 --c 80 --seed 3')).toEqual({ seed: 3, strength: 0.8 });
    expect(strength('a cat --count 4 --chaos 100')).toBeUndefined();
    expect(strength('a cat --count 4')).toBeUndefined();
    expect(inEnglish(settled('a cat --chaos 25').notices)[0]).toContain('here there is one: say --count 4, too');
  });

  it('stays with what is drawn again, and names the seeds of one picture that goes on', () => {
    const batch = settled('a cat --count 4 --chaos 25');
    expect(drawIn(rerolled(batch, 70)).variation).toEqual({ seed: 70, strength: 0.25 });
    const one = asOnePicture(batch.order.prompt, drawIn(batch), 2);
    expect(one).toEqual({ prompt: 'a cat --subseed 11 --subseed_strength 0.25', seed: 9, count: 1 });
    const again = settling(one.prompt, one);
    expect(again.ok && drawIn(again.settled)).toMatchObject({ seed: 9, variation: { seed: 11, strength: 0.25 } });
    expect(settingsText({ settled: batch })).toContain('--subseed 9 --subseed_strength 0.25 ');
  });
});

describe('what acts on a picture as a whole', () => {
  it('is tiling, also as A1111 writes it', () => {
    expect(drawIn(settled('a floor --tile walking')).tile).toBe(true);
    expect(drawIn(settled('a floor --tiling true')).tile).toBe(true);
    expect(drawIn(settled('a floor --tiling false --steps 4')).tile).toBeUndefined();
  });

  it('is a stop, by which fewer steps are reckoned with', () => {
    const task = drawIn(settled('a cat --steps 10 --stop 30'));
    expect([task.stop, task.steps, stepsOf(task)]).toEqual([0.3, 10, 3]);
    expect(drawIn(settled('a cat --stop 100')).stop).toBeUndefined();
  });

  it.each([
    ['a --chaos 0', {}, ['--chaos must be from 1 (nearly alike) to 100 (as unlike as without it), given 0']],
    ['a --chaos 5 --subseed 8', {}, ['Cannot use --chaos beside --subseed']],
    ['a --subseed 1.5', {}, ['--subseed must be a whole number from 0 to 4294967295, given 1.5']],
    ['a --subseed_strength 2', {}, ['--subseed_strength must be from 0 to 1, given 2']],
    ['a --stop 0 --chaos 101', {}, ['--chaos must be', '--stop must be from 1 to 100 percent of the steps, given 0']],
    ['a --stop 50 --hires 1.5', {}, ['Cannot stop early and go on with a second pass']],
    ['a --tile --stop 40', { draws: ['stop'] }, ['Cannot draw with --tile: no renderer here can do that']],
    ['a --tile --stop 40 --count 2 --chaos 5', { draws: [] }, ['Cannot draw with --chaos and --tile and --stop']],
  ])('is refused in %s, all at once', (prompt, given, expected) => {
    expect(problems(prompt, given)).toEqual(expected.map((sentence) => expect.stringContaining(sentence)));
  });

  it('is given only to renderers that know of it', () => {
    const needs = needsOf(drawIn(settled('a floor --tile --stop 50')));
    expect(needs.draws).toEqual(['tile', 'stop']);
    const models = [{ ...FAKE_DESCRIPTION.models[0]!, name: REAL.name }];
    const renderer = { ...FAKE_DESCRIPTION, models, samplers: SAMPLERS };
    expect(canDraw(renderer, { ...needs, adapters: [] })).toBe(false);
    expect(canDraw({ ...renderer, draws: NEWER }, { ...needs, adapters: [] })).toBe(true);
  });
});
