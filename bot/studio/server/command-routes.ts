import { Hono } from 'hono';
import { type Command, callOf, commandsOn, type RunContext } from '#bot/commands/command.ts';
import { complete } from '#bot/commands/complete.ts';
import { completedOption } from '#bot/commands/option.ts';
import type { CommandReply, CompletionCard } from '#bot/studio/server/api.ts';
import { commandCard } from '#bot/studio/server/command-card.ts';
import { STUDIO_PLACE, type StudioServices, studioContext } from '#bot/studio/server/command-context.ts';
import { JOB_FIELDS } from '#bot/studio/server/fields.ts';
import { jobCard } from '#bot/studio/server/job-card.ts';
import { readBody, readCommandBody } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure } from '#bot/text/say.ts';
import { plainMessage } from '#shared/text/message.ts';

/**
 * Every command of the studio: what there is, running one (`POST /commands/style/create`), and what an option may become
 * while it is typed.
 */
export function commandRoutes(services: StudioServices): Hono {
  const app = new Hono();
  const known = commandsOn(services.commands, 'studio');
  app.get('/commands', (c) => c.json(known.map((command) => commandCard(command, readerOf(c)))));
  app.post('/commands/:call{.+}', async (c) => {
    const command = commandCalled(known, c.req.param('call').replaceAll('/', ' '));
    const { input, fields } = await readCommandBody(c.req, JOB_FIELDS);
    const asked = { reader: readerOf(c), visitor: visitorOf(c), ...fields };
    const reply = await run(command, { input, context: studioContext(services, asked) });
    return c.json(reply, reply.answer === 'panel' ? 201 : 200);
  });
  app.post('/complete', async (c) => {
    const { command, option, typed } = await readBody(c.req, COMPLETED);
    const completes = completedOption(commandCalled(known, command).options, option);
    const wanted = { typed, language: readerOf(c).language, place: STUDIO_PLACE, member: visitorOf(c).member };
    const found = completes ? await complete(completes, wanted, services) : [];
    return c.json(found satisfies readonly CompletionCard[]);
  });
  return app;
}

const TYPED = { kind: 'text', required: true, charactersMax: 400, description: plainMessage('') } as const;

const COMPLETED = { command: TYPED, option: TYPED, typed: TYPED } as const;

function commandCalled(commands: readonly Command[], call: string): Command {
  const command = commands.find((one) => callOf(one) === call);
  if (!command) throw failure('not-found', 'command.gone', { call });
  return command;
}

async function run(
  command: Command,
  { input, context }: { readonly input: unknown; readonly context: RunContext },
): Promise<CommandReply> {
  const { reader } = context;
  const writer = writerOf(reader.language);
  switch (command.answers) {
    case 'panel':
      return {
        answer: 'panel',
        job: jobCard(await command.run(input, context), { withPreview: true, reader, jobs: context.jobs }),
      };
    case 'copy': {
      const { view } = await command.run(input, context);
      return { answer: 'panel', job: jobCard(view, { withPreview: true, reader, jobs: context.jobs }) };
    }
    case 'copies':
      // Of Discord alone.
      throw failure('not-found', 'command.gone', { call: callOf(command) });
    case 'card': {
      const { card, notices, style = null, file = null } = await command.run(input, context);
      return { answer: 'card', ...card, notices: notices.map(writer.rich), style, file };
    }
    case 'sentence':
      return { answer: 'sentence', sentence: writer.say(await command.run(input, context)) };
  }
}
