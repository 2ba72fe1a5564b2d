// `npm run pictures`: takes the README's pictures anew, with the demo model and Chromium. `npm run pictures -- FOLDER` puts
// them elsewhere, to be looked at first.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { MessageVersion } from '#test/fakes/discord/world/message-state.ts';
import { openCamera } from '#test/fakes/discord-page/camera.ts';
import { renderChannelPage } from '#test/fakes/discord-page/channel-page.ts';
import { launchChromium } from '#test/fakes/discord-page/chromium.ts';
import { drawn, previewsOf, startTestServer } from '#test/journeys/test-server.ts';

const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../../deploy/pictures/', import.meta.url));
const BYTES_MAX = 250_000;
const MOVING_BYTES_MAX = 1_500_000;
/** How long each preview of a moving picture is seen, and its end. Milliseconds. */
const PREVIEW_MS = 350;
const END_MS = 4_000;
/** Previews of a moving picture at most. */
const PREVIEWS_MAX = 14;
/** Of the message. CSS pixels. */
const MESSAGE_WIDTH = 480;
const SCALE = 2;
/** The studio's window, how long a picture may take there, and how long the small ones do. Pixels and milliseconds. */
const STUDIO = { width: 1440, height: 900 };
/** What of the picture is marked, along a line: CSS pixels. */
const MARKED = { from: 70, to: 190 };
const PATIENCE_MS = 120_000;
/** Until colours have changed and pictures are there. */
const SETTLED_MS = 1_500;
const SKETCHES_MS = 400_000;
/** How often it is asked whether the renderer is ready, and how far apart. Milliseconds. */
const LOADING_TRIES = 120;
const LOADING_MS = 500;
/** The page's own. */
const BACKGROUND = '#1a1a1e';

/** What the demo model draws best. */
const PANDAS = { prompt: 'a big panda in the forest, sunny day', style: 'fine', steps: 40, seed: '0', count: 4 };
const STUDIO_PROMPTS = [
  'a purple castle on the beach at sunset --style fine --seed 4',
  'a snowman in the snow at night --style fine --seed 3',
  'a unicorn in a meadow with a rainbow --style fine --seed 3',
  'a red mushroom in the forest, sunny day --style fine --seed 5',
  'a rocket in the desert at night --style fine --seed 2',
  'a big (red:1.3) robot in a meadow, [clouds], on a sunny day --style fine --seed 2',
  'a red lighthouse by the sea, (starry:1.2) night --style fine --seed 1',
];

/** A grid of settings: its words, the values of its axes, and the cell that is shown large. */
const COMPARED = {
  prompt: 'a red lighthouse by the sea, starry night --style fine --seed 5',
  values: ['2, 4, 8, 12, 20', '1, 2, 4, 7'],
  chosen: 13,
};

const harbour = await startTestServer();
const member = harbour.guild.member('you');
const camera = await openCamera();
try {
  const { studioAddress } = await harbour.startBot({ environment: { EASEL_THREADS: '' } });
  await mkdir(FOLDER, { recursive: true });
  await untilItDraws(studioAddress);
  const message = await member.slash(harbour.channel, 'imagine', PANDAS).message();
  await drawn(harbour.channel, message);
  await keepMoving('developing.webp', await developing(message));
  const { drawing, changing, gallery, comparing } = await studio(studioAddress);
  await keep('studio.webp', drawing);
  await keep('studio-change.webp', changing);
  await keep('studio-gallery.webp', gallery);
  await keep('studio-compare.webp', comparing);
} finally {
  await camera.close();
  await harbour.close();
}

/** Until the renderer, which loads its model first, has told what it can do. */
async function untilItDraws(address: string): Promise<void> {
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"prompt": "a house"}' };
  for (let tries = 0; tries < LOADING_TRIES; tries++) {
    const reading = (await (await fetch(`${address}/api/reading`, asked)).json()) as { readonly model: string | null };
    if (reading.model !== null) return;
    await setTimeout(LOADING_MS);
  }
  throw new Error('Cannot take pictures: the renderer has told of no model');
}

/** The message as it was at each of its previews, and in the end: of one height, so that nothing jumps. */
async function developing(message: FakeMessage): Promise<readonly Buffer[]> {
  const previews = previewsOf(message);
  const stride = Math.max(1, Math.ceil(previews.length / PREVIEWS_MAX));
  const versions = [...previews.filter((_, index) => index % stride === 0), message.versions.at(-1)!];
  const shots: Buffer[] = [];
  for (const version of versions) shots.push(await shootMessage(message, version));
  const sizes = await Promise.all(shots.map((shot) => sharp(shot).metadata()));
  const [width, height] = [sizes[0]!.width, Math.max(...sizes.map((size) => size.height))];
  const paper = { width, height, channels: 3, background: BACKGROUND } as const;
  return Promise.all(
    shots.map((input) =>
      sharp({ create: paper })
        .composite([{ input, left: 0, top: 0 }])
        .png()
        .toBuffer(),
    ),
  );
}

