import { markdownOf } from '#bot/discord/markdown.ts';
import { sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import type { BriefMessages } from '#bot/discord/reactions/brief-messages.ts';
import type { Clock } from '#shared/clock.ts';
import { mention } from '#shared/text/rich.ts';

/** A member is told why at most so often, and what was said goes away after this. Milliseconds. */
const SAID_EVERY_MS = 60_000;
const SHOWN_MS = 8000;
/** Members remembered; beyond it the one who was told longest ago is forgotten. */
const MEMBERS_MAX = 1000;

/** A reaction that did nothing: whose, and where. */
export interface RefusedReaction {
  readonly memberId: string;
  readonly channelId: string;
  readonly messageId: string;
  /** Posts once. At most 25 characters. */
  readonly nonce: string;
}

/** Tells why reactions did nothing, seldom and for a short while. */
export class ReactionRefusals {
  readonly #brief: BriefMessages;
  readonly #clock: Clock;
  readonly #toldAt = new Map<string, number>();

  constructor({ brief, clock }: { readonly brief: BriefMessages; readonly clock: Clock }) {
    this.#brief = brief;
    this.#clock = clock;
  }

  /** Resolves when the sentence is gone again. */
  async say(sentence: string, { memberId, channelId, messageId, nonce }: RefusedReaction): Promise<void> {
    if (!this.#mayTell(memberId)) return;
    const place = { channelId, replyTo: messageId, nonce, shownMs: SHOWN_MS };
    // Everybody sees it: it says who is meant, and wakes nobody.
    const said = `${markdownOf([mention('', memberId)])} ${sentence}`;
    await this.#brief.show(sentenceMessage(said), place);
  }

  #mayTell(memberId: string): boolean {
    const now = this.#clock.now();
    if (now - (this.#toldAt.get(memberId) ?? Number.NEGATIVE_INFINITY) < SAID_EVERY_MS) return false;
    this.#toldAt.delete(memberId);
    this.#toldAt.set(memberId, now);
    const [oldest] = this.#toldAt.keys();
    if (this.#toldAt.size > MEMBERS_MAX && oldest !== undefined) this.#toldAt.delete(oldest);
    return true;
  }
}
