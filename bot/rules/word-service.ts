import type { Rule, RuleStore, WordRule } from '#bot/ports/rules.ts';
import type { WordService } from '#bot/ports/server-rules.ts';
import { ruleAuthor } from '#bot/rules/rule-asker.ts';
import {
  matchesPattern,
  PATTERN_CHARACTERS_MAX,
  PATTERN_WORDS_MAX,
  readPattern,
  readWords,
  type WordPattern,
} from '#bot/rules/word-pattern.ts';
import { failure } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';

/** Patterns of one server. */
const PATTERNS_MAX = 500;

/** Characters of something typed that a sentence repeats. */
const SHOWN_MAX = 40;

/** The lists of words over the store of rules. */
export function createWordService(rules: Pick<RuleStore, 'list' | 'change'>): WordService {
  const compiled = compiler();
  return {
    list: async (serverId) => (await rules.list(serverId, 'word')).map(({ value }) => value),
    async add(asker, rule) {
      const by = ruleAuthor(asker);
      const pattern = rule.pattern.trim();
      if (!readPattern(pattern))
        throw failure('invalid', 'word.pattern', {
          characters: PATTERN_CHARACTERS_MAX,
          words: PATTERN_WORDS_MAX,
          given: cut(pattern, SHOWN_MAX),
        });
      const value = { ...rule, pattern };
      const { serverId } = asker;
      await rules.change([{ serverId, kind: 'word', key: keyOf(pattern), value, by }], { max: PATTERNS_MAX });
      return value;
    },
    async remove(asker, pattern) {
      const by = ruleAuthor(asker);
      const { serverId } = asker;
      const key = keyOf(pattern);
      const found = (await rules.list(serverId, 'word')).find((rule) => rule.key === key);
      if (!found) throw failure('not-found', 'word.unknown', { pattern: cut(pattern.trim(), SHOWN_MAX) });
      await rules.change([{ serverId, kind: 'word', key, value: null, by }], { max: PATTERNS_MAX });
      return found.value;
    },
    async broken({ serverId, texts, isAdultPlace }) {
      const all = compiled(await rules.list(serverId, 'word'));
      if (all.length === 0) return [];
      const read = [...new Set(texts)].map(readWords);
      return all
        .filter(({ rule }) => !(isAdultPlace && rule.exceptAdultPlaces))
        .filter(({ pattern }) => read.some((words) => matchesPattern(pattern, words)))
        .map(({ rule }) => rule);
    },
  };
}

interface CompiledRule {
  readonly rule: WordRule;
  readonly pattern: WordPattern;
}

/** The store gives the same list until something changes: its patterns are read once. */
function compiler() {
  const known = new WeakMap<readonly Rule<'word'>[], readonly CompiledRule[]>();
  return (all: readonly Rule<'word'>[]): readonly CompiledRule[] => {
    const found = known.get(all) ?? all.flatMap(({ value }) => compiledOf(value));
    known.set(all, found);
    return found;
  };
}

function compiledOf(rule: WordRule): readonly CompiledRule[] {
  const pattern = readPattern(rule.pattern);
  return pattern ? [{ rule, pattern }] : [];
}

function keyOf(pattern: string): string {
  return pattern.trim().toLowerCase();
}
