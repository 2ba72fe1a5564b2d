import { describe, expect, it } from 'vitest';
import { markdownOf } from '#bot/discord/markdown.ts';
import { jobHeading, plainPrompt } from '#bot/views/job-heading.ts';
import { plainText } from '#shared/text/rich.ts';
import { someView } from '#test/bot/views/some-view.ts';

const job = (prompt: string, ownerName = 'Ada') => someView({ settled: { order: { prompt } }, job: { ownerName } }).job;

describe('jobHeading()', () => {
  it.each([
    ['a\nred  house', 80, '**a red house** · Ada'],
    ['a red house', 6, '**a red…** · Ada'],
    ['a *red* house', 80, '**a \\*red\\* house** · Ada'],
  ])('of %j with %i characters', (prompt, charactersMax, heading) => {
    expect(markdownOf(jobHeading(job(prompt), { charactersMax }))).toBe(heading);
  });

  it('keeps a long name short', () => {
    expect(markdownOf(jobHeading(job('a', 'x'.repeat(100)), { charactersMax: 9 }))).toBe(`**a** · ${'x'.repeat(63)}…`);
  });
});

it('shows as much as there is room for of a letter with hundreds of marks', () => {
  const heading = markdownOf(jobHeading(job(`h${'\u0301'.repeat(800)}`), { charactersMax: 240 }));
  expect(heading).toBe(`**h${'\u0301'.repeat(238)}…** · Ada`);
});

it('names who asked as a mention where they have an account, and by their name elsewhere', () => {
  const { job } = someView({
    settled: { order: { prompt: 'a' } },
    job: { ownerName: 'A*da', ownerId: '111222333444555666' },
  });
  expect(markdownOf(jobHeading(job, { charactersMax: 9 }))).toBe('**a** · <@111222333444555666>');
  expect(plainText(jobHeading(job, { charactersMax: 9 }))).toBe('a · A*da');
});

it('turns neither the owner nor the rest of the line round', () => {
  expect(markdownOf(jobHeading(job('a \u202Ecat', '\u2067Ada'), { charactersMax: 80 }))).toBe('**a cat** · Ada');
});

describe('plainPrompt()', () => {
  it('has no half characters, and an end', () => {
    expect(plainPrompt(job(`\ud83d${'x'.repeat(5000)}`))).toBe(`\ufffd${'x'.repeat(1999)}`);
  });
});
