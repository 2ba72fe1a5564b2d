import type { AutocompleteInteraction, ChatInputCommandInteraction, CommandInteractionOption } from 'discord.js';
import { complete } from '#bot/commands/complete.ts';
import { imagine } from '#bot/commands/imagine.ts';
import { JOB_ACTIONS } from '#bot/commands/job-actions.ts';
import { completedOption } from '#bot/commands/option.ts';
import { TRAIN_GROUP } from '#bot/commands/train.ts';
import { acceptJob } from '#bot/discord/accept-job.ts';
import { acceptCommand, answerCommand, answerMessage, commandCalled } from '#bot/discord/answer-command.ts';
import { whereaboutsOf } from '#bot/discord/conversation.ts';
import type { CustomId } from '#bot/discord/custom-id.ts';
import { finishDraft } from '#bot/discord/finish-draft.ts';
import { openFix } from '#bot/discord/fix-command.ts';
import { acceptOrder, drawAll } from '#bot/discord/fix-order.ts';
import type { InteractionReply } from '#bot/discord/gateway/interaction-reply.ts';
import { type Invocation, standingOf } from '#bot/discord/gateway/invocation.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { editModal } from '#bot/discord/modals/edit-modal.ts';
import { givenFile } from '#bot/discord/modals/option-field.ts';
import { partModal } from '#bot/discord/modals/part-modal.ts';
import { regionModal } from '#bot/discord/modals/region-modal.ts';
import { remixModal } from '#bot/discord/modals/remix-modal.ts';
import { varyModal } from '#bot/discord/modals/vary-modal.ts';
import type { PageId } from '#bot/discord/page-id.ts';
import { sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import { publishJob } from '#bot/discord/publish-job.ts';
import { sendOriginals } from '#bot/discord/send-originals.ts';
import { sentencesMarkdown } from '#bot/discord/sentences.ts';
import { recentMessage } from '#bot/discord/show-recent.ts';
import { askForPictures, lacksPictures, pressTrain, runTraining } from '#bot/discord/train-draft.ts';
import { undoMessage } from '#bot/discord/undo-message.ts';
import { writerOf } from '#bot/text/languages.ts';
import { languageOf } from '#bot/text/locale.ts';
import { failure, say } from '#bot/text/say.ts';

/** Runs a slash command and shows its answer: a job to the channel, anything else to who asked. */
export async function runCommand(interaction: ChatInputCommandInteraction, invocation: Invocation): Promise<void> {
  const call = callIn(interaction);
  const command = commandCalled(call, invocation);
  if (!command) throw failure('not-found', 'command.gone', { call });
  const values = valuesIn(interaction.options.data);
  if (lacksPictures(call, values)) return askForPictures(call, values, invocation);
  if (command.group === TRAIN_GROUP && command.only === 'discord') return runTraining(call, values, invocation);
  switch (command.answers) {
    case 'panel':
      if (command.name === imagine.name) return acceptOrder({ values, parentId: null }, invocation);
      return acceptCommand(command, { values, invocation });
    case 'copy':
    case 'copies':
    case 'card':
    case 'sentence':
      return answerCommand(command, { values, invocation });
  }
}

/** Shows another page of a card in the place of the one whose button was pressed. */
export async function turnPage({ call, page, about }: PageId, invocation: Invocation): Promise<void> {
  const command = commandCalled(call, invocation);
  if (command?.answers === 'copies' && about !== undefined) {
    const found = await command.run({ page, member: { id: about, name: about } }, invocation);
    if (!('view' in found)) return invocation.answer.update(await recentMessage(found, invocation));
  }
  if (command?.answers !== 'card') throw failure('not-found', 'button.old');
  const answer = await command.run({ page }, invocation);
  await invocation.answer.update(answerMessage(answer, { call, language: invocation.reader.language }));
}

/** Answers with what the option under the cursor may become. */
export async function completeOption(
  interaction: AutocompleteInteraction,
  { services, answer }: { readonly services: Services; readonly answer: InteractionReply },
): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const completes = completedOption(commandCalled(callIn(interaction), services)?.options ?? {}, name);
  const { locale } = interaction;
  const place = whereaboutsOf(interaction)?.place;
  const found =
    completes && place
      ? await complete(
          completes,
          {
            typed: value,
            language: languageOf(locale),
            place,
            member: standingOf(interaction),
            given: valuesIn(interaction.options.data),
          },
          services,
        )
      : [];
  await answer.suggest(found.map(({ label, value }) => ({ name: label, value })));
}

/** Buttons whose id is not that of a job. */
const OF_DRAFTS: ReadonlySet<CustomId['action']> = new Set([
  'fix',
  'all',
  'studio',
  'train-files',
  'train-start',
  'train-edit',
  'train-describe',
]);

