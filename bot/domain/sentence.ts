/**
 * What pictures of one sentence have in common: its words in lower case, without settings, adapters and weights. A
 * setting's first value goes with it; it is a name for groups and nothing to be shown.
 */
export function sentenceOf(prompt: string): string {
  const bare = prompt
    .replace(/<[a-z]+:[^>]*>/gi, ' ')
    .replace(/(^|\s)--[\p{L}-]+(?:[ =][^\s-]\S*)?/gu, ' ')
    .replace(/:\d+(\.\d+)?(?=[)\]])/g, '')
    .replace(/[()[\]]/g, ' ')
    .replace(/[\s,]+/g, ' ')
    .trim()
    .toLowerCase();
  return bare === '' ? prompt.trim().toLowerCase() : bare;
}
