import { readPrompt } from '#bot/prompt/read-prompt.ts';

type Reading = ReturnType<typeof readPrompt>;

/** The draft, and the prompts of the pictures that are drawn beside it. */
const REMEMBERED_MAX = 8;

const readings = new Map<string, Reading>();

/** How a prompt is read. Several parts of the page ask at every key and at every preview: each text is read once. */
export function readOnce(prompt: string): Reading {
  const reading = readings.get(prompt) ?? readPrompt(prompt);
  readings.delete(prompt);
  readings.set(prompt, reading);
  if (readings.size > REMEMBERED_MAX) readings.delete(readings.keys().next().value!);
  return reading;
}
