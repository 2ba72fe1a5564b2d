import { rules } from '#bot/studio/page/app/rule-server.ts';
import { ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import type { BanActions } from '#bot/studio/page/parts/ban-sheet.ts';
import type { OutcomeLine } from '#bot/studio/page/parts/outcome-line.ts';
import type { Decide } from '#bot/studio/page/parts/ruled-work.ts';
import type { WordActions } from '#bot/studio/page/parts/word-sheet.ts';
import type { ChangeCard, ModerationCard, RuledServerCard } from '#bot/studio/server/rule-api.ts';

/** Everything that can be done on the page of moderators. */
export interface ModerationActions extends BanActions {
  readonly decide: Decide;
  readonly words: WordActions;
  undo(change: ChangeCard): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Each says what it did and offers the way back; `show` is given what is there then. */
export function moderationActions({
  told,
  server,
  show,
}: {
  readonly told: OutcomeLine;
  readonly server: () => RuledServerCard | null;
  readonly show: (card: ModerationCard) => void;
}): ModerationActions {
  const serverId = () => server()?.serverId ?? '';
  const back = (work: () => Promise<ModerationCard>) => async () => show(await work());
  /** `undo` is given the change that was made; true = it was done. */
  const act = async (
    work: () => Promise<ModerationCard>,
    sentence: string,
    undo: ((change: number | null) => Promise<ModerationCard>) | null,
  ) => {
    let isDone = false;
    await told.run(async () => {
      const card = await work();
      show(card);
      isDone = true;
      return { sentence, back: undo && back(() => undo(card.change)) };
    });
    return isDone;
  };
  return {
    decide({ id, prompt }, decision) {
      const of = serverId();
      const key = decision === 'released' ? 'ruling.now-shown' : 'ruling.now-refused';
      const undo = (change: number | null) => (change === null ? rules.moderation(of) : rules.undo(of, change));
      const mayUndo = server()?.mayManage ?? false;
      void act(() => rules.decide(of, id, decision), ruleLabel(key, { prompt }), mayUndo ? undo : null);
    },
    ban(ban) {
      const of = serverId();
      const sentence = ruleLabel('ruling.banned', { name: ban.memberName });
      return act(
        () => rules.ban(of, ban),
        sentence,
        () => rules.unban(of, ban.memberId),
      );
    },
    unban({ memberId, name, reason, until }) {
      const of = serverId();
      const days = until === null ? {} : { days: Math.max(1, Math.round((until - Date.now()) / DAY_MS)) };
      const again = { memberId, memberName: name, reason, ...days };
      const sentence = ruleLabel('ruling.unbanned', { name });
      void act(
        () => rules.unban(of, memberId),
        sentence,
        () => rules.ban(of, again),
      );
    },
    words: {
      add(rule) {
        const of = serverId();
        const allow = () => rules.allowWords(of, rule.pattern);
        return act(() => rules.addWords(of, rule), ruleLabel('ruling.words-added', { pattern: rule.pattern }), allow);
      },
      allow(rule) {
        const of = serverId();
        const add = () => rules.addWords(of, rule);
        void act(
          () => rules.allowWords(of, rule.pattern),
          ruleLabel('ruling.words-gone', { pattern: rule.pattern }),
          add,
        );
      },
    },
    undo({ id, what }) {
      void act(() => rules.undo(serverId(), id), ruleLabel('ruling.taken-back', { what }), null);
    },
  };
}
