import type { KeptFor } from '#bot/ports/job-bin.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import type { Message } from '#shared/text/message.ts';

/** What is kept of one member. */
export interface KeptOf {
  readonly kept: KeptFor;
  /** Their finished jobs in this server, and in all. */
  readonly here: number;
  readonly everywhere: number;
  /** Who runs the bot sees what is drawn here in a gallery. */
  readonly isInGallery: boolean;
}

/** What is kept of who reads it, for how long, who sees it, and how it is deleted. */
export function privacyCard({ kept, here, everywhere, isInGallery }: KeptOf, { language }: Reader): Card {
  const { rich } = writerOf(language);
  const { days, leftServerDays, binHours } = kept;
  const field = (name: Message, value: Message) => ({ name: rich(name), value: rich(value) });
  return {
    heading: rich(say('privacy.heading')),
    paragraphs: [rich(say('privacy.counts', { here, everywhere }))],
    fields: [
      field(say('privacy.what'), say('privacy.what-text')),
      field(say('privacy.how-long'), say('privacy.how-long-text', { days: days ?? 0, leftServerDays, binHours })),
      field(say('privacy.who'), say('privacy.who-text', { isInGallery })),
      field(say('privacy.delete'), say('privacy.delete-text')),
    ],
  };
}
