import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Site } from '#test/chaos/site.ts';

/** Writes down all that the bots of these installations have said and the ledgers have; the folder. */
export async function keepLogs(name: string, sites: readonly Site[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `easel-chaos-${name}-`));
  for (const site of sites) {
    const rows = await site.rows('all').catch(() => []);
    writeFileSync(join(folder, `${site.name}-jobs.json`), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    for (const bot of site.everyBot()) writeFileSync(join(folder, `${site.name}-bot-${bot.pid}.log`), bot.output());
  }
  return folder;
}
