import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** Where a picture comes from. */
export const VERIFY = {
  'command.verify': 'See where a picture comes from, and whether its settings draw it',
  'command.verify.image': 'The picture to look at',
  'menu.verify': 'Verify picture',
  'verify.proven': 'Drawn by a network: its settings draw this picture here',
  'verify.ours': 'Drawn with Easel: its watermark is in the pixels',
  'verify.says-network': 'It says that a network made it',
  'verify.says-settings': 'It has the settings of a program that draws with networks; nothing else says so',
  'verify.nothing': 'Nothing here says that a network drew it; marks can be removed',
  'verify.manifest': 'C2PA manifest',
  'verify.watermark': 'Watermark',
  'verify.source': 'IPTC source type',
  'verify.credit': 'Author and rights',
  'verify.settings': 'Settings',
  'verify.again': 'Drawn again',
  'verify.no-manifest': 'none',
  'verify.valid': 'valid',
  'verify.changed': 'the picture was changed since it was signed',
  'verify.broken': 'damaged or forged',
  'verify.manifest-is': ({ state, signer, program, source, when }: ManifestValues, { say }: Writer) =>
    `${say(state)}; signed by ${signer}, made with ${program} on ${when}, source type ${source}. Who signed is said, not checked.`,
  'verify.ingredients': 'Made from',
  'verify.made-from': ({ names }: { names: string }) =>
    `${names}; what these said of themselves stands in the manifest`,
  'verify.marked': ({ score }: { score: number }, { number }: Writer) =>
    `found, ${number(score)} standard deviations over chance (5 is enough)`,
  'verify.unmarked': ({ score }: { score: number }, { number }: Writer) =>
    `not found (${number(score)} standard deviations over chance, 5 would do)`,
  'verify.no-source': 'not said',
  'verify.source-network': ({ source }: { source: string }) => `made by a network (${source})`,
  'verify.source-composite': ({ source }: { source: string }) => `made in part by a network (${source})`,
  'verify.source-enhanced': ({ source }: { source: string }) => `bettered by a network (${source})`,
  'verify.no-settings': 'none in the file, so it cannot be drawn again',
  'verify.waiting': ({ id }: { id: string }) => `still waits as job ${id}; ask again in a while`,
  'verify.refused': ({ why }: { why: Message }, { say }: Writer) => `not possible: ${say(why)}`,
  'verify.exact': 'the same picture, pixel for pixel',
  'verify.difference': ({ mean, max, isScaled }: DifferenceValues, { number }: Writer) =>
    `differs by ${number(mean)} of 255 levels on average, ${number(max)} at most${isScaled ? ', once scaled to this size' : ''}`,
  'verify.no-file': ({ code }: { code: string }) =>
    `Cannot open this file: ${code === 'ENOENT' ? 'there is none of this name' : `the system says ${code}`}`,
  'verify.left-out': ({ names }: { names: string }) => `Without what cannot be taken over: ${names}`,
} as const satisfies Sentences;

type ManifestValues = {
  readonly state: Message;
  readonly signer: string;
  readonly program: string;
  readonly source: string;
  readonly when: string;
};

type DifferenceValues = {
  readonly mean: number;
  readonly max: number;
  readonly isScaled: boolean;
};
