import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import type { RoleLimit } from '#bot/ports/role-limits.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import type { Message } from '#shared/text/message.ts';
import { joinRich, plainNode } from '#shared/text/rich.ts';

/** The roles of a server that say what may be drawn, each with what it says. */
export function roleLimitsCard(all: readonly RoleLimit[], { language }: Reader): Card {
  const { rich } = writerOf(language);
  return {
    heading: rich(say('role-limit.heading')),
    paragraphs: [rich(say(all.length === 0 ? 'role-limit.none' : 'role-limit.some'))],
    fields: all.map(({ roleName, limits }) => ({
      name: [plainNode(oneLine(roleName))],
      value: joinRich(saidIn(limits).map(rich), ' · '),
    })),
  };
}

function saidIn({ jobs, steps, pixels, models, secondsADay, trainingSeconds }: DrawLimits): readonly Message[] {
  return [
    ...(jobs === undefined ? [] : [say('role-limit.said-jobs', { max: jobs })]),
    ...(steps === undefined ? [] : [say('role-limit.said-steps', { max: steps })]),
    ...(pixels === undefined ? [] : [say('role-limit.said-pixels', { max: pixels })]),
    ...(models === undefined ? [] : [say('role-limit.said-models', { models })]),
    ...(trainingSeconds === undefined ? [] : [say('role-limit.said-training', { max: trainingSeconds })]),
    ...(secondsADay === undefined ? [] : [say('role-limit.said-seconds', { max: secondsADay })]),
  ];
}
