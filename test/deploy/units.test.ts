import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '#test/fakes/scratch.ts';

const UNITS = ['easel.service', 'easel-renderer@.service'];

const ROOT = new URL('../../', import.meta.url).pathname;
const isInstalled = spawnSync('systemd-analyze', ['--version']).status === 0;
const left = isInstalled ? '' : ' (SKIPPED: no systemd-analyze is installed)';

for (const unit of UNITS)
  it.runIf(isInstalled)(`systemd has nothing to say about ${unit}${left}`, () => {
    const file = join(scratchFolder(), unit);
    // Where units are tried, nothing lies in /opt/easel.
    const text = readFileSync(join(ROOT, 'deploy/systemd', unit), 'utf8');
    writeFileSync(file, text.replaceAll(/\/opt\/easel\/node_modules\/\S*\/node(?= )/g, process.execPath));
    const { stdout, stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes(basename(unit, '.service')));
    expect([status, said]).toEqual([0, []]);
  });
