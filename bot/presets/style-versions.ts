import type { Preset } from '#bot/domain/preset.ts';
import type { PresetChanger, PresetStore, PresetUndo, PresetVersion, StyleBound } from '#bot/ports/presets.ts';
import { type PresetChecks, unwantedWords } from '#bot/presets/checked-presets.ts';
import { isListed, type StyleReader } from '#bot/presets/style-access.ts';
import { mustManageServer, type StyleAsker } from '#bot/presets/style-asker.ts';
import { failure, failureOf } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';

/** Characters of something typed that a sentence repeats. */
const SHOWN_MAX = 40;

/** What styles were. All methods throw Failure with a sentence for the member. */
export interface StyleVersions {
  /** Takes back the last change of a style: its creation, an edit or its removal, and a second time the undo itself. */
  undo(asker: StyleAsker, name: string): Promise<{ readonly name: string } & PresetUndo>;
  /**
   * What a style was after each of its changes, newest first. Throws `not-found` where none is known, and of a hidden
   * style to who is no moderator.
   */
  versions(serverId: string, name: string, reader: Pick<StyleReader, 'isModerator'>): Promise<readonly PresetVersion[]>;
  /** Makes a style what it was in that version. Throws `not-found`, or `exhausted` when it no longer fits. */
  restore(asker: StyleAsker, name: string, version: number): Promise<Preset>;
}

/** The versions of all styles over their store. */
export function styleVersions({
  presets,
  bound,
  by,
  words,
}: {
  readonly presets: PresetStore;
  readonly bound: StyleBound;
  /** Who changes something now. */
  readonly by: (asker: StyleAsker) => PresetChanger;
  readonly words: PresetChecks['words'];
}): StyleVersions {
  async function known(serverId: string, typed: string): Promise<readonly PresetVersion[]> {
    const found = await presets.versions(serverId, keyOf(typed));
    if (found.length === 0) throw noChange(typed);
    return found;
  }
  /** The server may have come to not want its words since. */
  async function demandWanted({ serverId }: StyleAsker, back: PresetVersion | undefined): Promise<void> {
    const unwanted = back?.preset ? await unwantedWords(back.preset, { serverId, words }) : [];
    if (unwanted.length > 0) throw failureOf('invalid', unwanted);
  }
  return {
    async undo(asker, typed) {
      mustManageServer(asker);
      const name = keyOf(typed);
      const [, before] = await presets.versions(asker.serverId, name);
      await demandWanted(asker, before);
      const undone = await presets.undo(asker.serverId, name, { ...bound, ...by(asker) });
      if (!undone) throw noChange(typed);
      return { name, ...undone };
    },
    async versions(serverId, typed, reader) {
      const found = await known(serverId, typed);
      const newest = found.find(({ preset }) => preset)?.preset;
      if (newest && !isListed(newest, reader)) throw noChange(typed);
      return found;
    },
    async restore(asker, typed, version) {
      mustManageServer(asker);
      const all = await known(asker.serverId, typed);
      await demandWanted(
        asker,
        all.find((each) => each.version === version),
      );
      const wish = { ...bound, ...by(asker), version };
      const restored = await presets.restore(asker.serverId, keyOf(typed), wish);
      if (restored) return restored;
      const wasRemoved = all.some((each) => each.version === version);
      const [oldest, newest] = [all.at(-1)!.version, all[0]!.version];
      throw failure('not-found', 'style-rule.no-version', {
        ...{ name: cut(keyOf(typed), SHOWN_MAX), oldest, newest, given: version, wasRemoved },
      });
    },
  };
}

function keyOf(typed: string): string {
  return typed.trim().toLowerCase();
}

function noChange(typed: string) {
  return failure('not-found', 'style-rule.no-change', { name: cut(keyOf(typed), SHOWN_MAX) });
}
