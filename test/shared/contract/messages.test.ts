import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageDefinition } from '#shared/rpc/contract.ts';

/** Field names of every message of the loaded contract, camelCase; a oneof shows as its members. */
function protoMessages(): Map<string, string[]> {
  const messages = new Map<string, string[]>();
  for (const [name, definition] of Object.entries(packageDefinition)) {
    const type = (definition as { type?: { field?: readonly { name: string }[] } }).type;
    if (!name.startsWith('easel.v1.') || !type?.field) continue;
    messages.set(name.slice('easel.v1.'.length), type.field.map((field) => camelCase(field.name)).sort());
  }
  return messages;
}

/** Field names of every exported type of the messages, read from their text; those of a type that is extended count. */
function typescriptMessages(): Map<string, string[]> {
  const blocks = ['messages.ts', 'operating.ts', 'tasks.ts', 'token-count.ts'].flatMap((file) => {
    const source = readFileSync(new URL(`../../../shared/contract/${file}`, import.meta.url), 'utf8');
    return source.split(/^export (?:interface|type) /m).slice(1);
  });
  const fieldsOf = (block: string): string[] => {
    const extended = block.match(/^\w+ extends (\w+)/)?.[1];
    const inherited = blocks.find((other) => extended && other.startsWith(`${extended} `));
    const own = [...block.matchAll(/readonly (\w+)\??:/g)].map((match) => match[1]!);
    return [...own, ...(inherited ? fieldsOf(inherited) : [])];
  };
  return new Map(
    blocks.map((block) => {
      const name = block.match(/^\w+/)?.[0] ?? '';
      return [name, [...new Set(fieldsOf(block))].filter((field) => !ONEOFS.includes(field)).sort()];
    }),
  );
}

/** Name the member of a oneof that is set; they are no fields. */
const ONEOFS = ['event', 'task'];

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('the TypeScript messages', () => {
  const written = typescriptMessages();
  it.each([...protoMessages()])('%s has the fields of the contract', (name, fields) => {
    expect(written.get(name)).toEqual(fields);
  });
});
