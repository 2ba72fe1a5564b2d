import { expect, it } from 'vitest';
import type { PictureCredit, PictureMarks } from '#bot/ports/picture-marks.ts';
import { verifyCard } from '#bot/views/verify-card.ts';
import { plainText } from '#shared/text/rich.ts';

const SILENT: PictureMarks = {
  ...{ manifest: null, digitalSource: null, credit: null, settings: null, sha256: '' },
  watermark: { isMarked: false, score: 0 },
  differenceFrom: () => Promise.reject(new Error('nobody asks')),
};

/** What the card says of author and rights; null = nothing. */
function creditOn(credit: PictureCredit | null, language: 'en' | 'de'): string | null {
  const card = verifyCard({ marks: { ...SILENT, credit }, parameters: null, again: null }, { language });
  const names = ['Author and rights', 'Urheber und Rechte'];
  const found = card.fields.find(({ name }) => names.includes(plainText(name)));
  return found ? `${plainText(found.name)}: ${plainText(found.value)}` : null;
}

it('a look at a picture says who its file names as its author, as it stands there', () => {
  const nobody = { title: null, creator: null, creditLine: null, rights: null, terms: null, mining: null };
  expect(creditOn(null, 'en')).toBeNull();
  const credit = { ...nobody, title: 'Harbour', creator: 'Jane Doe', mining: 'DMI-PROHIBITED' };
  expect(creditOn(credit, 'en')).toBe('Author and rights: Harbour · Jane Doe · DMI-PROHIBITED');
  expect(creditOn({ ...nobody, rights: '© Doe' }, 'de')).toBe('Urheber und Rechte: © Doe');
});
