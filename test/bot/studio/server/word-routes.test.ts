import { describe, expect, it } from 'vitest';
import type { ReadingCard } from '#bot/studio/server/api.ts';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { wordRoutes } from '#bot/studio/server/word-routes.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';
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
    const routes = wordRoutes({ presets, cluster: { ...workplace.cluster, countTokens } });
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
