import { fail, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isWithin } from '#test/golden/check/check-golden.ts';
import type { GoldenFile, GoldenPart } from '#test/golden/check/part.ts';
import { goldenOf } from '#test/golden/check/read-golden.ts';

const read = new Map<string, GoldenFile>();

/** Files of test/golden in the formats that parts check. */
export type StoredGolden = GoldenFile['format'] | 'inpaint-control' | 'control-families' | 'other-sizes';

/** The file that stands in test/golden for a format, or under another name there, read once. */
export function storedGolden(stem: StoredGolden): GoldenFile {
  const name = `${stem}.json`;
  const known =
    read.get(name) ?? goldenOf(JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')), name);
  read.set(name, known);
  return known;
}

/** Fails unless every finding of one case of a part is within its bound, and there is one. */
export async function checkCase(part: GoldenPart, name: string, file = storedGolden(part.format)): Promise<void> {
  const found = part.cases(file).find((one) => one.name === name) ?? fail(`${part.key} has no case ${name}`);
  const findings = await found.run();
  ok(findings.length > 0, 'nothing was compared');
  for (const one of findings) ok(isWithin(one), `${name} ${one.what}: ${one.error}, at most ${one.bound}`);
}

/** The same for all cases of a part whose names `which` takes; all when left out. */
export async function checkPart(part: GoldenPart, which: (name: string) => boolean = () => true): Promise<void> {
  const names = part.cases(storedGolden(part.format)).map(({ name }) => name);
  const taken = names.filter(which);
  ok(taken.length > 0, `${part.key} has no such case`);
  for (const name of taken) await checkCase(part, name);
}
