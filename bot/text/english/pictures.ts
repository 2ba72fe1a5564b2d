import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** Pictures that people give to start from. */
export const PICTURES = {
  'intake.elsewhere': 'Cannot use this picture: only files that were attached on Discord can be opened',
  'intake.gone': ({ status }: { status: number }) =>
    `Cannot open this picture: its file is not there any more (${status}); please attach it again`,
  'intake.unreachable': 'Cannot open this picture: its file could not be fetched; please try again in a moment',
  'intake.forgotten': 'Cannot use this picture: it is not kept any more; please give it again',
  'intake.bytes': ({ max }: { max: number }, { number }: Writer) =>
    `Cannot use this picture: a file may have ${number(max / 2 ** 20)} MiB at most`,
  'intake.kind': 'Cannot read this file as a picture: it must be PNG, JPEG, WebP, GIF or AVIF',
  'intake.pixels': ({ max, width, height }: { max: number; width: number; height: number }, { amount }: Writer) =>
    `Cannot use this picture: at most ${amount(max)} pixels, given ${width}×${height}`,
  'intake.file': ({ name, why }: { name: string; why: Message }, { say }: Writer) => `“${name}”: ${say(why)}`,
  'intake.damaged': 'Cannot read this picture: the file is damaged or was cut off',
} as const satisfies Sentences;
