import { cancelJob } from '#bot/discord/buttons/cancel-job.ts';
import { deleteJob } from '#bot/discord/buttons/delete-job.ts';
import { openEdit } from '#bot/discord/buttons/open-edit.ts';
import { rerollJob } from '#bot/discord/buttons/reroll-job.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { JobId } from '#bot/domain/job.ts';
import type { PanelAction } from '#bot/views/panel.ts';

/** What each button of a panel does. */
export const BUTTONS: Readonly<Record<PanelAction, (jobId: JobId, invocation: Invocation) => Promise<void>>> = {
  reroll: rerollJob,
  edit: openEdit,
  cancel: cancelJob,
  delete: deleteJob,
};
