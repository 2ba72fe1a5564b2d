import type { Member } from '#bot/domain/job.ts';
import type { Preset } from '#bot/domain/preset.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import { isReadyMade, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import { failure, say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** Who looks at styles, as far as it matters: a moderator sees and uses all of them. */
export type StyleReader = Pick<Member, 'roleIds' | 'isModerator'>;

/** Whether somebody may draw with it. */
export function mayUseStyle(style: VisiblePreset, { roleIds = [], isModerator }: StyleReader): boolean {
  if (isReadyMade(style) || style.roles.length === 0 || isModerator) return true;
  return style.roles.some(({ id }) => roleIds.includes(id));
}

/** Whether it stands in lists: a hidden one is known by its name alone. */
export function isListed(style: VisiblePreset, { isModerator }: Pick<StyleReader, 'isModerator'>): boolean {
  return isReadyMade(style) || !style.hidden || isModerator;
}

/** What somebody can choose from while they type. */
export function choosable(styles: readonly VisiblePreset[], reader: StyleReader): readonly VisiblePreset[] {
  return styles.filter((style) => isListed(style, reader) && mayUseStyle(style, reader));
}

/** Why somebody may not draw with it; null = they may. */
export function styleDenial(style: VisiblePreset, reader: StyleReader): Message | null {
  if (mayUseStyle(style, reader)) return null;
  const roles = (style as Preset).roles.map(({ name }) => name);
  return say('style-rule.roles', { name: style.name, roles });
}

/** Throws `denied` where a server's own style of that name is for others; a name that is no longer there is free. */
export async function mustMayUseStyle(
  presets: Pick<PresetStore, 'get'>,
  { serverId, name, reader }: { readonly serverId: string; readonly name: string | null; readonly reader: StyleReader },
): Promise<void> {
  const style = name === null ? null : await presets.get(serverId, name);
  if (!style || mayUseStyle(style, reader)) return;
  throw failure('denied', 'style-rule.roles', { name: style.name, roles: style.roles.map((role) => role.name) });
}
