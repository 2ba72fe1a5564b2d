const KEY = 'easel prompts';

/** Prompts that are remembered, newest first. */
const PROMPTS_MAX = 100;

/** Remembers a prompt that was made; one that was made before moves to the front. */
export function remember(prompt: string): void {
  const prompts = [prompt, ...pastPrompts().filter((one) => one !== prompt)].slice(0, PROMPTS_MAX);
  try {
    localStorage.setItem(KEY, JSON.stringify(prompts));
  } catch {
    // private windows may refuse
  }
}

/** What was made before, newest first. */
export function pastPrompts(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, PROMPTS_MAX) : [];
  } catch {
    return [];
  }
}
