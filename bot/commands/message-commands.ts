import { animate } from '#bot/commands/animate.ts';
import type { RunContext } from '#bot/commands/command.ts';
import { describe } from '#bot/commands/describe.ts';
import { imagine } from '#bot/commands/imagine.ts';
import { info, infoOf } from '#bot/commands/info.ts';
import { EVERY_PART, JOB_ACTIONS } from '#bot/commands/job-actions.ts';
import type { MessageCommand, TargetMessage } from '#bot/commands/message-command.ts';
import { restore } from '#bot/commands/restore.ts';
import { upscale } from '#bot/commands/upscale.ts';
import { verified, verify } from '#bot/commands/verify.ts';
import { type JobView, picturesIn } from '#bot/domain/job.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import { readParameters } from '#bot/prompt/read-parameters.ts';
import { failure, say } from '#bot/text/say.ts';
import { parametersCard } from '#bot/views/info-card.ts';
import type { Message } from '#shared/text/message.ts';

/** Draws what a panel shows once more, with another seed. */
const redraw: MessageCommand = {
  called: say('menu.redraw'),
  sameAs: imagine.name,
  answers: 'panel',
  async run({ view }, context) {
    if (!view) throw failure('invalid', 'menu.no-panel');
    return JOB_ACTIONS.reroll.run(view.job.id, context);
  },
};

/** Asks for words to draw from a message's picture. */
const useAsStart: MessageCommand = {
  called: say('menu.start'),
  sameAs: imagine.name,
  answers: 'form',
  async run(target, context) {
    const prompt = target.view?.job.settled.order.prompt;
    const image = await pictureIn(target, context);
    return { values: { ...(prompt ? { prompt } : {}), image }, parentId: null };
  },
};

/** Asks for words to draw in the style of a message's picture. */
const useAsStyle: MessageCommand = {
  called: say('menu.style'),
  sameAs: imagine.name,
  answers: 'form',
  async run(target, context) {
    demandImageAdapter(context);
    return { values: { 'style-image': await pictureIn(target, context) }, parentId: null };
  },
};

/** Nobody is asked for words that could not be drawn from. Throws `unavailable`. */
function demandImageAdapter({ cluster }: RunContext): void {
  const models = cluster.snapshot().flatMap(({ description }) => description?.models ?? []);
  const [first] = models;
  if (!first || models.some(({ imageAdapters = [] }) => imageAdapters.length > 0)) return;
  throw failure('unavailable', 'order.no-image-adapter', { model: first.name });
}

/** A command that makes something of a picture. */
interface PictureCommand {
  readonly name: string;
  run(values: { readonly image: GivenPicture }, context: RunContext): Promise<JobView>;
}

/** Does with a message's picture what a command does; of a panel, what the action does with the pictures as stored. */
function onPicture(
  action: 'upscale' | 'animate' | 'restore',
  command: PictureCommand,
  called: Message,
): MessageCommand {
  return {
    called,
    sameAs: command.name,
    answers: 'panel',
    async run(target, context) {
      const { view } = target;
      const isDrawn = view?.job.state.kind === 'done' && picturesIn(view.job.state.result).length > 0;
      if (view && isDrawn) return JOB_ACTIONS[action].run(view.job.id, context);
      return command.run({ image: fileIn(target) }, context);
    },
  };
}

/** Says what is in a message's picture. */
const describeMessage: MessageCommand = {
  called: say('menu.describe'),
  sameAs: describe.name,
  answers: 'panel',
  async run(target, context) {
    const { view } = target;
    const [drawn] = view?.job.state.kind === 'done' ? await context.jobs.pictures(view.job.id) : [];
    if (!view || !drawn) return describe.run({ image: fileIn(target) }, context);
    const { jobs, intake, requestKey, place, member } = context;
    const { image } = await intake.keep(drawn.data);
    const wish = { task: 'describe', image, words: view.job.settled.order.prompt, parentId: view.job.id } as const;
    return jobs.look(wish, { requestKey, place, member });
  },
};

/** Numbers the things in a message's picture, so that one of them can be drawn anew. */
const changePart: MessageCommand = {
  called: say('menu.part'),
  sameAs: imagine.name,
  answers: 'panel',
  async run(target, context) {
    const { view } = target;
    const isDrawn = view?.job.state.kind === 'done' && picturesIn(view.job.state.result).length > 0;
    if (view && isDrawn) return JOB_ACTIONS.parts.run(view.job.id, context);
    const { jobs, intake, requestKey, place, member } = context;
    const given = fileIn(target);
    const { image } = await intake.take(given);
    const words = 'name' in given ? given.name : '';
    return jobs.look({ ...EVERY_PART, image, words }, { requestKey, place, member });
  },
};

/** Tells what a message's picture was drawn with: a job of ours, or what the file itself says. */
const showSettings: MessageCommand = {
  called: say('menu.settings'),
  sameAs: info.name,
  answers: 'card',
  async run(target, context) {
    if (target.view) return infoOf(target.view, context);
    const said = await context.intake.settingsOf(fileIn(target));
    const parameters = said === null ? null : readParameters(said);
    if (!parameters) throw failure('not-found', 'menu.no-settings');
    return { card: parametersCard(parameters, context.reader), notices: [] };
  },
};

/** Says where a message's picture comes from; of a panel the picture as it is stored. */
const verifyPicture: MessageCommand = {
  called: say('menu.verify'),
  sameAs: verify.name,
  answers: 'card',
  takesLong: true,
  run: async (target, context) => verified(await pictureIn(target, context), context),
};

/** Asks moderators to look at what a panel shows. */
const report: MessageCommand = {
  called: say('menu.report'),
  answers: 'sentence',
  async run({ view }, context) {
    if (!view) throw failure('invalid', 'menu.no-panel');
    return JOB_ACTIONS.report.run(view.job.id, context);
  },
};

/**
 * Every command of a message's menu, in the order in which Discord is told of them. It shows 15 at most. Those that no
 * renderer can do stay and say what would bring them: Discord forgets what a server has said of who may use a command
 * when it is taken away, and renderers come and go.
 */
export const MESSAGE_COMMANDS: readonly MessageCommand[] = [
  redraw,
  useAsStart,
  useAsStyle,
  onPicture('upscale', upscale, say('menu.upscale')),
  onPicture('animate', animate, say('menu.animate')),
  onPicture('restore', restore, say('menu.restore')),
  describeMessage,
  changePart,
  showSettings,
  verifyPicture,
  report,
];

/** The first picture of a job as it is stored, else the first file. */
async function pictureIn(target: TargetMessage, { jobs, intake }: RunContext): Promise<GivenPicture> {
  const drawn = target.view && (await jobs.pictures(target.view.job.id))[0];
  return drawn ? { sha256: (await intake.keep(drawn.data)).image.sha256 } : fileIn(target);
}

function fileIn({ files: [first] }: TargetMessage): GivenPicture {
  if (!first) throw failure('invalid', 'menu.no-picture');
  return first;
}
