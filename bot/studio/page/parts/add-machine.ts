import { boardLabel } from '#bot/studio/page/app/board-words.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import type { AddedMachine } from '#bot/studio/server/operator-api.ts';

/** What another machine is started with; the port is the one that the form offers. */
const COMMAND = 'EASEL_RENDERER_SECRET=… EASEL_LISTEN=0.0.0.0:50551 npm run renderer';

/** A form for one more machine: how it is started, its address and secret, and trying it. */
export function addMachine(store: PageStore) {
  const { address, secret } = fields();
  const said = element('p', { role: 'status' });
  const later = element('code', { hidden: true });
  const named = element('p', { class: 'soft small-text', hidden: true }, boardLabel('board.named'));
  const submit = element('button', { type: 'submit', class: 'btn' }, boardLabel('board.try'));
  const form = element(
    'form',
    { class: 'add-machine', hidden: true },
    element('p', {}, boardLabel('board.add-how')),
    element('code', {}, COMMAND),
    element('label', {}, element('span', {}, boardLabel('board.address')), address),
    element('label', {}, element('span', {}, boardLabel('board.secret')), secret),
    submit,
    said,
    later,
    named,
  );
  const show = (sentence: string, isTrouble = false) => {
    said.textContent = sentence;
    said.className = isTrouble ? 'trouble-text' : '';
  };
  const added = (machine: AddedMachine) => {
    show(boardLabel('board.added', machine));
    const others = store.state.cluster.renderers.map(({ id }) => id).filter((id) => /^[^/]+:\d+$/.test(id));
    const all = [...new Set([...others, address.value.trim()])];
    later.textContent = `EASEL_RENDERER_SECRET=… EASEL_RENDERERS=${all.join(',')} npm start`;
    later.hidden = false;
    named.hidden = false;
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    show(boardLabel('board.trying'));
    submit.disabled = true;
    try {
      added(await server.addMachine(address.value, secret.value));
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      show(thrown.message, true);
    } finally {
      submit.disabled = false;
    }
  });
  const button = element(
    'button',
    { class: 'btn small', 'aria-expanded': 'false' },
    icon('plus'),
    boardLabel('board.add'),
  );
  button.addEventListener('click', () => {
    form.hidden = !form.hidden;
    button.ariaExpanded = String(!form.hidden);
    if (!form.hidden) address.focus();
  });
  return { button, element: form };
}

function fields() {
  const address = element('input', {
    type: 'text',
    required: true,
    maxlength: 400,
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'gpu1:50551',
  });
  return { address, secret: element('input', { type: 'password', maxlength: 400, autocomplete: 'off' }) };
}
