import type { ModalSubmitFields } from 'discord.js';
import { acceptJob } from '#bot/discord/accept-job.ts';
import type { Call } from '#bot/discord/call.ts';
import { editModal, readEditModal } from '#bot/discord/edit-modal.ts';
import { stylesOf } from '#bot/discord/styles.ts';
import type { JobId } from '#bot/jobs/job.ts';
import { Failure } from '#shared/failure.ts';

/** ✏️: opens the form with what was asked for. */
export async function openEdit(jobId: JobId, call: Call): Promise<void> {
  const [view, styles] = await Promise.all([call.desk.view(jobId), stylesOf(call, call.place.serverId)]);
  if (!view || view.job.state.kind === 'deleted') {
    throw new Failure('not-found', 'Cannot edit this picture: it has been deleted');
  }
  await call.answer.openModal(editModal(view, { styles }));
}

/** The form comes back: a new job, in a message of its own; it belongs to who sent it. */
export async function submitEdit(
  jobId: JobId,
  { call, fields }: { readonly call: Call; readonly fields: ModalSubmitFields },
): Promise<void> {
  const { requestKey, place, member } = call;
  const order = readEditModal(fields);
  const submit = (desk: Call['desk']) => desk.submit({ requestKey, place, member, order, parentId: jobId });
  await acceptJob(call, { ...call, submit });
}
