import { randomUUID } from 'node:crypto';
import type { Command, RunContext } from '#bot/commands/command.ts';
import type { Member, Place } from '#bot/domain/job.ts';
import type { ApiKeys } from '#bot/ports/api-keys.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { OPERATOR, type Visitor } from '#bot/studio/server/visitor.ts';
import type { Reader } from '#bot/text/languages.ts';

/** The place and the member of everything that is made in the studio to keep. */
export const STUDIO_PLACE: Place = { platform: 'studio', serverId: 'studio', channelId: 'studio' };
/** Whoever sits at this machine. */
export const STUDIO_MEMBER: Member = OPERATOR.member;

/** Who asks what costs nothing to be asked. */
export const SITTING_HERE = { place: STUDIO_PLACE, member: STUDIO_MEMBER };

/** What commands work with in the studio. */
export interface StudioServices {
  readonly commands: readonly Command[];
  readonly jobs: JobService;
  readonly presets: PresetService;
  readonly intake: PictureIntake;
  /** Absent = no other programs are let in. */
  readonly keys?: ApiKeys;
  readonly cluster: Cluster;
}

/** Who asks when the page does: whoever sits at this machine may do everything, others what is theirs. */
export function studioContext(
  services: StudioServices,
  asked: {
    readonly reader: Reader;
    readonly visitor: Visitor;
    readonly requestKey?: string;
    readonly parentId?: string;
  },
): RunContext {
  return {
    ...services,
    // The page lays an edit's pictures out beside its words: what it sends without them shall have none.
    ...(asked.parentId === undefined ? {} : { parentId: asked.parentId, keeps: [] }),
    place: STUDIO_PLACE,
    member: asked.visitor.member,
    mayManageServer: asked.visitor.level === 'all',
    mayRead: ({ place: { platform } }) => platform === STUDIO_PLACE.platform,
    linkTo: () => '',
    reader: asked.reader,
    requestKey: `studio:${asked.requestKey ?? randomUUID()}`,
  };
}
