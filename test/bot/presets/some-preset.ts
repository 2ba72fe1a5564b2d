import type { Preset } from '#bot/presets/preset.ts';

/** A server's preset that settles nothing but what a test says. */
export function somePreset(said: Partial<Preset> & { readonly name: string }): Preset {
  return {
    serverId: 'server',
    description: '',
    authorId: 'member',
    createdAt: 0,
    updatedAt: 0,
    template: '{prompt}',
    negative: '',
    model: null,
    adapters: [],
    sampler: null,
    karras: null,
    steps: null,
    guidance: null,
    width: null,
    height: null,
    clipSkip: null,
    ...said,
  };
}
