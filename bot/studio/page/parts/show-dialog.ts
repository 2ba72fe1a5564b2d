import { element } from '#bot/studio/page/app/element.ts';
import { rules } from '#bot/studio/page/app/rule-server.ts';
import { ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import { Refused } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { dialogHead } from '#bot/studio/page/parts/dialog-head.ts';
import { field, fill } from '#bot/studio/page/parts/field.ts';
import { outcomeLine } from '#bot/studio/page/parts/outcome-line.ts';
import { serverChoice } from '#bot/studio/page/parts/server-choice.ts';

/** A picture that can be shown on Discord, and its words there. */
export interface ShownPicture {
  readonly words: string;
  /** A WebP; null = the browser makes none. */
  file(): Promise<Blob | null>;
}

/** Asks where on Discord the bot shows a picture, and has it shown. */
export async function openShowDialog(picture: ShownPicture): Promise<void> {
  const dialog = element('dialog', { class: 'dialog', closedby: 'any', 'aria-labelledby': 'show-title' });
  const channel = element('select', { 'aria-label': ruleLabel('ruling.channel') });
  const refill = () =>
    fill(
      channel,
      (servers.chosen?.channels ?? []).map(({ channelId, name }) => [channelId, `#${name}`] as const),
    );
  const servers = serverChoice({ fits: ({ name }) => name !== null, changed: refill });
  const outcome = outcomeLine();
  const show = element('button', { type: 'submit', class: 'btn main' }, ruleLabel('ruling.show-there'));
  const form = element(
    'form',
    { class: 'stack' },
    field('server', { label: labelOf('page.room-server'), control: servers.element }),
    field('channel', { label: ruleLabel('ruling.channel'), control: channel }),
    servers.note,
    show,
    outcome.element,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    show.disabled = true;
    void outcome
      .run(() => send(picture, servers.chosen?.serverId ?? '', channel))
      .finally(() => {
        show.disabled = false;
      });
  });
  dialog.append(
    dialogHead(dialog, { id: 'show-title', title: labelOf('page.to-discord') }),
    element('p', { class: 'soft' }, ruleLabel('ruling.show-about')),
    form,
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  await outcome.run(async () => {
    await servers.load();
    refill();
    show.disabled = channel.options.length === 0;
    return null;
  });
}

async function send(picture: ShownPicture, serverId: string, channel: HTMLSelectElement) {
  const file = await picture.file();
  if (file?.type !== 'image/webp') throw new Refused(ruleLabel('ruling.no-webp'), 0);
  await rules.show(serverId, { channelId: channel.value, words: picture.words, file });
  return { sentence: ruleLabel('ruling.shown-there', { channel: channel.selectedOptions[0]!.text }), back: null };
}
