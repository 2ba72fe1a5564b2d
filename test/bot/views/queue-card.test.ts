import { describe, expect, it } from 'vitest';
import type { Job } from '#bot/domain/job.ts';
import { say } from '#bot/text/say.ts';
import { queueCard } from '#bot/views/queue-card.ts';
import { asMarkdown } from '#test/bot/text/in-english.ts';
import { someView } from '#test/bot/views/some-view.ts';

const READER = { language: 'en', platform: 'discord' } as const;
const ASKED = { serverId: 'server', mayRead: ({ place }: Job) => place.channelId === 'channel', reader: READER };
const elsewhere = { platform: 'discord', serverId: 'other', channelId: 'there' } as const;
const staffOnly = { platform: 'discord', serverId: 'server', channelId: 'staff' } as const;

describe('queueCard()', () => {
  it('shows who is drawn and who waits, and keeps words private that who asks may not read', () => {
    const views = [
      someView({ progress: { position: 0, etaMs: 3_000 } }),
      someView({ state: { kind: 'rendering', attempt: 1, rendererId: 'one' }, progress: { step: 1, steps: 4 } }),
      someView({ job: { place: elsewhere }, progress: { position: 1 } }),
      someView({ job: { place: staffOnly }, progress: { waitingFor: say('job.gone') } }),
    ];
    expect(asMarkdown(queueCard(views, { renderers: [], ...ASKED }))).toEqual({
      heading: 'The queue',
      paragraphs: [
        '1 job drawn now, 3 jobs waiting.',
        '**a red house** · Ada\n-# Step 1 of 4',
        '**a red house** · Ada\n-# Next in line · about 3 s',
        'A job of another server\n-# Second in line',
        'A job in another channel\n-# In the queue',
      ],
      fields: [],
    });
  });

  it('counts a job as waiting that its renderer has, but does not draw yet', () => {
    const state = { kind: 'rendering', attempt: 1, rendererId: 'one' } as const;
    const views = [
      someView({ state, progress: { step: 1, steps: 4 } }),
      someView({ state, progress: { position: 0, etaMs: 8_000 } }),
    ];
    expect(asMarkdown(queueCard(views, { renderers: [], ...ASKED })).paragraphs).toEqual([
      '1 job drawn now, 1 job waiting.',
      '**a red house** · Ada\n-# Step 1 of 4',
      '**a red house** · Ada\n-# Next in line · about 8 s',
    ]);
  });

  it('says that nothing waits', () => {
    expect(asMarkdown(queueCard([], { renderers: [], ...ASKED })).paragraphs).toEqual([
      'Nothing waits. What you ask for now is drawn at once.',
    ]);
  });

  it('lists a bounded number', () => {
    const views = Array.from({ length: 30 }, (_, position) => someView({ progress: { position } }));
    const { paragraphs } = asMarkdown(queueCard(views, { renderers: [], ...ASKED }));
    expect(paragraphs).toHaveLength(12);
    expect(paragraphs.at(-1)).toBe('And 20 more jobs.');
  });
});
