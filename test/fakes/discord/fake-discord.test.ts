import {
  ActionRowBuilder,
  AttachmentBuilder,
  type BaseInteraction,
  ButtonBuilder,
  ContainerBuilder,
  FileUploadBuilder,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Handlers, PIXEL, startBot } from '#test/fakes/discord/example-bot.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';

let discord: FakeDiscord;
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  discord = await startFakeDiscord();
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await discord.close();
});

async function bot(handlers: Handlers) {
  const started = await startBot(discord, handlers);
  stops.push(() => started.client.destroy());
  return started;
}

function place() {
  const guild = discord.guild({ name: 'Harbour' });
  const channel = guild.channel('pictures');
  return { guild, channel, member: guild.member('Ada') };
}

const picture = (name: string) => new AttachmentBuilder(PIXEL, { name, description: 'A dot' });

function card() {
  return new ContainerBuilder()
    .setAccentColor(0x5865f2)
    .addTextDisplayComponents((text) => text.setContent('## A lighthouse'))
    .addMediaGalleryComponents((gallery) =>
      gallery.addItems((item) => item.setURL('attachment://final.png').setDescription('A lighthouse')),
    )
    .addActionRowComponents(
      new ActionRowBuilder<ButtonBuilder>().addComponents(
        new ButtonBuilder().setCustomId('reroll').setLabel('Reroll').setEmoji('🔁').setStyle(1),
        new ButtonBuilder().setCustomId('edit').setLabel('Edit').setStyle(2),
      ),
    );
}

async function draw(interaction: BaseInteraction) {
  if (!interaction.isChatInputCommand()) return;
  await interaction.deferReply();
  await interaction.editReply({ content: 'first', files: [picture('preview-1.png')] });
  await interaction.editReply({ content: 'second', attachments: [], files: [picture('preview-2.png')] });
  await interaction.editReply({
    content: null,
    flags: MessageFlags.IsComponentsV2,
    attachments: [],
    components: [card()],
    files: [picture('final.png')],
  });
}

describe('a slash command', () => {
  it('is deferred, edited with files and ends as a message of components, every look kept', async () => {
    const { channel, member } = place();
    const { errors } = await bot({ interaction: draw });
    const asked = member.slash(channel, 'imagine', { prompt: 'a lighthouse' });
    expect((await asked.response()).type).toBe(5);
    const message = await channel.waitFor((one) => one.text.includes('A lighthouse'));
    expect(
      message.versions.map((one) => [one.content, one.flags, one.attachments.map((file) => file.filename)]),
    ).toEqual([
      ['', 128, []],
      ['first', 0, ['preview-1.png']],
      ['second', 0, ['preview-2.png']],
      ['', 32768, ['final.png']],
    ]);
    expect(message.buttons.map(({ label, emoji }) => emoji + label)).toEqual(['🔁Reroll', 'Edit']);
    expect(Buffer.from(message.attachments[0]!.bytes).equals(PIXEL)).toBe(true);
    const served = await fetch(message.attachments[0]!.url);
    expect([served.headers.get('content-type'), (await served.arrayBuffer()).byteLength]).toEqual([
      'image/png',
      PIXEL.length,
    ]);
    expect([errors, discord.problems()]).toEqual([[], []]);
  });

  it('carries every type of option', async () => {
    const { channel, member } = place();
    const { errors } = await bot({
      interaction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        const { options } = interaction;
        const sketch = options.getAttachment('sketch', true);
        const bytes = await (await fetch(sketch.url)).arrayBuffer();
        const told = [
          options.getString('prompt', true),
          options.getInteger('steps', true),
          options.getNumber('guidance', true),
          options.getBoolean('wide', true),
          options.getString('mood', true),
          options.getUser('for', true).displayName,
          options.getChannel('into', true).name,
          options.getRole('role', true).name,
          bytes.byteLength,
        ];
        await interaction.reply({ content: told.join(' '), flags: MessageFlags.Ephemeral, withResponse: true });
      },
    });
    const asked = member.slash(channel, 'imagine', {
      prompt: 'a boat',
      steps: 4,
      guidance: 1.5,
      wide: true,
      mood: 'calm',
      for: member,
      into: channel,
      role: { id: channel.guildId },
      sketch: { name: 'sketch.png', bytes: PIXEL },
    });
    const message = await asked.message();
    expect([message.content, message.ephemeral]).toEqual([
      `a boat 4 1.5 true calm Ada pictures @everyone ${PIXEL.length}`,
      true,
    ]);
    expect([errors, discord.problems()]).toEqual([[], []]);
  });

  it('of a subcommand is hidden from those who lack its permission', async () => {
    const { guild, channel, member } = place();
    await bot({
      interaction: async (interaction) => {
        if (interaction.isChatInputCommand()) await interaction.reply(interaction.options.getSubcommand());
      },
    });
    expect(() => member.slash(channel, 'style show')).toThrow('does not see the command /style');
    const keeper = guild.member('Grace', { permissions: ['ManageGuild'] });
    expect((await keeper.slash(channel, 'style show').message()).content).toBe('show');
  });

  it('completes an option while it is typed', async () => {
    const { channel, member } = place();
    await bot({
      interaction: async (interaction) => {
        if (!interaction.isAutocomplete()) return;
        const { name, value } = interaction.options.getFocused(true);
        await interaction.respond([{ name: `${name}: ${value}`, value: 'storybook' }]);
      },
    });
    const typed = member.complete(channel, 'imagine', { values: { style: 'sto' }, focused: 'style' });
    expect(await typed.choices()).toEqual([{ name: 'style: sto', value: 'storybook' }]);
    expect(discord.problems()).toEqual([]);
  });
});

