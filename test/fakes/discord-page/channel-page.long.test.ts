import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/clock.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeInteraction, FakeModal } from '#test/fakes/discord/acts/fake-interaction.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { startBot } from '#test/fakes/discord/example-bot.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { type Camera, openCamera, WIDTHS } from '#test/fakes/discord-page/camera.ts';
import { renderChannelPage } from '#test/fakes/discord-page/channel-page.ts';
import { findChromium } from '#test/fakes/discord-page/chromium.ts';

if (findChromium() === null) process.stderr.write('No Chromium: the pages of the fake Discord are not looked at\n');

let discord: FakeDiscord;
let channel: FakeChannel;
let ada: FakeMember;
let modal: FakeModal;
let shown: FakeInteraction;
let stop: () => Promise<void>;

const button = (customId: string, label: string, style = 2) => ({ type: 2, style, custom_id: customId, label });

const card = {
  flags: 32768,
  components: [
    {
      type: 17,
      accent_color: 0x57c785,
      components: [
        { type: 10, content: '### A lighthouse' },
        { type: 12, items: [{ media: { url: 'attachment://final.png' }, description: 'A lighthouse' }] },
        { type: 14 },
        { type: 9, components: [{ type: 10, content: 'Beside a button' }], accessory: button('side', 'Side') },
        { type: 10, content: '-# 4 steps · seed 7' },
        {
          type: 1,
          components: [
            { ...button('reroll', 'Reroll', 1), emoji: { name: '🔁' } },
            button('edit', 'Edit'),
            { ...button('delete', 'Delete', 4), emoji: { name: '❌' } },
          ],
        },
      ],
    },
  ],
};

const editForm = {
  custom_id: 'form',
  title: 'Edit the picture',
  components: [
    { type: 18, label: 'Prompt', component: { type: 4, custom_id: 'prompt', style: 2, value: 'a lighthouse' } },
  ],
};

beforeAll(async () => {
  discord = await startFakeDiscord({ clock: createFakeClock() });
  const guild = discord.guild({ name: 'Harbour' });
  channel = guild.channel('pictures');
  ada = guild.member('Ada');
  const final = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#ff7f2a' } })
    .png()
    .toBuffer();
  const bot = await startBot(discord, {
    interaction: async (interaction) => {
      if (interaction.isButton()) return interaction.showModal(editForm);
      if (!interaction.isChatInputCommand()) return;
      const prompt = interaction.options.getString('prompt', true);
      if (prompt === 'secret') return interaction.reply({ content: 'Only for **you**', flags: 64 });
      await interaction.deferReply();
      if (prompt === 'slow') return;
      await interaction.editReply({ ...card, files: [{ attachment: final, name: 'final.png' }] } as never);
    },
  });
  stop = () => bot.client.destroy();
  ada.say(channel, 'Hello *there* <b>');
  shown = ada.slash(channel, 'imagine', { prompt: 'x' });
  const message = await shown.message();
  ada.react(message, '🔁');
  await ada.slash(channel, 'imagine', { prompt: 'secret' }).message();
  await ada.slash(channel, 'imagine', { prompt: 'slow' }).response();
  modal = await ada.click(message, 'Edit').modal();
});

afterAll(async () => {
  await stop();
  await discord.close();
});

describe('the page of a channel', () => {
  it('holds every part of every message, escaped', async () => {
    const page = await renderChannelPage(discord, channel, { viewer: ada, sidebar: true, modal });
    expect(page).toContain('Hello <em>there</em> &lt;b&gt;');
    for (const part of ['Reroll', 'seed 7', 'Only for <strong>you</strong>', 'is thinking…', 'Edit the picture']) {
      expect(page).toContain(part);
    }
    expect(page).not.toContain('component type');
    expect(discord.problems()).toEqual([]);
  });

  it('shows ephemeral messages to their addressee only', async () => {
    expect(await renderChannelPage(discord, channel)).not.toContain('Only for');
  });
});

describe.skipIf(findChromium() === null)('in a browser', () => {
  let camera: Camera;

  beforeAll(async () => {
    camera = await openCamera();
  });
  afterAll(() => camera.close());

  it.each(Object.entries(WIDTHS))('the page is whole on a %s screen', async (_name, width) => {
    const page = await renderChannelPage(discord, channel, { viewer: ada, sidebar: true });
    const { png, text, ...look } = await camera.shoot(page, { width });
    expect(look).toEqual({ overflow: 0, brokenPictures: 0, errors: [] });
    expect(text).toContain('Beside a button');
    expect((await sharp(png).metadata()).width).toBe(width);
  });

  it('one message can be photographed alone, with its picture in its colours', async () => {
    const page = await renderChannelPage(discord, channel);
    const { id } = await shown.message();
    const { png } = await camera.shoot(page, { width: 800, of: `#message-${id}`, scale: 2 });
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    const pixels = Array.from({ length: info.width * info.height }, (_, n) => {
      const at = n * info.channels;
      return (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
    });
    const count = (colour: number) => pixels.filter((one) => one === colour).length;
    expect(count(0xff7f2a)).toBeGreaterThan(400 * 400);
    expect(count(0x57c785)).toBeGreaterThan(1000);
    expect(count(0x5865f2)).toBeGreaterThan(1000);
  });

  it('a modal covers the channel within the window', async () => {
    const page = await renderChannelPage(discord, channel, { viewer: ada, modal });
    const { png, text, overflow } = await camera.shoot(page, { width: WIDTHS.phone, height: 844 });
    expect((await sharp(png).metadata()).height).toBe(844);
    expect([text.includes('This form will be submitted to Easel'), overflow]).toEqual([true, 0]);
  });

  it('a page that asks the network for something is refused', async () => {
    const page = '<img src="http://127.0.0.1:1/x.png">';
    await expect(camera.shoot(page, { width: 100 })).rejects.toThrow('asks the network for http://127.0.0.1:1/x.png');
  });
});
