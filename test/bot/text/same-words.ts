/** Words that are the same in all languages of Latin letters: names of the field, and numbers with their units. */
const SAME = new Set<string>([
  'panel.suggestion',
  'button.upscale-number',
  'button.vary-number',
  'catalog.entry',
  'checkpoint.in-file',
  'device.problem',
  'device.refusal',
  'device.refused',
  'discord.original',
  'edit.prompt',
  'encoder.vit-bigg',
  'encoder.vit-h',
  'encoder.vit-l',
  'json.sign',
  'train-page.megabytes',
  'list-card.heading',
  'option.clip-skip',
  'option.hires',
  'option.karras',
  'option.prompt',
  'page.memory',
  'page.prompt',
  'render.picture',
  'style-card.prompt',
  'style-done.import-problem',
  'time.minutes',
]);

/** Of those, what a language has in its own letters. */
const OWN_IN: Readonly<Partial<Record<string, ReadonlySet<string>>>> = {
  ja: new Set([
    ...['catalog.entry', 'checkpoint.in-file', 'device.refusal', 'edit.prompt', 'option.hires', 'option.prompt'],
    ...['page.prompt', 'render.picture', 'style-card.prompt', 'style-done.import-problem', 'time.minutes'],
  ]),
};

/** And those that are the same in one language more. */
const SAME_IN: Readonly<Partial<Record<string, ReadonlySet<string>>>> = {
  de: new Set([
    ...['option.format', 'option.name', 'option.refiner', 'option.sampler', 'option.seed', 'option.spacing'],
    ...['option.text', 'page.name', 'train-page.how-seed', 'page.sampler', 'page.room-moderation', 'page.room-server'],
    ...['ruling.by', 'ruling.drew', 'board.seconds', 'board.minutes', 'page.seed'],
  ]),
  es: new Set([
    'option.control',
    'edit.no',
    'page.auto',
    'page.no',
    'page.pixels',
    'ruling.by',
    'ruling.drew',
    'board.seconds',
    'board.minutes',
  ]),
  ja: new Set(['discord.kibibytes', 'discord.mebibytes', 'page.pixels']),
};

/** Whether a language may word a sentence as English does. */
export function isSame(key: string, language: string): boolean {
  return SAME_IN[language]?.has(key) || (SAME.has(key) && !OWN_IN[language]?.has(key));
}
