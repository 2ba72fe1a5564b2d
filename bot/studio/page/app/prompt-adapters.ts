import { readAdapterTags } from '#bot/prompt/adapter-tags.ts';
import { endOfWords } from '#bot/prompt/change-flag.ts';
import type { ModelCard } from '#bot/studio/server/api.ts';

/** An adapter that a prompt names; one that is named twice counts as it stands first. */
export interface UsedAdapter {
  readonly name: string;
  readonly weight: number;
}

/** The adapters that a prompt names, in its order. */
export function usedAdapters(prompt: string): readonly UsedAdapter[] {
  const used = readAdapterTags(prompt).adapters.map(({ name, weight }) => ({ name, weight }));
  return used.filter(({ name }, index) => used.findIndex((one) => one.name === name) === index);
}

/** With another strength there, and a single one: what was said of the text encoders alone goes. */
export function withStrength(prompt: string, name: string, weight: number): string {
  return replaced(prompt, name, `<lora:${name}:${Math.round(weight * 100) / 100}>`);
}

/** Without it. The words that call it up stay: somebody may have meant them. */
export function withoutAdapter(prompt: string, name: string): string {
  return replaced(prompt, name, '').replace(/ {2,}/g, ' ').trim();
}

/** At the end of the words, before the settings, with the words that call it up where they are missing. */
export function withAdapter(prompt: string, { name, triggers }: ModelCard['adapters'][number]): string {
  const end = endOfWords(prompt);
  const words = prompt.slice(0, end);
  const missing = triggers.filter((word) => !words.toLowerCase().includes(word.toLowerCase()));
  const added = [words, ...missing].filter(Boolean).join(', ');
  return `${added} <lora:${name}:1>${prompt.slice(end)}`.trimStart();
}

/** Its first tag becomes this, further ones go. */
function replaced(prompt: string, name: string, tag: string): string {
  const places = readAdapterTags(prompt).adapters.filter((one) => one.name === name);
  return places.reduceRight(
    (text, { from, to }, index) => text.slice(0, from) + (index === 0 ? tag : '') + text.slice(to),
    prompt,
  );
}
