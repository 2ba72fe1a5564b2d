import { showProblem } from '#bot/prompt/problems.ts';
import { element } from '#bot/studio/page/app/element.ts';
import type { RichNode, RichText } from '#shared/text/rich.ts';

/** Text as elements. An excerpt is shown with a caret under the place it is about. */
export function richNodes(text: RichText): readonly Node[] {
  return text.map(nodeOf);
}

function nodeOf(node: RichNode): Node {
  switch (node.kind) {
    case 'plain':
    case 'mention':
      return document.createTextNode(node.text);
    case 'strong':
      return element('b', {}, node.text);
    case 'code':
      return element('code', {}, node.text);
    case 'link':
      return element('a', { href: node.url }, node.text);
    case 'small':
      return element('small', {}, ...richNodes(node.text));
    case 'excerpt':
      return element('pre', {}, showProblem(node.text, node));
    case 'break':
      return element('br');
  }
}
