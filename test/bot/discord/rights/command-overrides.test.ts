import { ApplicationCommandPermissionType as Type } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { type CommandOverride, isAllowed } from '#bot/discord/rights/command-overrides.ts';

const USER = { serverId: '100', channelId: '7', memberId: '5', roleIds: ['100', '20', '21'] };

const everybody = (permission: boolean) => ({ id: '100', type: Type.Role, permission });
const role = (permission: boolean, id = '20') => ({ id, type: Type.Role, permission });
const member = (permission: boolean, id = '5') => ({ id, type: Type.User, permission });
const channel = (permission: boolean, id = '7') => ({ id, type: Type.Channel, permission });
const everyChannel = (permission: boolean) => ({ id: '99', type: Type.Channel, permission });

describe('what a server says about a command', () => {
  it.each<[string, readonly CommandOverride[], readonly CommandOverride[], boolean]>([
    ['lets everybody where nothing is said', [], [], true],
    ['holds for everybody', [everybody(false)], [], false],
    ['holds for all commands', [], [everybody(false)], false],
    ['of one command goes before what is said of all', [everybody(true)], [everybody(false)], true],
    ['of all commands holds where the one says nothing of it', [channel(true)], [everybody(false)], false],
    ['of a role goes before everybody', [everybody(true), role(false)], [], false],
    ['of a role lets it though not everybody', [everybody(false), role(true)], [], true],
    ['of several roles needs one that may', [role(false), role(true, '21')], [], true],
    ['of another role is not about them', [role(false, '22')], [], true],
    ['of a member goes before their roles', [member(false), role(true)], [], false],
    ['of another member is not about them', [member(false, '6')], [], true],
    ['of a channel is needed beside what is said of members', [channel(false), member(true)], [], false],
    ['of a channel goes before every channel', [channel(true), everyChannel(false)], [], true],
    ['of every channel holds for this one', [everyChannel(false)], [], false],
    ['of another channel is not about this one', [channel(false, '8')], [], true],
  ])('%s', (_title, command, application, expected) => {
    expect(isAllowed({ command, application }, USER)).toBe(expected);
  });
});
