import type { ChatInputCommandInteraction } from 'discord.js';
import { RESETTABLE } from '#bot/discord/commands/style-options.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { StyleAsker } from '#bot/presets/preset-service.ts';
import type { TypedPreset } from '#bot/presets/valid-preset.ts';

type Options = ChatInputCommandInteraction['options'];

/** Who changes the styles of the server where this was asked. */
export function styleAsker({ place, member, mayManageServer }: Invocation): StyleAsker {
  return { serverId: place.serverId, memberId: member.id, mayManageServer };
}

/** The setting to give back to the model; none when none was named. */
export function resetIn(options: Options): { readonly reset?: (typeof RESETTABLE)[number] } {
  const reset = RESETTABLE.find((name) => name === options.getString('reset'));
  return reset === undefined ? {} : { reset };
}

/** What was given; a size replaces both sides, and a setting that was not given is left out. */
export function typedSettings(options: Options): Omit<TypedPreset, 'name'> {
  const given = {
    description: options.getString('description'),
    template: options.getString('template'),
    negative: options.getString('negative'),
    model: options.getString('model'),
    adapters: options.getString('adapters'),
    sampler: options.getString('sampler'),
    karras: options.getBoolean('karras'),
    steps: options.getInteger('steps'),
    guidance: options.getNumber('guidance'),
    size: options.getString('size'),
    clipSkip: options.getInteger('clip-skip'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}
