import type { PanelKeeper } from '#bot/discord/panel/panel-keeper.ts';
import type { Cluster, JobDesk, PresetStore } from '#bot/ports.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** What every handler of a command, button or reaction works with. */
export interface Rooms {
  readonly desk: JobDesk;
  readonly presets: PresetStore;
  readonly cluster: Cluster;
  readonly keeper: PanelKeeper;
  readonly clock: Clock;
  readonly log: Log;
}
