import { element } from '#bot/studio/page/app/element.ts';
import { ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import { Refused } from '#bot/studio/page/app/server.ts';

/** One line of a room that says what was just done, with the way back, or why it could not be. */
export interface OutcomeLine {
  readonly element: HTMLElement;
  /**
   * Does it. What it answers is said, and `back` takes it back at a press; null = what was said stays, unless it was a
   * refusal. A refusal is said instead.
   */
  run(work: () => Promise<Done | null>): Promise<void>;
}

/** Something that was done. */
export interface Done {
  readonly sentence: string;
  /** Null = it cannot be taken back from here. */
  readonly back: (() => Promise<unknown>) | null;
}

/** A line that says nothing yet. */
export function outcomeLine(): OutcomeLine {
  const words = element('span');
  const back = element('button', { class: 'link', hidden: true }, ruleLabel('ruling.put-back'));
  const place = element('p', { class: 'outcome-line', role: 'status', hidden: true }, words, ' ', back);
  let takeBack: Done['back'] = null;
  let wasTrouble = false;
  const show = (sentence: string, { isTrouble = false, way = null as Done['back'] } = {}) => {
    wasTrouble = isTrouble;
    place.hidden = sentence === '';
    place.className = isTrouble ? 'outcome-line trouble-text' : 'outcome-line';
    words.textContent = sentence;
    takeBack = way;
    back.hidden = way === null;
  };
  const run = async (work: () => Promise<Done | null>) => {
    try {
      const done = await work();
      if (done) show(done.sentence, { way: done.back });
      else if (wasTrouble) show('');
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      show(thrown.message, { isTrouble: true });
    }
  };
  back.addEventListener('click', () => {
    const way = takeBack;
    if (way)
      void run(async () => {
        await way();
        return { sentence: '', back: null };
      });
  });
  return { element: place, run };
}
