import { takenFor } from '#bot/commands/all-problems.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';

/** What CodeFormer's authors take where nobody says how faithful it shall be. */
export const USUAL_FIDELITY = 0.5;

/** The faces in a picture are mended. */
export const restore = defineCommand({
  name: 'restore',
  description: say('command.restore'),
  options: {
    image: {
      kind: 'picture',
      description: say('command.restore.image'),
      called: say('option.image'),
      required: true,
    },
    fidelity: {
      kind: 'number',
      description: say('command.restore.fidelity'),
      called: say('option.fidelity'),
      min: 0,
      max: 1,
    },
  },
  who: 'everybody',
  answers: 'panel',
  async run({ image, fidelity = USUAL_FIDELITY }, { jobs, intake, requestKey, place, member }) {
    const taken = await takenFor('restore', image, { jobs, intake, missing: say('order.no-restorer') });
    const words = 'name' in image ? image.name : '';
    return jobs.restore({ image: taken.image, words, fidelity }, { requestKey, place, member });
  },
});
