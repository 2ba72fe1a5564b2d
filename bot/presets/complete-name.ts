import { PLAIN_STYLE, type Preset } from '#bot/domain/preset.ts';
import type { WordList } from '#bot/ports/word-lists.ts';
import { type Completion, completeLast, completions } from '#bot/presets/completion.ts';
import type { ClusterOffer } from '#bot/presets/offer.ts';
import { choosable, isListed, type StyleReader } from '#bot/presets/style-access.ts';
import { styleDescription, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';

/** What a name can be completed to: a style, one of a server's own, a style or `plain`, what renderers offer, a list. */
export type CompletionKind = 'style' | 'own-style' | 'style-or-plain' | 'model' | 'sampler' | 'adapters' | 'list';

/** What is being typed, and by whom. */
export interface TypedName {
  readonly typed: string;
  readonly language: Language;
  readonly reader: StyleReader;
}

/** What there is to complete a name to, each asked for only where it is needed. */
export interface NameSources {
  readonly offer: () => Promise<ClusterOffer | null>;
  readonly styles: () => Promise<readonly VisiblePreset[]>;
  readonly ownStyles: () => Promise<readonly Preset[]>;
  readonly lists: () => Promise<readonly WordList[]>;
}

/** What a name that is being typed may become: nothing that its reader would be refused. */
export async function completeName(
  kind: CompletionKind,
  { typed, language, reader }: TypedName,
  { offer, styles, ownStyles, lists }: NameSources,
): Promise<readonly Completion[]> {
  const writer = writerOf(language);
  const described = async () =>
    choosable(await styles(), reader).map((style) => ({
      name: style.name,
      description: styleDescription(style, writer),
    }));
  switch (kind) {
    case 'model':
      return completions((await offer())?.models ?? [], typed);
    case 'sampler':
      return completions((await offer())?.samplers ?? [], typed);
    case 'adapters':
      return completeLast((await offer())?.models.flatMap(({ adapters }) => adapters) ?? [], typed);
    case 'list':
      return completions(await lists(), typed);
    case 'own-style':
      return completions(
        (await ownStyles()).filter((style) => isListed(style, reader)),
        typed,
      );
    case 'style':
      return completions(await described(), typed);
    case 'style-or-plain': {
      const plain = { name: PLAIN_STYLE, description: writer.say(say('styles.plain')) };
      return completions([...(await described()), plain], typed);
    }
  }
}
