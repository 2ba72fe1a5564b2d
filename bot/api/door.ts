import type { Hono } from 'hono';
import type { JobFollower } from '#bot/api/follow-jobs.ts';
import type { LinkSigner } from '#bot/api/picture-links.ts';
import type { ApiKeys, Members } from '#bot/ports/api-keys.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { Clock } from '#shared/clock.ts';
import type { FailureCode } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** What every door works with. */
export interface ApiServices {
  readonly jobs: JobService;
  readonly presets: PresetService;
  readonly intake: PictureIntake;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  readonly keys: ApiKeys;
  readonly members: Members;
  readonly follower: JobFollower;
  readonly links: LinkSigner;
  /** What becomes of a job whose program has gone away. */
  readonly disconnect: 'cancel' | 'finish';
  readonly closing: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
}

/** Why a request was refused, before a door words it in its own shape. */
export interface Refusal {
  readonly status: number;
  readonly code: FailureCode;
  readonly message: string;
}

/** One of the ways in: what its programs ask lies below one path, and so does how they are refused. */
export interface Door {
  readonly path: string;
  routes(services: ApiServices): Hono;
  refusal(why: Refusal): object;
}
