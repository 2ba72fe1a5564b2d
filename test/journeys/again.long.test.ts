import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { drawing, drawn, finalsOf, isDrawn, startTestServer, type TestServer } from '#test/journeys/test-server.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let harbour: TestServer;

beforeAll(async () => {
  harbour = await startTestServer();
  await harbour.startBot();
});
afterEach(() => expect(harbour.discord.problems()).toEqual([]));
afterAll(() => harbour.close());

const PROMPT = 'a yellow hot air balloon in the desert';
/** Takes longer than any journey waits, unless it is stopped. */
const ENDLESS = { prompt: 'a purple castle', style: 'plain', steps: 150, count: 2 };

async function picture(by: FakeMember = harbour.ada): Promise<FakeMessage> {
  const message = await by.slash(harbour.channel, 'imagine', { prompt: PROMPT }).message();
  return drawn(harbour.channel, message);
}

/** The panel that comes after this one in the channel, finished. */
async function nextAfter(message: FakeMessage): Promise<FakeMessage> {
  const isNext = (one: FakeMessage) => BigInt(one.id) > BigInt(message.id) && !one.ephemeral && isDrawn(one);
  return harbour.channel.waitFor(isNext, { timeoutMs: 40_000 });
}

const seedIn = ({ text }: FakeMessage) => /seed (\d+)/.exec(text)?.[1];
const panelCount = () => harbour.channel.messages().filter(({ ephemeral }) => !ephemeral).length;
const storedPictures = () => readdirSync(join(harbour.environment.EASEL_DATA!, 'pictures')).length;
const gone = (message: FakeMessage) => harbour.discord.until(() => message.deleted || undefined);
const cancelled = (message: FakeMessage) =>
  harbour.channel.waitFor((one) => one.id === message.id && /Cancelled/.test(one.text));

describe('a reroll', () => {
  it('by 🔁 of the owner, and of nobody else, is a new message with a new seed', async () => {
    const { ada, bob } = harbour;
    const first = await picture();
    const before = panelCount();
    bob.react(first, '🔁');
    ada.react(first, '🔁');
    const second = await nextAfter(first);
    expect(panelCount()).toBe(before + 1);
    expect(second.text).toContain(`**${PROMPT}** · <@${ada.id}>`);
    expect(seedIn(second)).not.toBe(seedIn(first));
    expect(finalsOf(first)).toHaveLength(1);
  });

  it('by button belongs to who pressed', async () => {
    const first = await picture();
    harbour.bob.click(first, 'Reroll');
    const second = await nextAfter(first);
    expect(second.text).toContain(`**${PROMPT}** · <@${harbour.bob.id}>`);
    expect(seedIn(second)).not.toBe(seedIn(first));
  });
});

describe('a picture made larger', () => {
  it('by a button comes as a message of its own, four times as wide, by the network that is bundled', async () => {
    const first = await picture();
    harbour.ada.click(first, 'Upscale');
    const second = await nextAfter(first);
    expect(second.attachments).toMatchObject([{ width: 1024, height: 1024 }]);
    expect(finalsOf(first)).toHaveLength(1);
  });
});

describe('an edit', () => {
  it('opens a form with what was asked, and draws what comes back', async () => {
    const { ada } = harbour;
    const first = await drawn(
      harbour.channel,
      await ada.slash(harbour.channel, 'imagine', { prompt: `${PROMPT} --steps 3`, size: '3:2' }).message(),
    );
    const form = await ada.click(first, 'Edit').modal();
    const fields = JSON.stringify(form.components);
    for (const part of [PROMPT, '--steps 3']) expect(fields).toContain(part);
    ada.submitModal(form, { fields: { Prompt: 'a huge red mushroom on the grass', Style: ['pixel-art'] } });
    const second = await nextAfter(first);
    expect(second.text).toContain(`**a huge red mushroom on the grass --steps 3** · <@${ada.id}>`);
    expect(second.text).toMatch(/3 steps · guidance 1 · 312×208 · seed \d+ · style pixel-art/);
  });
});

describe('a cancelled job', () => {
  it('leaves the queue, or stops while it is drawn, and shows no picture afterwards', async () => {
    const { ada, bob, mod, channel } = harbour;
    const ask = (by: FakeMember) => by.slash(channel, 'imagine', ENDLESS).message();
    const [first, second, third] = [await ask(ada), await ask(ada), await ask(ada)];
    await drawing(channel, first);
    await channel.waitFor((one) => one.id === third.id && /in line/.test(one.text));

    const refusal = await bob.click(third, 'Cancel').response();
    expect(refusal.type).toBe(6);
    ada.click(third, 'Cancel');
    await cancelled(third);
    ada.react(first, '❌');
    await cancelled(first);
    mod.click(second, 'Cancel');
    await cancelled(second);
    expect(second.text).toContain('Cancelled by a moderator');

    // The renderer is free again: this would otherwise wait behind minutes of work.
    await picture(bob);
    for (const message of [first, second, third]) {
      expect(finalsOf(message)).toEqual([]);
      expect(message.text).toContain('Cancelled');
      expect(message.buttons.map(({ label }) => label)).toEqual(['Try again', 'Edit', 'Delete']);
    }
  });

  it('may only be cancelled by its owner or a moderator, who alone hears why', async () => {
    const { ada, bob, channel } = harbour;
    const message = await ada.slash(channel, 'imagine', ENDLESS).message();
    await drawing(channel, message);
    const pressed = bob.click(message, 'Cancel');
    const [whisper] = await harbour.discord.until(() =>
      pressed.followups().length > 0 ? pressed.followups() : undefined,
    );
    expect(whisper).toMatchObject({ ephemeral: true, content: expect.stringContaining('Only Ada or a moderator') });
    ada.click(message, 'Cancel');
    await cancelled(message);
  });

  it('is what a deleted message leaves behind', async () => {
    const { ada, mod, channel } = harbour;
    const message = await ada.slash(channel, 'imagine', ENDLESS).message();
    await drawing(channel, message);
    const before = panelCount() - 1;
    mod.deleteMessage(message);
    // The bot learns of it when it shows the next preview.
    const queue = async () => (await ada.slash(channel, 'queue').message()).text;
    await expect.poll(queue, { timeout: 40_000, interval: 300 }).toContain('Nothing waits');
    expect(panelCount()).toBe(before);
  });
});

describe('a deleted picture', () => {
  it('goes with ❌ of its owner or the button, from the channel, and lies in the bin with its file', async () => {
    const { ada, bob } = harbour;
    const [one, other] = [await picture(), await picture()];
    const before = storedPictures();
    bob.react(one, '❌');
    ada.react(one, '❌');
    await gone(one);
    // Deleted within one millisecond, both would be taken back together, as pictures are that were forgotten at once.
    ada.click(other, 'Delete');
    await gone(other);
    expect(storedPictures()).toBe(before);
    expect((await ada.slash(harbour.channel, 'undelete').message()).content).toBe('1 picture taken back');
    await harbour.channel.waitFor((message) => BigInt(message.id) > BigInt(other.id) && isDrawn(message));
  });
});