/** Does what a button under a panel says. */
export async function pressButton(
  { action, jobId, picture }: CustomId,
  { invocation: services, messageId }: { readonly invocation: Invocation; readonly messageId: string },
): Promise<void> {
  if (!OF_DRAFTS.has(action)) await demandKept(jobId, services);
  if (action === 'original') return sendOriginals(jobId, services);
  if (action === 'fix') return openFix(jobId, services);
  if (action === 'all') return drawAll(jobId, services);
  if (action === 'train-start' || action === 'train-edit' || action === 'train-describe')
    return pressTrain(action, { id: jobId, invocation: services });
  if (action === 'publish') return publishJob(jobId, services);
  if (action === 'finish') return finishDraft(jobId, { invocation: services, messageId });
  const pressed =
    action === 'menu' || action === 'studio' || action === 'train-files' ? undefined : JOB_ACTIONS[action];
  if (!pressed) throw failure('not-found', 'button.old');
  const invocation = { ...services, ...(picture === undefined ? {} : { picture }) };
  if ((action === 'reroll' || action === 'variation') && (await remixes(services)))
    return openRemix(jobId, { action, picture: picture ?? 0, invocation });
  switch (pressed.answers) {
    case 'panel':
      return acceptJob(invocation, { ...invocation, submit: () => pressed.run(jobId, invocation) });
    case 'form':
      await invocation.demandRight(pressed.sameAs);
      return invocation.answer.openModal(editModal(await pressed.run(jobId, invocation), invocation.reader));
    case 'deleted': {
      const deleted = await pressed.run(jobId, invocation);
      await invocation.answer.showPrivately(undoMessage(deleted, invocation.reader.language));
      return;
    }
    case 'card': {
      await invocation.demandRight(pressed.sameAs);
      const call = pressed.sameAs;
      const message = answerMessage(await pressed.run(jobId, invocation), {
        call,
        language: invocation.reader.language,
      });
      await invocation.answer.showPrivately(message);
      return;
    }
    case 'variations': {
      await invocation.demandRight(pressed.sameAs);
      const view = await pressed.run(jobId, invocation);
      const { language } = invocation.reader;
      if (action === 'part') return invocation.answer.openModal(partModal(view, { part: picture ?? 0, language }));
      return invocation.answer.openModal((action === 'region' ? regionModal : varyModal)(view, invocation.reader));
    }
    case 'sentence':
      return invocation.answer.say(writerOf(invocation.reader.language).say(await pressed.run(jobId, invocation)));
    case 'nothing':
      await invocation.answer.acknowledge();
      // The press brings a token of its own for the message, where nothing else can change it.
      if (services.reach === 'token') await services.panelSync.renew(jobId, services.answer.address(messageId));
      await pressed.run(jobId, invocation);
      if (action === 'undelete') await showUndone(services);
  }
}

/** In the place of the offer, so that nobody presses it again; where nothing else can be changed its panel is there. */
async function showUndone({ answer, reach, reader }: Invocation): Promise<void> {
  if (reach === 'token') return;
  const said = sentencesMarkdown(say('undelete.done', { count: 1, show: '' }), reader.language);
  await answer.replace(sentenceMessage(said));
}

/** A panel stays in its channel for ever, its job for as long as the server and the operator say. */
async function demandKept(jobId: string, { jobs }: Invocation): Promise<void> {
  if ((await jobs.view(jobId)) === null) throw failure('not-found', 'job.not-kept');
}

/** Whether somebody is asked for other words before something is drawn again. */
async function remixes({ jobs, place, member }: Invocation): Promise<boolean> {
  return (await jobs.preferences.get(place.platform, member.id)).remix;
}

async function openRemix(
  jobId: string,
  {
    action,
    picture,
    invocation,
  }: { readonly action: 'reroll' | 'variation'; readonly picture: number; readonly invocation: Invocation },
): Promise<void> {
  const { answer, reader } = invocation;
  await invocation.demandRight(imagine.name);
  const form = await JOB_ACTIONS.edit.run(jobId, invocation);
  const { language } = reader;
  const modal = action === 'reroll' ? editModal(form, reader) : remixModal(form.view, { picture, language });
  await answer.openModal(modal);
}

type Called = Pick<ChatInputCommandInteraction | AutocompleteInteraction, 'commandName' | 'options'>;

function callIn({ commandName, options }: Called): string {
  const part = options.getSubcommand(false);
  return part === null ? commandName : `${commandName} ${part}`;
}

/** What was given, by the options' names, without the parts that a command's name has. */
function valuesIn(options: readonly CommandInteractionOption[]): Readonly<Record<string, unknown>> {
  const [first] = options;
  if (first?.options) return valuesIn(first.options);
  return Object.fromEntries(
    options.map(({ name, value, attachment, role, user }) => {
      if (attachment) return [name, givenFile(attachment)];
      if (user) return [name, { id: user.id, name: user.displayName }];
      return [name, role ? { id: role.id, name: role.name } : value];
    }),
  );
}
