// `npm run -s verify -- [--read] FILE …`: what pictures say of their making, whether that holds, and what their settings draw.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { marksIn } from '#bot/image/picture-marks.ts';
import { readParameters } from '#bot/prompt/read-parameters.ts';
import { failure } from '#bot/text/say.ts';
import { createDrawingAgain } from '#bot/verify-again.ts';
import { verifyCard } from '#bot/views/verify-card.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { Failure } from '#shared/failure.ts';
import { plainText, type RichText } from '#shared/text/rich.ts';

const given = process.argv.slice(2);
const onlyReads = given.includes('--read');
const files = given.filter((each) => each !== '--read');
if (files.length === 0) {
  process.stderr.write(
    'npm run -s verify -- [--read] FILE …: a PNG, JPEG, WebP, GIF or AVIF; --read draws nothing again\n',
  );
  process.exitCode = 2;
}
loadEnvFile();
const again = createDrawingAgain(process.env);
for (const file of files) {
  try {
    process.stdout.write(`${basename(file)}: ${await wordsOn(readFileSync(file))}\n`);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const isOfSystem = code !== undefined && !(thrown instanceof Failure);
    const why = isOfSystem ? failure('not-found', 'verify.no-file', { code }) : Failure.from(thrown);
    process.stderr.write(`${basename(file)}: ${why.message}\n`);
    process.exitCode = 1;
  }
}
await again.close();

/** Read here; where there are settings, a bot says the same with what it has drawn from them. */
async function wordsOn(file: Uint8Array): Promise<string> {
  const marks = await marksIn(file);
  const parameters = marks.settings === null ? null : readParameters(marks.settings);
  if (parameters && !onlyReads) return lines(await again.cardOf(file));
  return lines(verifyCard({ marks, parameters, again: null }, { language: 'en' }));
}

function lines({
  heading,
  fields,
}: {
  readonly heading: RichText;
  readonly fields: readonly { readonly name: RichText; readonly value: RichText }[];
}): string {
  const shown = fields.map(({ name, value }) => `  ${plainText(name)}: ${plainText(value)}`);
  return [plainText(heading), ...shown].join('\n');
}
