import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTokenizerJson } from '#renderer/engine/text/tokenizer-files.ts';

it('readTokenizerJson gives an object, null for no file, and a sentence for anything else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'easel-tokenizer-'));
  const files = { 'good.json': '{"a":1}', 'list.json': '[]', 'half.json': '{' };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  expect(await readTokenizerJson(folder, 'good.json')).toEqual({ a: 1 });
  expect(await readTokenizerJson(folder, 'none.json')).toBeNull();
  expect(await readTokenizerJson(join(folder, 'good.json'), 'none.json')).toBeNull();
  await expect(readTokenizerJson(folder, 'list.json')).rejects.toThrow('list.json must be a JSON object');
  await expect(readTokenizerJson(folder, 'half.json')).rejects.toThrow('half.json is damaged, it is not JSON');
  await rm(folder, { recursive: true });
});
