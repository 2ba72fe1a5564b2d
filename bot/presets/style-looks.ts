import { type PresetPictures, READY_MADE_SERVER } from '#bot/ports/preset-pictures.ts';
import { isReadyMade, type VisiblePreset } from '#bot/presets/visible-presets.ts';

/** By what the styles that have a picture look, by their names. */
export async function pictured(
  pictures: Pick<PresetPictures, 'list'> | undefined,
  { serverId, styles }: { readonly serverId: string; readonly styles: readonly VisiblePreset[] },
): Promise<ReadonlyMap<string, string>> {
  const looks = async (owner: string) =>
    new Map(
      ((await pictures?.list(owner)) ?? []).flatMap(({ name, look, isThere }) => (isThere ? [[name, look]] : [])),
    );
  const [shared, own] = await Promise.all([looks(READY_MADE_SERVER), looks(serverId)]);
  const found = styles.map((style) => [style.name, (isReadyMade(style) ? shared : own).get(style.name)] as const);
  return new Map(found.flatMap(([name, look]) => (look === undefined ? [] : [[name, look] as const])));
}
