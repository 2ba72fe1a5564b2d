import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '#bot/commands/commands.ts';
import { MESSAGE_COMMANDS } from '#bot/commands/message-commands.ts';
import { USER_COMMANDS } from '#bot/commands/user-commands.ts';
import {
  commandDefinitions,
  messageCommandDefinitions,
  userCommandDefinitions,
} from '#bot/discord/command-definitions.ts';
import { commandsHash } from '#bot/discord/gateway/register-commands.ts';

const PLACES = { outsideServers: true };
const OURS = commandDefinitions(COMMANDS, PLACES);

/** The commands as members know them: a change of a name, a type or a bound is a decision, not an accident. */
const KNOWN = JSON.parse(readFileSync(new URL('registered-commands.json', import.meta.url), 'utf8')) as unknown;

type Node = Readonly<Record<string, unknown>>;

/** What Discord calls the languages besides English. */
const LOCALES = ['de', 'es-ES', 'es-419', 'ja'] as const;

type DiscordLocale = (typeof LOCALES)[number];
type Localized = Readonly<Partial<Record<DiscordLocale, string>>>;

const SQUARE: Localized = { de: 'Quadrat 1:1', 'es-ES': 'Cuadrado 1:1', 'es-419': 'Cuadrado 1:1', ja: '正方形 1:1' };
const COUNT: Localized = { de: 'anzahl', 'es-ES': 'cantidad', 'es-419': 'cantidad', ja: '枚数' };

/** The node, all options and choices under it. */
function nodesOf(node: Node): readonly Node[] {
  const inner = [...((node.options ?? []) as Node[]), ...((node.choices ?? []) as Node[])];
  return [node, ...inner.flatMap(nodesOf)];
}

function withoutLocalizations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocalizations);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !key.endsWith('_localizations'));
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutLocalizations(each)]));
}

describe('the commands that Discord is told', () => {
  it('are the ones that members know, with names, kinds and bounds', () => {
    expect(withoutLocalizations(OURS)).toEqual(KNOWN);
    expect(commandsHash(withoutLocalizations(OURS))).toBe(commandsHash(KNOWN));
  });

  it.each(LOCALES)(
    'are in %s, too: every description, every choice, and the options that have a name of their own',
    (locale) => {
      const nodes = OURS.flatMap((command) => nodesOf({ ...command }));
      const described = nodes.filter((node) => 'description' in node);
      expect(described.filter((node) => !(node.description_localizations as Localized)[locale])).toEqual([]);
      const [imagine] = OURS;
      expect(nodesOf({ ...imagine! }).filter(({ value }) => value === '1:1')).toMatchObject([
        { name: 'Square 1:1', name_localizations: { [locale]: SQUARE[locale] } },
      ]);
      expect(imagine?.options?.find(({ name }) => name === 'count')).toMatchObject({
        name_localizations: { [locale]: COUNT[locale] },
      });
    },
  );

  it('have entries for the menu of messages that fit into it in every language', () => {
    const entries = [...messageCommandDefinitions(MESSAGE_COMMANDS, PLACES), ...userCommandDefinitions(USER_COMMANDS)];
    expect(entries.length).toBeLessThanOrEqual(15);
    for (const language of ['en', ...LOCALES] as const) {
      const names = entries.map((entry) => worded({ ...entry }, language).name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^.{1,32}$/);
    }
  });

  it.each(OURS.map((command) => [command.name, command] as const))('/%s stays within its limits', (_, command) => {
    const nodes = nodesOf({ ...command });
    for (const language of ['en', ...LOCALES] as const) {
      const words = nodes.map((node) => worded(node, language));
      expect(words.flatMap((each) => Object.values(each)).join('').length).toBeLessThanOrEqual(8000);
      for (const { description } of words.slice(1)) expect((description ?? 'x').length).toBeLessThanOrEqual(100);
      for (const node of nodes) {
        const options = ((node.options ?? []) as Node[]).map((option) => worded(option, language).name);
        expect(options.length).toBeLessThanOrEqual(25);
        expect(new Set(options).size).toBe(options.length);
        for (const name of options) {
          expect(name).toMatch(/^[-_\p{L}\p{N}]{1,32}$/u);
          expect(name).toBe(name.toLowerCase());
        }
      }
    }
  });
});

/** What Discord counts of a node in a language. */
function worded(node: Node, language: 'en' | DiscordLocale): { name: string; description?: string; value?: string } {
  const localized = (key: string) =>
    (node[`${key}_localizations`] as Readonly<Record<string, string>> | undefined)?.[language] ?? node[key];
  return {
    name: String(localized('name')),
    ...('description' in node ? { description: String(localized('description')) } : {}),
    ...('value' in node ? { value: String(node.value) } : {}),
  };
}
