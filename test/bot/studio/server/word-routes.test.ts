import { describe, expect, it } from 'vitest';
import type { ExplainCard, PlanCard, ReadingCard } from '#bot/studio/server/api.ts';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { wordRoutes } from '#bot/studio/server/word-routes.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import { plainText } from '#shared/text/rich.ts';
import { openStudio, run, submit } from '#test/bot/studio/server/studio-fixture.ts';
import { drawIn } from '#test/fakes/new-job.ts';

describe('reading a draft', () => {
  const prompts = [
    'a AND b',
    'a (cat',
    'a trailing backslash \\',
    'a house [at day:at night:0.5] :3',
    'a (red:1.4) boat --no clouds --steps 3',
  ];
  it.each(prompts)('counts what is drawn of “%s”', async (prompt) => {
    const { workplace } = await openStudio();
    const { jobs, presets } = workplace;
    const counted: Prompt[] = [];
    const countTokens = async (_model: string, words: Prompt) => {
      counted.push(words);
      return [1];
    };
    const routes = wordRoutes({
      draws: false,
      canShare: false,
      presets,
      jobs,
      cluster: { ...workplace.cluster, countTokens },
    });
    for (const style of ['blueprint', 'watercolor', 'plain']) {
      const body = JSON.stringify({ prompt, style });
      const headers = { 'content-type': 'application/json' };
      const reply = await routes.request('/reading', { method: 'POST', headers, body });
      expect((await reply.json()) as ReadingCard).toMatchObject({ windows: [1], windowTokens: 75 });
      const { job } = await jobs.submit({
        requestKey: `drawn in ${style}`,
        place: STUDIO_PLACE,
        member: STUDIO_MEMBER,
        order: { prompt, style },
      });
      expect(counted.at(-1)).toEqual(drawIn(job.settled).prompt);
    }
  });
});

describe('explaining a draft', () => {
  it('says tokens with their weights, what the style adds, who said each setting, and what is unknown', async () => {
    const { ask } = await openStudio();
    const prompt = 'a (red:1.4) housee --steps 3 --v 6';
    const { status, body } = await ask<ExplainCard>('POST', '/api/explain', {
      prompt,
      style: 'blueprint',
      guidance: 2,
    });
    expect(status).toBe(200);
    const { reading, problems, notices } = body;
    expect(problems).toEqual([]);
    expect(notices.map(plainText)).toContain('Left out, as there is nothing like it here: --v');
    expect(notices.map(plainText).join()).not.toContain('housee'); // said below, once
    expect(reading).toMatchObject({ model: 'demo', style: 'blueprint', weighting: 'a1111', windowTokens: 75 });
    const { prompt: words, unknown, adapters, settings } = reading!;
    expect(words).toMatchObject({
      text: 'a (red:1.4) housee, blueprint style',
      added: { before: '', after: ', blueprint style' },
    });
    expect(words.texts).toMatchObject([{ weight: 1, steps: null, isSpelled: true }]);
    expect(words.texts[0]!.windows[0]!.tokens.slice(0, 2)).toEqual([
      { text: 'a', weight: 1, endsWord: true },
      { text: 'red', weight: expect.closeTo(1.4), endsWord: true },
    ]);
    expect(unknown).toEqual([{ word: 'housee', near: 'house' }]);
    expect(adapters).toEqual([{ name: 'blueprint', weight: 1, from: 'style' }]);
    const origins = settings.map(({ name, value, from }) => `${name} ${value} ${from}`);
    expect(origins).toEqual(expect.arrayContaining(['steps 3 flag', 'guidance 2 option', 'size 128×128 model']));
    expect(origins).toContain('sampler dpmpp_2m karras style');
  });

  it('says why it could not be drawn, and which texts are read at which steps', async () => {
    const { ask } = await openStudio();
    const explain = (prompt: string) => ask<ExplainCard>('POST', '/api/explain', { prompt, style: 'plain' });
    const { body } = await explain('[a|b] house AND sea :0.5 --steps 4');
    expect(body.reading!.prompt.texts.map(({ weight, steps }) => ({ weight, steps }))).toEqual([
      {
        weight: 1,
        steps: [
          { from: 1, to: 1 },
          { from: 3, to: 3 },
        ],
      },
      {
        weight: 1,
        steps: [
          { from: 2, to: 2 },
          { from: 4, to: null },
        ],
      },
      { weight: 0.5, steps: null },
    ]);
    const refused = (await explain('a cat --sampler eueler')).body;
    expect(refused.problems.map(plainText).join()).toContain('eueler');
    expect(refused.reading).toMatchObject({ settings: [], model: 'demo' });
  });
});

describe('a prompt that leaves something open', () => {
  it('is chosen from by its seed, and again by chance when it is drawn again', async () => {
    const place = await openStudio();
    const kept = await run(place, 'wildcards upload', { name: 'thing', text: 'house\ncastle\nboat' });
    expect(kept.status).toBe(200);
    const prompt = 'a {red|blue} __thing__';
    const explained = await place.ask<ExplainCard>('POST', '/api/explain', { prompt, seed: 5 });
    const { id } = await submit(place, { prompt, seed: 5 });
    const { jobs } = place.workplace;
    const { settled } = (await jobs.view(id))!.job;
    expect(settled.chosen).toMatch(/^a (red|blue) (house|castle|boat)$/);
    expect(explained.body.chosen).toBe(settled.chosen);
    const asked = { requestKey: 'again', place: STUDIO_PLACE, member: STUDIO_MEMBER };
    const again = (await jobs.reroll(id, asked)).job.settled;
    expect([again.order, drawIn(again).seed]).toEqual([{ prompt }, 1]);
    expect(again.chosen).not.toBe(undefined);
  });

  it('asks for a picture each of what stands in braces with commas', async () => {
    const place = await openStudio();
    const { status, body } = await run<{ error: string }>(place, 'imagine', { prompt: 'a {red, blue} house' });
    expect([status, body.error]).toEqual([400, expect.stringContaining('Cannot draw 2 pictures as one')]);
    const plan = (draft: object) => place.ask<PlanCard>('POST', '/api/plan', draft);
    const { body: planned } = await plan({ prompt: 'a {red, blue} house --n 2', style: 'plain' });
    expect(planned).toEqual({
      prompts: ['a red house --n 2', 'a blue house --n 2'],
      pictures: 4,
      expectedMs: null,
    });
    const refused = await place.ask('POST', '/api/plan', { prompt: 'a {red, blue} house --steps 0' });
    expect(refused).toMatchObject({ status: 400, body: { error: expect.stringContaining('given 0') } });
    const many = await place.ask('POST', '/api/plan', { prompt: '{a, b}{a, b}{a, b}{a, b}{a, b}{a, b}' });
    expect(many.body.error).toContain('its braces ask for 64, at most 40');
  });
});
