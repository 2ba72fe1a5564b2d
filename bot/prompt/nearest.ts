/** The candidate that is most like the word, when one is close enough to have been meant; else null. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const typed = word.toLowerCase().slice(0, 40);
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const name of candidates) {
    const most = Math.max(1, Math.floor(Math.max(typed.length, name.length) / 4));
    // No shorter way than the difference of their lengths.
    if (Math.abs(typed.length - Math.min(40, name.length)) > most) continue;
    const distance = editDistance(typed, name.toLowerCase().slice(0, 40));
    if (distance <= most && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforeLast[j - 2]! + 1 : Infinity;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same, swap));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
