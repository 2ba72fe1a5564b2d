import { expect, it } from 'vitest';
import { DEFAULT_PACE } from '#bot/discord/panel/next-edit.ts';
import type { JobView, Member } from '#bot/domain/job.ts';
import { closeStages, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { Fault } from '#test/fakes/discord/rest/faults.ts';

closeStages();

const TRUE_WITHIN_MS = 3000;
const STAGE = { pace: DEFAULT_PACE, renderer: { stepMs: 200 } } as const;

const owner = ({ ada }: TestBot): Member => ({
  id: ada.id,
  name: 'Ada',
  isModerator: false,
});

type Whose = 'by the token of its interaction' | 'by the right of the bot itself';

/** A job that draws for minutes, and what it is edited by. */
async function drawing(stage: TestBot, whose: Whose): Promise<FakeMessage> {
  const { ada, channel } = stage;
  if (whose === 'by the token of its interaction')
    return ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 100 }).message();
  const drawn = await ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 3 }).message();
  await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
  stage.renderer.setStepMs(3000);
  ada.react(drawn, '🔁');
  return channel.waitFor((one) => one.id !== drawn.id && one.text.includes('a boat'));
}

const isEnded = ({ text }: FakeMessage) => text.includes('Cancelled');

/** How long a message does not say that its job was cancelled; looks on for so long after that whether it stays so. */
async function untrueFor(stage: TestBot, message: FakeMessage, lookOnMs: number) {
  const { jobs, discord } = stage;
  const view = (await jobs().findByMessage(message.id))!;
  await jobs().cancel(view.job.id, owner(stage));
  const since = Date.now();
  await discord.until(() => (isEnded(message) ? true : undefined), { timeoutMs: 20_000 });
  const wrongMs = Date.now() - since;
  let wrongAgainMs = 0;
  for (const end = Date.now() + lookOnMs; Date.now() < end; await pause(50)) if (!isEnded(message)) wrongAgainMs += 50;
  return Math.max(wrongMs, wrongAgainMs);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const HANGS: Fault = { method: 'PATCH', kind: 'hold' };
const LATE: Fault = { method: 'PATCH', kind: 'holdAnswer' };
const LOST: Fault = { method: 'PATCH', kind: 'dropAnswer' };
const CUT: Fault = { method: 'PATCH', kind: 'drop' };
const BROKEN: Fault = { method: 'PATCH', kind: 'status', status: 502 };
const WAIT: Fault = { method: 'PATCH', kind: 'status', status: 429, retryAfterSeconds: 1 };
const CLOUDFLARE: Fault = { method: 'PATCH', kind: 'status', status: 429, html: '<html>limited</html>' };

const CASES: readonly (readonly [string, readonly Fault[]])[] = [
  ['a preview hangs', [HANGS]],
  ['a preview hangs and so does the end', [HANGS, HANGS]],
  ['a preview is done and its answer hangs, and so it is with the end', [LATE, LATE]],
  ['a preview hangs and then Discord answers with errors', [HANGS, BROKEN, BROKEN, BROKEN]],
  ['five requests fail', [BROKEN, CUT, BROKEN, CUT, BROKEN]],
  ['answers are lost and a request hangs', [LOST, HANGS, LOST]],
  ['a preview hangs and the end is to wait a second', [HANGS, WAIT]],
  ['a preview hangs and the end is refused for who knows how long', [HANGS, CLOUDFLARE]],
];

/** After the request that hangs is given up it comes through late, which must not be seen for long either. */
async function untrueWhere(stage: TestBot, message: FakeMessage, faults: readonly Fault[]): Promise<number> {
  const set = faults.map((fault) => stage.discord.fault(fault));
  await stage.discord.until(() => (set[0]!.hits === 1 ? true : undefined), { timeoutMs: 20_000 });
  const releasing = pause(4000).then(() => {
    for (const fault of set) fault.release();
  });
  const wrongMs = await untrueFor(stage, message, 7000);
  await releasing;
  return wrongMs;
}

const WAYS = ['by the token of its interaction', 'by the right of the bot itself'] as const;

/** Several at once, and not so many that the machine itself is late. */
const GROUPS = [CASES.slice(0, 3), CASES.slice(3, 6), CASES.slice(6)];

it.for(WAYS.flatMap((whose) => GROUPS.map((cases) => [whose, cases] as const)))(
  'a panel edited %s is true within three seconds of its end whatever fails',
  async ([whose, cases]) => {
    const untrue = cases.map(async ([name, faults]) => {
      const stage = await startTestBot(STAGE);
      const message = await drawing(stage, whose);
      stage.renderer.setStepMs(200);
      const wrongMs = await untrueWhere(stage, message, faults);
      return wrongMs < TRUE_WITHIN_MS ? [] : [`${name}: ${wrongMs} ms`];
    });
    expect((await Promise.all(untrue)).flat()).toEqual([]);
  },
);

it('a panel is true within three seconds of its end where previews of others in its channel hang', async () => {
  const stage = await startTestBot({ ...STAGE, renderer: { stepMs: 100, slots: 3 } });
  const { ada, channel, discord } = stage;
  const drawn = await ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 4 }).message();
  await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
  stage.renderer.setStepMs(4000);
  for (const emoji of ['🔁', '🎲', '1️⃣']) ada.react(drawn, emoji);
  const others = () => channel.messages().filter((one) => one.id !== drawn.id && one.text.includes('a boat'));
  const [first] = await discord.until(() => (others().length === 3 ? others() : undefined), { timeoutMs: 20_000 });
  expect(await untrueWhere(stage, first!, [{ ...HANGS, path: '/channels/', times: 2 }])).toBeLessThan(TRUE_WITHIN_MS);
});

it('a panel is true within three seconds of its end where the answer to the command comes too late to hear', async () => {
  const stage = await startTestBot(STAGE);
  const { ada, channel, discord } = stage;
  const late = discord.fault({ method: 'POST', path: '/callback', kind: 'holdAnswer' });
  ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 100 });
  const message = await channel.waitFor((one) => one.text.includes('a boat'));
  const [{ job }] = stage.jobs().queue() as [JobView];
  await stage.jobs().cancel(job.id, owner(stage));
  await channel.waitFor((one) => one.id === message.id && isEnded(one), { timeoutMs: TRUE_WITHIN_MS });
  late.release();
});
