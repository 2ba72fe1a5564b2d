import { describe, expect, it } from 'vitest';
import { COMMANDS } from '#bot/commands/commands.ts';
import { commandDefinitions } from '#bot/discord/command-definitions.ts';
import { commandsHash } from '#bot/discord/gateway/register-commands.ts';

const PLACES = { outsideServers: true };
const OURS = commandDefinitions(COMMANDS, PLACES);

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
