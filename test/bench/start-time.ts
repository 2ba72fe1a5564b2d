import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { CommandReply, JobCard } from '#bot/studio/server/api.ts';
import { endsWithUs } from '#test/bench/bench-scratch.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STARTS = 5;
const PATIENCE_MS = 60_000;

/** When each part was done, in milliseconds since `npm start`. */
interface Start {
  readonly studio: number;
  readonly accepted: number;
  readonly drawing: number;
  readonly delivered: number;
}

/**
 * From `npm start` in an installed tree to the bytes of the first picture out of the studio's API, asked for as soon as
 * the studio's address is printed. The first start finds neither merged weights nor compiled
 * code in its caches, the others do.
 */
export async function benchStart(): Promise<BenchRow[]> {
  const folder = temporaryFolder();
  try {
    const first = await measure(folder.path);
    const later: Start[] = [];
    while (later.length < STARTS) later.push(await measure(folder.path));
    const middle = (of: (start: Start) => number) => median(later.map(of));
    const what = `median of ${STARTS} starts`;
    return [
      row(
        'npm start to the first picture',
        middle((s) => s.delivered),
        `${what}; aim: below 3 s`,
      ),
      row(
        '… npm, node, ledger, studio',
        middle((s) => s.studio),
        'until the address is printed',
      ),
      row(
        '… the renderer says what it has',
        middle((s) => s.accepted - s.studio),
        'until the first order is stored',
      ),
      row(
        '… engine and model',
        middle((s) => s.drawing - s.accepted),
        'until the first step is over',
      ),
      row(
        '… the other steps, decoding, delivery',
        middle((s) => s.delivered - s.drawing),
        'storybook style, 4 steps',
      ),
      row(
        'npm start to the first picture, ever',
        first.delivered,
        'one start with empty caches; the LCM-LoRA is merged into the weights',
      ),
    ];
  } finally {
    folder.remove();
  }
}

async function measure(folder: string): Promise<Start> {
  const began = performance.now();
  const since = () => performance.now() - began;
  const { PATH = '', HOME = '' } = process.env;
  const caches = { EASEL_CACHE: `${folder}/cache`, NODE_COMPILE_CACHE: `${folder}/compiled` };
  const env = { PATH, HOME, ...caches, EASEL_DATA: folder, EASEL_STUDIO_PORT: '0' };
  // A process group of its own, so that Ctrl-C reaches npm and what it started, as in a terminal.
  const easel = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  endsWithUs(easel, () => process.kill(-easel.pid!, 'SIGKILL'));
  const ended = once(easel, 'exit');
  try {
    const address = await addressIn(easel.stdout);
    const studio = since();
    const cards = jobCards(await fetch(`${address}/api/events?session=bench`));
    const asked = fetch(`${address}/api/commands/imagine`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: { prompt: 'a big red house in a green meadow' } }),
    });
    const reply = (await (await asked).json()) as CommandReply;
    if (reply.answer !== 'panel') throw new Error('Cannot measure the start: no job was made');
    const { id } = reply.job;
    const accepted = since();
    let drawing = Number.NaN;
    for await (const card of cards) {
      if (card.id !== id) continue;
      if (Number.isNaN(drawing) && (card.step > 0 || card.state === 'done')) drawing = since();
      if (card.state === 'failed') throw new Error(`Cannot measure the start: ${card.status}`);
      if (card.state === 'done') break;
    }
    const picture = await fetch(`${address}/api/jobs/${id}/pictures/0`);
    if ((await picture.arrayBuffer()).byteLength === 0) throw new Error('Cannot measure the start: no picture');
    return { studio, accepted, drawing, delivered: since() };
  } finally {
    process.kill(-easel.pid!, 'SIGINT');
    await ended;
  }
}

/** Reads on until the end: a program whose output nobody reads would stand still, or die of it. */
function addressIn(stdout: Readable): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Cannot measure the start: ${why}; it said ${said}`));
    const timer = setTimeout(() => fail('no address in a minute'), PATIENCE_MS);
    stdout.on('end', () => fail('Easel ended'));
    stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}

/** The studio's news about jobs, as they come. */
async function* jobCards({ body }: Response): AsyncGenerator<JobCard, void, undefined> {
  let rest = '';
  for await (const text of body!.pipeThrough(new TextDecoderStream())) {
    const messages = (rest + text).split('\n\n');
    rest = messages.pop()!;
    for (const message of messages) {
      const data = /^event: job\ndata: (.*)$/.exec(message)?.[1];
      if (data) yield JSON.parse(data) as JobCard;
    }
  }
}

function row(name: string, ms: number, note: string): BenchRow {
  return { name: `start: ${name}`, value: ms / 1000, unit: 's', note };
}
