// `npm run -s verify -- FILE …`: what pictures say of their making, and whether that holds.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { marksIn } from '#bot/image/picture-marks.ts';
import { readParameters } from '#bot/prompt/read-parameters.ts';
import { failure } from '#bot/text/say.ts';
import { verifyCard } from '#bot/views/verify-card.ts';
import { Failure } from '#shared/failure.ts';
import { plainText } from '#shared/text/rich.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('npm run -s verify -- FILE …: a PNG, JPEG, WebP, GIF or AVIF\n');
  process.exitCode = 2;
}
for (const file of files) {
  try {
    process.stdout.write(`${basename(file)}: ${await wordsOn(readFileSync(file))}\n`);
  } catch (thrown) {
    const isMissing = (thrown as NodeJS.ErrnoException).code !== undefined && !(thrown instanceof Failure);
    const why = isMissing ? failure('not-found', 'intake.gone', { status: 404 }) : Failure.from(thrown);
    process.stderr.write(`${basename(file)}: ${why.message}\n`);
    process.exitCode = 1;
  }
}

async function wordsOn(file: Uint8Array): Promise<string> {
  const marks = await marksIn(file);
  const parameters = marks.settings === null ? null : readParameters(marks.settings);
  const { heading, fields } = verifyCard({ marks, parameters, again: null }, { language: 'en' });
  const lines = fields.map(({ name, value }) => `  ${plainText(name)}: ${plainText(value)}`);
  return [plainText(heading), ...lines].join('\n');
}
