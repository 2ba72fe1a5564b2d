import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** Training models: what is said to members about it. */
export const TRAIN = {
  'train.zip-files': ({ max, given }: { max: number; given: number }) =>
    `Cannot read this archive: at most ${max} files, given ${given}`,
  'train.zip-damaged': 'Cannot read this archive: it must be a ZIP file without a password, and whole',
  'train.too-many': ({ max, given }: { max: number; given: number }) =>
    `Cannot train on so many pictures: at most ${max}, given ${given}`,
  'train.huge': ({ width, height, max }: { width: number; height: number; max: number }) =>
    `it is too large: at most ${max} pixels, given ${width}x${height}`,
  'train.not-begun': ({ name }: { name: string }) =>
    `${name} had not begun: it is taken out of the queue, and costs nothing`,
  'train.ended': ({ name }: { name: string }) => `Cannot end ${name} early: its training is over`,
  'train.too-many-used': ({ max, given }: { max: number; given: number }) =>
    `Cannot draw with so many things of this server: at most ${max} at a time, given ${given}`,
  'train.not-here': ({ name }: { name: string }) =>
    `Cannot draw with ${name}: it was trained for another server, or is deleted`,
  'train.file-gone': ({ name }: { name: string }) => `Cannot use ${name}: its file is gone`,
  'train.export-key': ({ key }: { key: string }) =>
    `Cannot export this file: its names must be those of a LoRA, given ${key}`,
  'train.not-you':
    'Cannot train here: a moderator lets roles or everybody do it, by /settings set training or /limits set',
  'train.no-renderer': 'Cannot train: no renderer that is connected can',
  'train.model': ({ known, given }: { known: readonly string[]; given: string }) =>
    `Cannot train ${given === '' ? 'any model' : given}: models that can be trained here are ${known.length === 0 ? 'none' : known.join(', ')}`,
  'train.name': 'Cannot use this name: 2 to 32 small letters, digits and dashes, beginning with a letter or digit',
  'train.name-taken': ({ name }: { name: string }) =>
    `Cannot use the name ${name}: there is something of that name here`,
  'train.unwanted': ({ pattern }: { pattern: string }) =>
    `Cannot train this: this server does not want “${pattern}” in a training's name or words`,
  'train.about': 'Cannot train on a thing without knowing what it is: say what kind of thing (dog, mug, house)',
  'train.words-text': 'Cannot train text encoders along with a new word: they stay as they are for it; leave that out',
  'train.newer':
    'Cannot train text encoders, choose a precision or crop at random: no renderer that is connected knows of that; leave it out',
  'train.no-pictures': 'Cannot train without pictures: give 5 to 20 as files or a ZIP',
  'train.bytes': ({ max, given }: { max: number; given: number }) =>
    `Cannot send these pictures: at most ${max} bytes in all, given ${given}; leave some out`,
  'train.steps': ({ max, given }: { max: number; given: number }) =>
    `Cannot train so long: from 1 to ${max} steps, given ${given}`,
  'train.few': ({ count }: { count: number }) =>
    `${count} pictures are few: 5 to 20 that differ in all but what is to be learnt do better`,
  'train.budget': ({ left, seconds }: { left: number; seconds: number }) =>
    `Cannot begin: it takes about ${seconds} s of a renderer, and you have ${left} s left today`,
  'train.unknown': ({ name, known }: { name: string; known: readonly string[] }) =>
    `There is nothing called ${name} here${known.length === 0 ? '' : `; there is ${known.join(', ')}`}`,
  'train.not-yours': ({ name, owner }: { name: string; owner: string }) =>
    `Cannot change ${name}: it belongs to ${owner}; they or a moderator can`,
  'setting.training': 'Who may train models here, besides roles that /limits names',
  'setting.training.none': 'nobody',
  'setting.training.moderators': 'moderators',
  'setting.training.everybody': 'everybody',
  'setting.training-seconds': 'Seconds of a renderer that a member may train for in 24 hours',
  'command.limits.training': 'Seconds of trainings in 24 hours; 0 for none',
  'option.training': 'training',
  'role-limit.said-training': ({ max }: { max: number }) =>
    max === 0 ? 'no trainings' : `${max} s of trainings a day`,
  'audit.trained': ({ name }: { name: string }) => `training ${name}`,
  'command.train': 'Train the model on your pictures: a style, a thing or a word',
  'command.train.style': 'Train a style from 5 to 20 pictures',
  'command.train.subject': 'Train a thing, a pet or a place from 5 to 20 pictures',
  'command.train.words': 'Train a new word for what is in the pictures (textual inversion)',
  'command.train.status': 'See how trainings here are going',
  'command.train.list': 'Show what was trained here and how to use it',
  'command.train.pause': 'Hold a training between two steps; it stays held over restarts',
  'command.train.resume': 'Have a training go on that was held',
  'command.train.stop': 'End a training now and keep the best of it',
  'command.train.delete': 'Delete something that was trained; it can be put back for a day',
  'command.train.name': 'What it is called in prompts',
  'command.train.picture': 'A picture',
  'command.train.zip': 'A ZIP with pictures; a .txt beside one is its caption',
  'command.train.about': 'What kind of thing it is: dog, mug, house',
  'command.train.model': 'The model that is trained; the first that can be where left out',
  'command.train.steps': 'Steps; as usual where left out',
  'command.train.precision': 'What networks compute in; as usual for the model where left out',
  'command.train.train-text': "Train the model's text encoders, too",
  'command.train.random-crop': 'Crop pictures at random, elsewhere each time, not in the middle',
  'option.zip': 'zip',
  'option.about': 'about',
  'option.precision': 'precision',
  'option.train-text': 'train-text',
  'option.random-crop': 'random-crop',
  'train.float32': 'float32 (full precision)',
  'train.float16': 'float16 (half precision)',
  'train.heading': ({ name, model }: { name: string; model: string }) => `Train ${model}: ${name}`,
  'train.count': ({ count, refused }: { count: number; refused: number }) =>
    `${count} ${count === 1 ? 'picture' : 'pictures'}${refused === 0 ? '' : `, ${refused} left out`}`,
  'train.cost': ({ steps, time }: { steps: number; time: string | null }) =>
    `${steps} steps, ${time === null ? 'time not measured yet' : `about ${time} of a renderer`}; whoever draws goes first`,
  'train.memory': ({ gib }: { gib: number }) => `At least about ${gib} GiB of its memory`,
  'train.with-text': 'The text encoders are trained, too',
  'train.cropped': 'Pictures are cropped at random, elsewhere each time',
  'train.left': ({ seconds }: { seconds: number }) => `${seconds} s of trainings left today; what fails costs nothing`,
  'train.how-to-use': ({ name, word }: { name: string; word: string }) =>
    `Afterwards it is called by <lora:${name}:1> and ${word} in a prompt, in this server only`,
  'train.consent':
    "By starting you confirm that you may use these pictures, and that people in them agree. That is written into this server's log.",
  'train.left-out': 'Left out',
  'train.captions': 'Captions',
  'train.more': ({ count }: { count: number }) => `and ${count} more`,
  'train.start': 'I may use them: start',
  'train.edit': 'Edit captions',
  'train.describe': 'Describe them for me',
  'train.edit-title': 'Captions, one a line',
  'train.edit-label': ({ count }: { count: number }) => `${count} lines, in the order of the pictures`,
  'train.lines': ({ want, given }: { want: number; given: number }) =>
    `Cannot take these captions: one line for each of the ${want} pictures, given ${given}`,
  'train.draft-gone': 'These pictures are forgotten; give them again',
  'train.files': 'Pictures',
  'train.stopping': ({ name }: { name: string }) => `${name} ends after this step, with the best of it`,
  'train.over': ({ name }: { name: string }) => `Cannot pause ${name}: its training is over`,
  'train.begins-held': ({ name }: { name: string }) =>
    `${name} has not begun: it waits for its turn, and begins held until somebody lets it go on`,
  'train.pausing': ({ name }: { name: string }) =>
    `${name} rests after this step: drawings have the machine to themselves`,
  'train.going-on': ({ name }: { name: string }) => `${name} goes on`,
  'train.in-bin': ({ name }: { name: string }) => `${name} is deleted; it can be put back for a day`,
  'train.deleted': ({ name }: { name: string }) => `${name} is deleted`,
  'train.list-heading': 'Trained here',
  'train.list-none': 'Nothing was trained here yet.',
  'train.state': (
    {
      state,
      step,
      of,
      isPaused,
      left,
    }: { state: string; step: number; of: number; isPaused: boolean; left: Message | null },
    { say }: Writer,
  ) => {
    if (state === 'done') return 'ready';
    const far = step > 0 ? `step ${step} of ${of}` : 'waiting';
    return isPaused ? `${far}, paused` : left ? `${far}, ${say(left)}` : far;
  },
  'train.kind': ({ kind }: { kind: string }) => (kind === 'style' ? 'style' : kind === 'subject' ? 'thing' : 'word'),
  'train.line': ({ kind, owner, state, use }: { kind: Message; owner: string; state: Message; use: string }, { say }) =>
    `${say(kind)} by ${owner} · ${say(state)} · ${use}`,
  'train.broke-off': ({ name, step }: { name: string; step: number }) =>
    `${name} is ready as it was before step ${step}, after which its losses were no numbers; fewer steps may do better. Write <lora:${name}:1> in a prompt here`,
  'train.interim': ({ step, use }: { step: number; use: string }) =>
    `What it knew at step ${step} can be tried: ${use}`,
  'train.ready': ({ name }: { name: string }) => `${name} is ready: write <lora:${name}:1> in a prompt here`,
} as const satisfies Sentences;