/** The message as it looked at one time. */
async function shootMessage({ id }: FakeMessage, version: MessageVersion): Promise<Buffer> {
  const { world } = harbour.discord;
  const state = world.messages.get(id)!;
  const past = { ...state, versions: state.versions.slice(0, state.versions.indexOf(version) + 1) };
  const reactions = past.versions.length === state.versions.length ? state.reactions : new Map();
  const messages = new Map([...world.messages, [id, { ...past, reactions }]]);
  const page = await renderChannelPage({ world: { ...world, messages } }, harbour.channel);
  const { png } = await camera.shoot(page, { width: MESSAGE_WIDTH, of: `#message-${id}`, scale: SCALE });
  return png;
}

/** What the studio is shown as. */
interface StudioPictures {
  readonly drawing: Buffer;
  readonly changing: Buffer;
  readonly gallery: Buffer;
  readonly comparing: Buffer;
}

/**
 * The studio with a few pictures made in it, the last one large; then one of them, partly marked to be drawn anew; then
 * all on the wall, two of them compared; then a grid of settings.
 */
async function studio(address: string): Promise<StudioPictures> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: STUDIO, deviceScaleFactor: SCALE });
    await page.goto(address);
    // The page begins with a sentence of its own.
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#prompt')?.value !== '');
    for (const [index, prompt] of STUDIO_PROMPTS.entries()) {
      await page.locator('#prompt').fill(prompt);
      await page.keyboard.press('Control+Enter');
      await page.locator('#rack .tile.done').nth(index).waitFor({ timeout: PATIENCE_MS });
      await page.locator('.status.done').waitFor({ timeout: PATIENCE_MS });
    }
    await page.waitForFunction(allSketched, null, { timeout: SKETCHES_MS, polling: SETTLED_MS });
    await page.waitForTimeout(SETTLED_MS);
    const drawing = await page.screenshot();
    await page.locator('#theme').click();
    await page.locator('.tool[data-action="change"]').click();
    await page.locator('.marks').waitFor();
    const { x, y } = (await page.locator('.marks').boundingBox())!;
    await page.mouse.move(x + MARKED.from, y + MARKED.from);
    await page.mouse.down();
    await page.mouse.move(x + MARKED.to, y + MARKED.from);
    await page.mouse.up();
    await page.locator('#change-sheet').getByRole('button', { name: 'right' }).click();
    const changing = await page.screenshot();
    await page.locator('#theme').click();
    await page.getByRole('link', { name: 'Gallery' }).click();
    for (const index of [0, 1]) await page.locator('.work .open').nth(index).click();
    await page.locator('.chosen-bar').getByRole('button', { name: 'Compare' }).click();
    await page.mouse.move(0, 0);
    await page.waitForTimeout(SETTLED_MS);
    const gallery = await page.screenshot();
    return { drawing, changing, gallery, comparing: await gridOf(page) };
  } finally {
    await browser.close();
  }
}

/** Steps across and guidance down, with one of the pictures chosen. */
async function gridOf(page: Page): Promise<Buffer> {
  await page.locator('#rooms [href="#compare"]').click();
  await page.locator('.grid-prompt').fill(COMPARED.prompt);
  const values = page.locator('.axes input');
  for (const [index, text] of COMPARED.values.entries()) await values.nth(index).fill(text);
  await page.locator('.axes .main').click();
  for (const cell of await page.locator('.cell').all())
    await cell.locator('img[src*="/pictures/"]').waitFor({ timeout: SKETCHES_MS });
  await page.locator('.cell').nth(COMPARED.chosen).click();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(SETTLED_MS);
  return page.screenshot();
}

async function keep(name: string, png: Buffer): Promise<void> {
  const webp = await sharp(png).webp({ quality: 82 }).toBuffer();
  if (webp.length > BYTES_MAX) throw new Error(`Cannot keep ${name}: at most ${BYTES_MAX} bytes, given ${webp.length}`);
  await writeFile(join(FOLDER, name), webp);
  process.stdout.write(`${name}: ${webp.length} bytes\n`);
}

async function keepMoving(name: string, frames: readonly Buffer[]): Promise<void> {
  const delay = frames.map((_, index) => (index === frames.length - 1 ? END_MS : PREVIEW_MS));
  const webp = await sharp([...frames], { join: { animated: true } })
    .webp({ quality: 80, delay, loop: 0 })
    .toBuffer();
  if (webp.length > MOVING_BYTES_MAX)
    throw new Error(`Cannot keep ${name}: at most ${MOVING_BYTES_MAX} bytes, given ${webp.length}`);
  await writeFile(join(FOLDER, name), webp);
  process.stdout.write(`${name}: ${webp.length} bytes, ${frames.length} frames\n`);
}

/** In the page: whether every small picture beside the sentence is drawn that can be seen. */
function allSketched(): boolean {
  return [...document.querySelectorAll('#side .hatch')].every(
    (one) => !one.checkVisibility() || one.getBoundingClientRect().top > window.innerHeight,
  );
}
