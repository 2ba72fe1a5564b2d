import { expect, it } from 'vitest';
import { giveUpUnanswered, REPEATABLE, Unanswered } from '#bot/discord/gateway/give-up-unanswered.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

/** A Discord that takes so long for each request, or for ever; and what it was asked. */
function silentDiscord() {
  const clock = createFakeClock();
  const asked: unknown[] = [];
  let tookMs = Number.POSITIVE_INFINITY;
  const request = giveUpUnanswered(async (url, init) => {
    asked.push(init.headers);
    await clock.sleep(tookMs, init.signal as AbortSignal);
    return { url } as never;
  }, clock);
  function takes(ms: number): void {
    tookMs = ms;
  }
  /** After how many milliseconds a request was given up; null = it was answered. */
  async function ask(body?: string | FormData, headers: Record<string, string> = REPEATABLE) {
    const startedAt = clock.now();
    let end: number | null | undefined;
    void request('http://discord/x', { method: 'PATCH', headers, body: body as never }).then(
      () => {
        end = null;
      },
      (error: unknown) => {
        expect(error).toBeInstanceOf(Unanswered);
        end = clock.now() - startedAt;
      },
    );
    for (let ms = 0; end === undefined && ms < 20_000; ms += 50) await clock.advance(50);
    return end;
  }
  return { clock, asked, request, ask, takes };
}

it('what may be sent again is given up after less than a second twice, then later each time, until Discord answers', async () => {
  const { ask, asked, takes } = silentDiscord();
  const waits: unknown[] = [];
  for (let n = 0; n < 8; n += 1) waits.push(await ask());
  expect(waits).toEqual([900, 900, 900, 1800, 3600, 7200, 14_400, 15_000]);
  expect(asked).toEqual(Array(8).fill({}));
  takes(100);
  expect(await ask()).toBeNull();
  takes(Number.POSITIVE_INFINITY);
  expect(await ask()).toBe(900);
});

it('a Discord that is slow is given several times what it usually takes, and an upload what its bytes take', async () => {
  const { ask, takes } = silentDiscord();
  takes(800);
  for (let n = 0; n < 20; n += 1) expect(await ask()).toBeNull();
  takes(2500);
  expect(await ask()).toBeNull();
  const form = new FormData();
  form.append('files[0]', new Blob([new Uint8Array(1_000_000)]));
  takes(6500);
  expect(await ask(form)).toBeNull();
});

it('what may be sent only once is waited for as long as discord.js does', async () => {
  const { ask, takes } = silentDiscord();
  takes(14_000);
  expect(await ask(undefined, {})).toBeNull();
});

it('several that go unanswered at once are one silence, and a process that stood still gives nothing up for that', async () => {
  const { clock, ask, request, takes } = silentDiscord();
  const lost = Array.from({ length: 20 }, () => request('x', { headers: REPEATABLE }).catch(() => null));
  await clock.advance(1000);
  await Promise.all(lost);
  expect(await ask()).toBe(900);
  takes(1000);
  const slow = request('x', { headers: REPEATABLE });
  await clock.jump(1000);
  await expect(slow).resolves.toBeDefined();
});
