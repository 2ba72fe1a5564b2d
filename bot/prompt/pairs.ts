/**
 * The brackets that enclose something whole: each opening one with its closing one, both kinds nested in each other as
 * A1111's grammar of changing prompts wants it. A bracket that closes another kind spoils all that are open. One pass.
 */
export function pairsOf(text: string): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  let open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\') {
      at++;
    } else if (character === '(' || character === '[') {
      open.push(at);
    } else if (character === ')' || character === ']') {
      const partner = open.pop();
      if (partner === undefined) continue;
      if (text[partner] === (character === ')' ? '(' : '[')) pairs.set(partner, at);
      else open = [];
    }
  }
  return pairs;
}
