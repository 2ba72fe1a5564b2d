import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireEnding, requireWritable, writeNamed } from '#renderer/cli/run-command.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);

it('what cannot be written is known before the work, and told in a sentence that names it', async () => {
  mkdirSync(at('dir'));
  writeFileSync(at('there.png'), 'before');
  await requireWritable(at('new.png'), at('there.png'), null);
  await expect(requireWritable(at('new.png'), at('nowhere/x.png'))).rejects.toThrow(
    `Cannot write ${at('nowhere/x.png')}: ENOENT`,
  );
  await expect(requireWritable(at('dir'))).rejects.toThrow(`Cannot write ${at('dir')}: EISDIR`);
  expect(readdirSync(folder).sort()).toEqual(['dir', 'there.png']);
});

it('what would be called something that it is not is told so; other names will do', () => {
  for (const name of ['a.png', 'A.PNG', 'a', 'a.2', '/dev/stdout']) requireEnding(name, '.png');
  expect(() => requireEnding('film.mp4', '.webp')).toThrow('Cannot write film.mp4: its name must end in .webp');
  expect(() => requireEnding('photo.JPG', '.png')).toThrow('Cannot write photo.JPG: its name must end in .png');
});

it('a file is written whole or not at all, and leaves nothing beside it', async () => {
  await writeNamed(at('there.png'), 'after');
  expect(readFileSync(at('there.png'), 'utf8')).toBe('after');
  await expect(writeNamed(at('dir'), 'x')).rejects.toThrow(`Cannot write ${at('dir')}: EISDIR`);
  await writeNamed('/dev/null', 'gone');
  expect(readdirSync(folder).sort()).toEqual(['dir', 'there.png']);
});
