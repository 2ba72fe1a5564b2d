import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in this part of the page as it stands, in both themes: "theme: rule: element"; empty = nothing. */
export async function findingsOf(page: Page, part = ':root'): Promise<readonly string[]> {
  // Of the rules only the one about colours can say something else in the second theme.
  const dark = await findingsIn(page, { theme: 'dark', part });
  return [...dark, ...(await findingsIn(page, { theme: 'light', part, rules: ['color-contrast'] }))];
}

/** The same in one theme, by these rules only; none = by all. */
export async function findingsIn(
  page: Page,
  { theme, part, rules = [] }: { theme: 'dark' | 'light'; part: string; rules?: readonly string[] },
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  return (await page.evaluate(audit, { part, rules })).map((finding) => `${theme}: ${finding}`);
}

async function audit({ part, rules }: { part: string; rules: readonly string[] }): Promise<string[]> {
  const { axe } = window as unknown as { axe: { run(at: ElementContext, how: RunOptions): Promise<AxeResults> } };
  const { violations } = await axe.run(part, {
    resultTypes: ['violations'],
    ...(rules.length > 0 && { runOnly: [...rules] }),
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
