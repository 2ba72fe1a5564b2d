import type { ModalSubmitFields } from 'discord.js';
import { acceptJob } from '#bot/discord/accept-job.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { editModal, readEditModal } from '#bot/discord/modals/edit-modal.ts';
import type { JobId } from '#bot/domain/job.ts';
import { Failure } from '#shared/failure.ts';

/** ✏️: opens the form with what was asked for. */
export async function openEdit(jobId: JobId, invocation: Invocation): Promise<void> {
  const [view, { styles }] = await Promise.all([
    invocation.jobs.view(jobId),
    invocation.presets.styles(invocation.place.serverId),
  ]);
  if (!view || view.job.state.kind === 'deleted') {
    throw new Failure('not-found', 'Cannot edit this picture: it has been deleted');
  }
  await invocation.answer.openModal(editModal(view, { styles }));
}

/** The form comes back: a new job, in a message of its own; it belongs to who sent it. */
export async function submitEdit(
  jobId: JobId,
  { invocation, fields }: { readonly invocation: Invocation; readonly fields: ModalSubmitFields },
): Promise<void> {
  const { requestKey, place, member } = invocation;
  const order = readEditModal(fields);
  const submit = (jobs: Invocation['jobs']) => jobs.submit({ requestKey, place, member, order, parentId: jobId });
  await acceptJob(invocation, { ...invocation, submit });
}