describe('buttons, menus and modals', () => {
  it('open a modal with text, files and a menu, and its answer updates the message', async () => {
    const { channel, member } = place();
    const { errors } = await bot({ interaction: editing });
    const message = await member.slash(channel, 'imagine', { prompt: 'x' }).message();
    const modal = await member.click(message, 'Edit').modal();
    expect(modal.title).toBe('Edit the picture');
    const files = [{ name: 'mask.png', bytes: PIXEL }];
    const submitted = member.submitModal(modal, { fields: { Prompt: 'a boat', Mask: files, mood: ['calm'] } });
    expect((await submitted.response()).type).toBe(7);
    expect(discord.message(message.id).content).toBe('a boat mask.png calm');
    await discord.until(() => submitted.followups()[0]);
    expect(submitted.followups().map((one) => [one.content, one.ephemeral])).toEqual([['noted', true]]);
    expect([errors, discord.problems()]).toEqual([[], []]);
  });

  it('leave the message as it is when the update is deferred', async () => {
    const { channel, member } = place();
    await bot({
      interaction: async (interaction) => {
        if (interaction.isChatInputCommand()) await interaction.reply(withMenu());
        if (!interaction.isStringSelectMenu()) return;
        await interaction.deferUpdate();
        await interaction.editReply({ content: interaction.values.join(), components: [] });
      },
    });
    const message = await member.slash(channel, 'imagine', { prompt: 'x' }).message();
    const chosen = member.choose(message, 'mood', ['calm']);
    expect((await chosen.response()).type).toBe(6);
    await channel.waitFor((one) => one.id === message.id && one.content === 'calm');
    expect(() => member.click(message, 'Edit')).toThrow('The message has no button "Edit"; it has: none');
    expect(discord.problems()).toEqual([]);
  });
});

function withMenu() {
  const menu = new StringSelectMenuBuilder().setCustomId('mood').addOptions({ label: 'Calm', value: 'calm' });
  return { content: 'Choose', components: [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu)] };
}

async function editing(interaction: BaseInteraction) {
  if (interaction.isChatInputCommand()) {
    const button = new ButtonBuilder().setCustomId('edit').setLabel('Edit').setStyle(2);
    await interaction.reply({
      content: 'ready',
      components: [new ActionRowBuilder<ButtonBuilder>().addComponents(button)],
    });
  }
  if (interaction.isButton()) await interaction.showModal(editModal());
  if (!interaction.isModalSubmit() || !interaction.isFromMessage()) return;
  const { fields } = interaction;
  const told = [
    fields.getTextInputValue('prompt'),
    fields.getUploadedFiles('mask', true).first()?.name,
    fields.getStringSelectValues('mood').join(),
  ];
  await interaction.update({ content: told.join(' ') });
  await interaction.followUp({ content: 'noted', flags: MessageFlags.Ephemeral });
}

function editModal() {
  const menu = new StringSelectMenuBuilder().setCustomId('mood').addOptions({ label: 'Calm', value: 'calm' });
  return new ModalBuilder()
    .setCustomId('edit-form')
    .setTitle('Edit the picture')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Prompt')
        .setTextInputComponent(new TextInputBuilder().setCustomId('prompt').setStyle(2).setValue('x')),
      new LabelBuilder().setLabel('Mask').setFileUploadComponent(new FileUploadBuilder().setCustomId('mask')),
      new LabelBuilder().setLabel('Mood').setStringSelectMenuComponent(menu),
    );
}

describe('reactions', () => {
  it('on a message from before the start reach the bot, which finds it by id', async () => {
    const { channel, member } = place();
    const first = await startBot(discord);
    await first.client.rest.post(`/channels/${channel.id}/messages`, {
      body: { content: 'old', allowed_mentions: { parse: [] } },
    });
    await first.client.destroy();
    const message = await channel.waitFor((one) => one.content === 'old');
    const { errors } = await bot({
      reaction: async (reaction) => {
        const { partial } = reaction.message;
        const whole = await reaction.message.fetch();
        await whole.react('✅');
        await whole.edit({ content: `${reaction.emoji.name} partial ${partial}` });
      },
    });
    member.react(message, '🔁');
    await channel.waitFor((one) => one.content === '🔁 partial true');
    expect([...discord.message(message.id).reactions]).toEqual([
      ['🔁', ['Ada']],
      ['✅', ['Easel']],
    ]);
    member.unreact(message, '🔁');
    expect([...discord.message(message.id).reactions.keys()]).toEqual(['✅']);
    expect([errors, discord.problems()]).toEqual([[], []]);
  });
});
