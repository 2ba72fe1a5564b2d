import type { Insertable, Selectable } from 'kysely';
import type { Job, JobState, PanelAddress, SettledOrder } from '#bot/domain/job.ts';
import type { NewJob } from '#bot/ports/ledger.ts';
import { soughtWords } from '#bot/storage/sought-words.ts';
import { readSentence } from '#bot/storage/stored-message.ts';
import { readOrder, writeOrder } from '#bot/storage/stored-order.ts';
import { readResult, readTimings } from '#bot/storage/stored-result.ts';
import type { JobsTable } from '#bot/storage/tables.ts';
import type { FailureCode } from '#shared/failure.ts';

/** A row of `jobs` as a job, of this or an older program. Throws where its JSON is none of theirs. */
export function readJob(row: Selectable<JobsTable>, settled: SettledOrder = readOrder(row.settled).settled): Job {
  return {
    id: row.id,
    requestKey: row.request_key,
    place: {
      platform: row.platform,
      serverId: row.server_id,
      channelId: row.channel_id,
      ...(row.thread_of !== null && { threadOf: row.thread_of }),
    },
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    parentId: row.parent_id,
    settled,
    state: readState(row),
    attempts: row.attempts,
    panel: readPanel(row),
    delivered: row.delivered === 1,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    ...(row.state !== 'deleted' && row.deleted_at !== null ? { restored: true } : {}),
    ...(row.relaxed === 1 ? { isRelaxed: true } : {}),
    ...(row.review === null || row.review === 'released' ? {} : { review: row.review }),
  };
}

/** A job about to be accepted as a row; who dispatches is not known yet. */
export function newRow(job: NewJob): Omit<Insertable<JobsTable>, 'epoch'> {
  const settled = writeOrder(job.settled);
  return {
    id: job.id,
    request_key: job.requestKey,
    platform: job.place.platform,
    server_id: job.place.serverId,
    channel_id: job.place.channelId,
    thread_of: job.place.threadOf ?? null,
    owner_id: job.ownerId,
    owner_name: job.ownerName,
    parent_id: job.parentId,
    settled,
    ...soughtWords(settled),
    state: 'queued',
    attempts: 0,
    delivered: 0,
    created_at: job.createdAt,
    ...(job.isRelaxed ? { relaxed: 1 } : {}),
    ...(job.isHeld ? { review: 'held' } : {}),
  };
}

function readState(row: Selectable<JobsTable>): JobState {
  switch (row.state) {
    case 'queued':
      return { kind: 'queued' };
    case 'rendering':
      return { kind: 'rendering', attempt: row.attempts, rendererId: row.renderer_id ?? '' };
    case 'done':
      return {
        kind: 'done',
        attempt: row.attempts,
        result: readResult(row.result ?? '[]'),
        timings: readTimings(row.timings ?? '{}'),
      };
    case 'failed':
      return { kind: 'failed', code: row.failure_code as FailureCode, reason: readSentence(row.failure_reason ?? '') };
    case 'cancelled':
      return { kind: 'cancelled', byId: row.cancelled_by ?? '' };
    case 'deleted':
      return { kind: 'deleted' };
  }
}

function readPanel(row: Selectable<JobsTable>): PanelAddress | null {
  if (row.panel_message_id === null || row.panel_channel_id === null) return null;
  return {
    channelId: row.panel_channel_id,
    messageId: row.panel_message_id,
    interactionToken: row.panel_token,
    tokenExpiresAt: row.panel_token_expires_at ?? 0,
    ...(row.panel_reach !== null && { reach: row.panel_reach }),
    ...(row.panel_language !== null && { language: row.panel_language }),
  };
}
