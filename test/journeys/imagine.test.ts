import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Easel } from '#bot/easel.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { systemClock } from '#shared/clock.ts';
import type { OptionValue } from '#test/fakes/discord/acts/command-options.ts';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import { drawn, finalsOf, previewsOf, ready, startTestServer, type TestServer } from '#test/journeys/test-server.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let harbour: TestServer;
let easel: Easel;

beforeAll(async () => {
  harbour = await startTestServer();
  easel = await harbour.startBot();
  await ready(easel);
});
afterEach(() => expect(harbour.discord.problems()).toEqual([]));
afterAll(() => harbour.close());

/** Asks as Ada and waits for the panel; the first look of it is version 0. */
function imagine(values: Readonly<Record<string, OptionValue>>): Promise<FakeMessage> {
  return harbour.ada.slash(harbour.channel, 'imagine', values).message();
}

/** What A1111 and its like read out of a picture. */
function parametersIn(message: FakeMessage, index = 0): string {
  const png = Buffer.from(message.attachments[index]!.bytes).toString('latin1');
  return /tEXtparameters\0([\s\S]*?)[\s\S]{4}\0\0/.exec(png)?.[1] ?? '';
}

describe('/imagine', () => {
  it('goes from a queue card through previews to a picture that knows its settings', async () => {
    const prompt = 'a big red house in a green meadow';
    const message = await imagine({ prompt, style: 'plain', steps: 150, seed: '7' });
    const [card] = message.versions;
    expect(card!.attachments).toEqual([]);
    expect(JSON.stringify(card!.components)).toMatch(/In the queue|Next in line|Waiting/);
    expect(message.buttons.map(({ label }) => label)).toEqual(['Cancel']);

    await drawn(harbour.channel, message);
    const previews = previewsOf(message).map(({ attachments }) => Buffer.from(attachments[0]!.bytes).toString('hex'));
    expect(new Set(previews).size).toBeGreaterThanOrEqual(2);
    expect(finalsOf(message)).toHaveLength(1);
    expect(message.text).toContain('150 steps · guidance 4 · 256×256 · seed 7');
    expect(message.buttons.map(({ label }) => label)).toEqual(['Reroll', 'Vary', 'Upscale', 'Edit', 'Delete']);

    const [picture] = message.attachments;
    expect(await sharp(picture!.bytes).metadata()).toMatchObject({ format: 'png', width: 256, height: 256 });
    expect(parametersIn(message)).toMatch(
      /^a big red house in a green meadow\nSteps: 150, .*CFG scale: 4, Seed: 7, Size: 256x256/,
    );
  });

  it('takes settings and weights out of the prompt', async () => {
    const typed = 'a (red:1.4) car in town, cloudy sky --seed 9 --steps 6 --ar 3:2 --guidance 2 --no trees';
    const message = await drawn(harbour.channel, await imagine({ prompt: typed }));
    expect(message.text).toContain('6 steps · guidance 2 · 312×208 · seed 9');
    expect(parametersIn(message)).toMatch(
      /^a \(red:1\.4\) car in town, cloudy sky <lora:lcm:1>\nNegative prompt: trees\nSteps: 6, /,
    );
  });

  it('gives the same picture for the same seed, and another for another', async () => {
    const draw = async (seed: string) => {
      const message = await drawn(harbour.channel, await imagine({ prompt: 'a white cat in the snow', seed }));
      return sharp(message.attachments[0]!.bytes).raw().toBuffer();
    };
    const [one, again, other] = [await draw('5'), await draw('5'), await draw('6')];
    expect(again.equals(one)).toBe(true);
    expect(other.equals(one)).toBe(false);
  });

  it('draws four pictures into one message', async () => {
    const message = await imagine({ prompt: 'a blue sailboat by the sea', seed: '100', count: 4 });
    await drawn(harbour.channel, message);
    expect(message.attachments.map(({ contentType }) => contentType)).toEqual(Array(4).fill('image/png'));
    expect(new Set(message.attachments.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size).toBe(4);
    expect(message.text).toContain('seeds 100–103');
    expect([0, 1, 2, 3].map((index) => /Seed: (\d+)/.exec(parametersIn(message, index))?.[1])).toEqual([
      '100',
      '101',
      '102',
      '103',
    ]);
  });

  it('draws in spite of an open bracket and shows a caret under it', async () => {
    const message = await imagine({ prompt: 'a house (in the snow' });
    expect(message.text).toContain('```\na house (in the snow\n        ^\n```');
    await drawn(harbour.channel, message);
    expect(message.text).toContain('```\na house (in the snow\n        ^\n```');
  });

  it.each([
    [{ prompt: '   ' }, 'The prompt is empty'],
    [{ prompt: '--seed 4' }, 'settings only'],
    [{ prompt: 'a boat', steps: 0 }, 'from 1 to 50, given 0'],
    [{ prompt: 'a boat', seed: '-1' }, 'from 0 to 4294967295, given -1'],
    [{ prompt: 'a boat', seed: '4294967296' }, 'from 0 to 4294967295, given 4294967296'],
    [{ prompt: 'a boat', seed: 'lucky' }, 'from 0 to 4294967295, given “lucky”'],
    [{ prompt: 'a boat --width 513 --height 512' }, 'a multiple of 8, given 513; the nearest are 512 and 520'],
    [{ prompt: 'a boat', guidance: -3 }, 'from 0 to 50, given -3'],
    [{ prompt: 'a boat', style: 'no-such-style' }, 'no-such-style'],
  ])('tells the member alone why it does not draw %j', async (values: Record<string, OptionValue>, sentence) => {
    const before = harbour.channel.messages().filter(({ ephemeral }) => !ephemeral).length;
    const asked = harbour.ada.slash(harbour.channel, 'imagine', values);
    const answer = await asked.message();
    expect(answer).toMatchObject({ ephemeral: true, buttons: [{ label: 'Fix it' }], attachments: [] });
    expect(answer.text).toContain(sentence);
    expect(harbour.channel.messages().filter(({ ephemeral }) => !ephemeral)).toHaveLength(before);
  });
});

describe('what is shown to one member alone', () => {
  it.each([
    ['help', /Easel draws what you write/],
    ['queue', /The queue/],
    ['style list', /storybook \(usual\)/],
    ['style show', /Style pixel-art\n[\s\S]*pixel art of \{prompt\}/],
  ])('/%s answers with a card', async (command, says) => {
    const values = command === 'style show' ? { name: 'pixel-art' } : {};
    const card = await harbour.bob.slash(harbour.channel, command, values).message();
    expect(card.ephemeral).toBe(true);
    expect(card.text).toMatch(says);
  });
});

describe('the ledger', () => {
  it('holds what was drawn and nothing of what was refused', async () => {
    await easel.close();
    const file = join(harbour.environment.EASEL_DATA!, 'easel.sqlite');
    const storage = await openStorage({ file, clock: systemClock });
    const jobs = await storage.ledger.recent({ limit: 100 });
    await storage.close();
    const panels = harbour.channel.messages().filter(({ ephemeral }) => !ephemeral);
    expect(jobs.map(({ panel }) => panel?.messageId).toReversed()).toEqual(panels.map(({ id }) => id));
    expect(jobs.map(({ state, delivered }) => [state.kind, delivered])).toEqual(panels.map(() => ['done', true]));
  });
});
