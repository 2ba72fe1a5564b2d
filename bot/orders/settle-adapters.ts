import { adapterUse, readAdapters } from '#bot/presets/adapters.ts';
import { unknownName } from '#bot/presets/names.ts';
import { problemNotice } from '#bot/prompt/problems.ts';
import type { AdapterWish } from '#bot/prompt/syntax.ts';
import { say } from '#bot/text/say.ts';
import { isNamed } from '#shared/contract/civitai-name.ts';
import type { AdapterUse, Model } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** The adapters of an order: its style's, and those that its prompt names. */
export interface SettledAdapters {
  readonly uses: readonly AdapterUse[];
  readonly problems: readonly Message[];
}

/** Where adapters come from, and what bounds them. */
export interface AdapterSources {
  /** Of the style. */
  readonly style: readonly AdapterUse[];
  /** Of the prompt, in any letter case; they win over the style's of the same name, the last over earlier ones. */
  readonly wishes: readonly AdapterWish[];
  /** The prompt as typed. */
  readonly prompt: string;
  readonly model: Model;
  readonly adaptersMax: number;
}

/** Joins them; a wish for what the model lacks is a problem with a caret under it. */
export function settleAdapters({ style, wishes, prompt, model, adaptersMax }: AdapterSources): SettledAdapters {
  const uses = new Map(style.map((use) => [use.name, use]));
  const problems: Message[] = [];
  for (const { name, weight, textWeight, from, to } of wishes) {
    const found = model.adapters.find((adapter) => isNamed(adapter.name, name));
    if (found)
      uses.set(found.name, adapterUse({ name: found.name, weight, ...(textWeight !== undefined && { textWeight }) }));
    else
      problems.push(
        problemNotice(prompt, { from, to, message: unknownName('adapter', { name, known: model.adapters }) }),
      );
  }
  const joined = [...uses.values()];
  // Presets were checked when they were made; wishes were not.
  const wished = joined.filter((use) => !style.includes(use));
  const check = { offer: { models: [model] }, model: model.name, adaptersMax: Infinity };
  problems.push(...readAdapters(wished, check).problems);
  if (joined.length > adaptersMax) problems.push(say('order.adapters-max', { max: adaptersMax }));
  return { uses: joined, problems };
}
