import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { captionerWeights } from '#renderer/engine/checkpoint/captioner-names.ts';

const file = new URL('../../../golden/keymaps-control.json.gz', import.meta.url);
const keymap: Readonly<Record<string, string>> = JSON.parse(String(gunzipSync(readFileSync(file))))['blip:base'];

it('captionerWeights names every weight of the original program as transformers does', () => {
  const given = new Map(Object.entries(keymap).map(([key, wanted]) => [`model.${key}`, wanted]));
  expect(given.size).toBe(473);
  for (const [key, wanted] of captionerWeights(given)) expect(key).toBe(wanted);
  // What transformers has written stays.
  const own = new Map(Object.values(keymap).map((key) => [key, key]));
  expect(captionerWeights(own)).toBe(own);
});
