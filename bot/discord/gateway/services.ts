import type { Command } from '#bot/commands/command.ts';
import type { PanelSync } from '#bot/discord/panel/panel-sync.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import type { CommandRights } from '#bot/discord/rights/command-rights.ts';
import type { ApiKeys } from '#bot/ports/api-keys.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { DraftStore } from '#bot/ports/drafts.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { Language } from '#bot/text/locale.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** What every handler of a command, button or reaction works with. */
export interface Services {
  /** All commands there are. */
  readonly commands: readonly Command[];
  readonly jobs: JobService;
  readonly presets: PresetService;
  readonly intake: PictureIntake;
  /** Absent = no other programs are let in. */
  readonly keys?: ApiKeys;
  readonly drafts: DraftStore;
  readonly cluster: Cluster;
  readonly panelSync: PanelSync;
  readonly writer: PanelWriter;
  readonly commandRights: CommandRights;
  /** Tells the operator, once, that another bot runs with this token. */
  readonly anotherBot: () => void;
  /** Whether members may use the bot where it is in no server of theirs: in conversations, and where they brought it. */
  readonly outsideServers: boolean;
  /** The studio opens inside Discord. */
  readonly hasActivity: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** The language of everything that a whole server sees. */
  readonly serverLanguage: (serverId: string) => Language;
}
