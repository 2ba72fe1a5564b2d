import { showProblem } from '#bot/prompt/problems.ts';
import { withoutTurns } from '#bot/views/one-line.ts';
import { plainNode, type RichNode, type RichText } from '#shared/text/rich.ts';

/** Text as Discord's markdown. Whatever is no mark of ours is shown as it is, whoever wrote it, but turns no line round. */
export function markdownOf(text: RichText): string {
  return mergePlain(text.map(calm)).reduce((before, node) => before + printNode(node, before), '');
}

/** Text made harmless for Discord's markdown: it styles nothing, links nothing and mentions nobody. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_~|[\]<]/g, '\\$&')
    .replace(/^([ \t]*)(#{1,3}|>{1,3}|-#?|\+)(?=\s)/gm, '$1\\$2')
    .replace(/^([ \t]*\d{1,9})([.)])(?=\s)/gm, '$1\\$2')
    .replace(/@(?=everyone|here)/gi, '@\u200b')
    .replace(/:(?=\/\/)/g, '\\:');
}

/** As Discord counts; whoever asked elsewhere has another id, and is shown by name. */
const SNOWFLAKE = /^\d{17,20}$/;

/** Before marks are looked for: what stands between two halves of one must not hide it. */
function calm(node: RichNode): RichNode {
  return node.kind === 'plain' || node.kind === 'strong' || node.kind === 'code' || node.kind === 'mention'
    ? { ...node, text: withoutTurns(node.text) }
    : node;
}

/** What looks like a mark may be spread over two nodes. */
function mergePlain(text: RichText): RichText {
  const merged: RichNode[] = [];
  for (const node of text) {
    const last = merged.at(-1);
    if (node.kind === 'plain' && last?.kind === 'plain') merged[merged.length - 1] = plainNode(last.text + node.text);
    else merged.push(node);
  }
  return merged;
}

function printNode(node: RichNode, before: string): string {
  switch (node.kind) {
    case 'plain':
      return escapeMarkdown(node.text);
    case 'strong':
      return node.text === '' ? '' : `**${escapeMarkdown(node.text)}**`;
    case 'code':
      return `\`${withoutBackticks(node.text)}\``;
    case 'mention':
      return SNOWFLAKE.test(node.userId) ? `<@${node.userId}>` : escapeMarkdown(node.text);
    case 'link':
      return `[${escapeMarkdown(node.text)}](<${node.url}>)`;
    case 'small':
      return `${atLineStart(before)}-# ${markdownOf(node.text).replaceAll('\n', ' ')}`;
    case 'excerpt':
      return `${atLineStart(before)}\`\`\`\n${withoutBackticks(withoutTurns(showProblem(node.text, node)))}\n\`\`\``;
    case 'break':
      return '\n';
  }
}

function atLineStart(before: string): string {
  return before === '' || before.endsWith('\n') ? '' : '\n';
}

/** Nothing escapes a backtick inside of code; this looks like one. */
function withoutBackticks(text: string): string {
  return text.replaceAll('`', 'ˋ');
}
