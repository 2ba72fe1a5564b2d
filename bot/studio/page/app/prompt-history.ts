const KEY = 'easel prompts';

/** Prompts that are remembered, newest first. */
const PROMPTS_MAX = 100;

/** Remembers a prompt that was made; one that was made before moves to the front. */
export function remember(prompt: string): void {
  const prompts = [prompt, ...pastPrompts().filter((one) => one !== prompt)].slice(0, PROMPTS_MAX);
  try {
    localStorage.setItem(KEY, JSON.stringify(prompts));
  } catch {
    unkept = prompts; // private windows and frames of other sites may refuse
  }
}

/** What a browser that keeps nothing has made on this page. */
let unkept: readonly string[] = [];

/** What was made before, newest first. */
export function pastPrompts(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, PROMPTS_MAX) : [];
  } catch {
    return unkept;
  }
}
