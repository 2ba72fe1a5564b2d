import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();

it('a .env file fills the environment up, and changes nothing that is set', () => {
  process.env.EASEL_TEST_SET = 'before';
  const path = join(folder, '.env');
  writeFileSync(path, '# a remark\nEASEL_TEST_SET=after\nEASEL_TEST_NEW="two words"\n');
  loadEnvFile(path);
  expect([process.env.EASEL_TEST_SET, process.env.EASEL_TEST_NEW]).toEqual(['before', 'two words']);
  delete process.env.EASEL_TEST_SET;
  delete process.env.EASEL_TEST_NEW;
});

it('a .env file that is not there says nothing, and one that cannot be read is told', () => {
  expect(() => loadEnvFile(join(folder, 'none'))).not.toThrow();
  const path = join(folder, 'folder.env');
  mkdirSync(path);
  expect(() => loadEnvFile(path)).toThrow(`Cannot read the settings in ${path}`);
});
