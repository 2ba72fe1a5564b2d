import { describe, expect, it } from 'vitest';
import {
  bitsOf,
  type Overwrite,
  PERMISSIONS,
  type PermissionName,
  permissionsIn,
} from '#test/fakes/discord/world/permissions.ts';

const overwrite = (
  id: string,
  type: 0 | 1,
  parts: { allow?: PermissionName[]; deny?: PermissionName[] },
): Overwrite => ({
  id,
  type,
  allow: bitsOf(parts.allow ?? []),
  deny: bitsOf(parts.deny ?? []),
});

function maySend(parts: Partial<Parameters<typeof permissionsIn>[0]>): boolean {
  const everyone = { id: 'guild', permissions: bitsOf(['ViewChannel']) };
  const place = { guildId: 'guild', userId: 'ada', owner: false, roles: [everyone], overwrites: [], ...parts };
  return (permissionsIn(place) & PERMISSIONS.SendMessages) !== 0n;
}

const everyone = { id: 'guild', permissions: bitsOf(['SendMessages']) };
const poster = { id: 'poster', permissions: bitsOf(['SendMessages']) };
const admin = { id: 'admin', permissions: bitsOf(['Administrator']) };
const deny = { deny: ['SendMessages' as const] };
const allow = { allow: ['SendMessages' as const] };

describe('a permission in a channel', () => {
  it.each<[string, Partial<Parameters<typeof permissionsIn>[0]>, boolean]>([
    ['is not there by itself', {}, false],
    ['comes from everybody’s role', { roles: [everyone] }, true],
    ['comes from another role', { roles: [poster] }, true],
    ['is taken from everybody', { roles: [everyone], overwrites: [overwrite('guild', 0, deny)] }, false],
    [
      'is taken from everybody and given to a role',
      { roles: [everyone, poster], overwrites: [overwrite('guild', 0, deny), overwrite('poster', 0, allow)] },
      true,
    ],
    [
      'is given to a role and taken from a person',
      { roles: [poster], overwrites: [overwrite('poster', 0, allow), overwrite('ada', 1, deny)] },
      false,
    ],
    ['is not changed by overwrites of others', { roles: [everyone], overwrites: [overwrite('bo', 1, deny)] }, true],
    ['cannot be taken from administrators', { roles: [admin], overwrites: [overwrite('ada', 1, deny)] }, true],
    ['cannot be taken from the owner', { owner: true, overwrites: [overwrite('ada', 1, deny)] }, true],
  ])('%s', (_title, parts, expected) => {
    expect(maySend(parts)).toBe(expected);
  });
});
