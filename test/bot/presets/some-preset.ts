import type { Preset } from '#bot/domain/preset.ts';
import { NOTHING_SETTLED } from '#bot/presets/ready-made.ts';

/** A server's preset that settles nothing but what a test says. */
export function somePreset(said: Partial<Preset> & { readonly name: string }): Preset {
  return {
    serverId: 'server',
    description: '',
    authorId: 'member',
    createdAt: 0,
    updatedAt: 0,
    hidden: false,
    roles: [],
    ...NOTHING_SETTLED,
    ...said,
  };
}
