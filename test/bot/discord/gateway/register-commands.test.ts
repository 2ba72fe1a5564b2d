import { describe, expect, it } from 'vitest';
import { COMMANDS } from '#bot/discord/commands/commands.ts';
import { commandsHash } from '#bot/discord/gateway/register-commands.ts';

const OURS = COMMANDS.map(({ definition }) => definition);

/** As Discord gives commands back: with ids, defaults, nulls, and keys in another order. */
function asRegistered() {
  return OURS.map((command, index) => ({
    version: String(index),
    id: `10000000000000000${index}`,
    application_id: '100000000000000009',
    default_member_permissions: null,
    type: 1,
    nsfw: false,
    name_localizations: null,
    ...Object.fromEntries(Object.entries(command).reverse()),
  })).reverse();
}

describe('commandsHash()', () => {
  it('does not see what Discord adds', () => {
    expect(commandsHash(asRegistered())).toBe(commandsHash(OURS));
  });

  it('sees a change in a word, an option, or a missing command', () => {
    const [first, ...rest] = OURS;
    for (const changed of [
      [{ ...first!, description: 'Something else' }, ...rest],
      [{ ...first!, options: [] }, ...rest],
      rest,
      [],
    ]) {
      expect(commandsHash(changed)).not.toBe(commandsHash(OURS));
    }
  });
});

describe('every command', () => {
  it.each(OURS.map((command) => [command.name, command] as const))(
    '/%s stays within the limits of Discord',
    (_, command) => {
      const texts: string[] = [];
      const walk = (value: unknown, key = '') => {
        if (typeof value === 'string' && ['name', 'description', 'value'].includes(key)) texts.push(value);
        if (typeof value === 'object' && value) for (const [inner, each] of Object.entries(value)) walk(each, inner);
      };
      walk(command);
      expect(texts.join('').length).toBeLessThanOrEqual(8000);
      const lists = [
        command.options ?? [],
        ...(command.options ?? []).map((each) => ('options' in each ? (each.options ?? []) : [])),
      ];
      for (const list of lists) {
        expect(list.length).toBeLessThanOrEqual(25);
        for (const option of list) {
          expect(option.name).toMatch(/^[a-z0-9_-]{1,32}$/);
          expect(option.description.length).toBeGreaterThan(0);
          expect(option.description.length).toBeLessThanOrEqual(100);
          if ('choices' in option) expect(option.choices?.length ?? 0).toBeLessThanOrEqual(25);
        }
      }
    },
  );
});
