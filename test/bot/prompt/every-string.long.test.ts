import { expect, it } from 'vitest';
import { benchPromptLanguage } from '#test/bench/prompt-language.ts';

// How long the slowest takes is what the bench tells: a busy machine would decide here.
it('no one of 100,000 strings throws', async () => {
  const rows = new Map((await benchPromptLanguage()).map(({ name, value }) => [name, value]));
  expect(['bot', 'page'].map((reader) => rows.get(`${reader}: strings that throw`))).toEqual([0, 0]);
}, 300_000);
