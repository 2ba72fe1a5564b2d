import { objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { allComponents, type Check, isMessage, shapeAfter, V2 } from '#test/fakes/discord/rules/subject.ts';

const TYPE = { row: 1, button: 2, section: 9, text: 10, container: 17, radioGroup: 21, checkboxGroup: 22 } as const;
/** Section, text display, thumbnail, media gallery, file, separator, container. */
const V2_TYPES = new Set([9, 10, 11, 12, 13, 14, 17]);
const LINK = 5;
const PREMIUM = 6;

/** Rule 3: at most 5 action rows in a message without components v2. */
export const rowCount: Check = (subject) => {
  const after = shapeAfter(subject);
  const rows = after.components.filter((one) => one.type === TYPE.row).length;
  return isMessage(subject) && !(after.flags & V2) && rows > 5 ? [`${rows} action rows, 5 are allowed`] : [];
};

/** Rule 4: every custom_id of a message or modal is there once. */
export const uniqueIds: Check = ({ body }) => {
  const ids = allComponents(body.components).map((one) => stringOf(one.custom_id));
  const twice = ids.filter((id, index) => id !== '' && ids.indexOf(id) !== index);
  return [...new Set(twice)].map((id) => `custom_id ${id} is there more than once`);
};

/** Rule 5: a button shows a label or an emoji; only premium buttons need neither. */
export const buttonsSaySomething: Check = ({ body }) =>
  buttons(body)
    .filter((button) => button.style !== PREMIUM && stringOf(button.label) === '' && !button.emoji)
    .map((button) => `button ${button.custom_id ?? button.url ?? ''} has neither label nor emoji`);

/** Rule 6: a link button has a url and no custom_id; the others the reverse. Premium buttons have neither. */
export const buttonsActOnce: Check = ({ body }) =>
  buttons(body).flatMap((button) => {
    const name = `button ${button.label ?? button.custom_id ?? ''}`;
    const [id, url] = [stringOf(button.custom_id) !== '', stringOf(button.url) !== ''];
    if (button.style === PREMIUM) return id || url ? [`${name} is premium and has a custom_id or url`] : [];
    if (button.style === LINK) return url && !id ? [] : [`${name} is a link and needs a url and no custom_id`];
    return id && !url ? [] : [`${name} needs a custom_id and no url`];
  });

/** Rule 8: v2 types only with the flag, the flag stays for ever, and all texts have 4000 characters at most. */
export const v2Types: Check = (subject) => {
  if (!isMessage(subject)) return [];
  const { body, before } = subject;
  const after = shapeAfter(subject);
  const components = allComponents(after.components);
  const removed = before && before.flags & V2 && typeof body.flags === 'number' && !(body.flags & V2);
  const early = after.flags & V2 ? [] : components.filter((one) => V2_TYPES.has(one.type as number));
  const text = components.reduce((sum, one) => sum + (one.type === TYPE.text ? stringOf(one.content).length : 0), 0);
  return [
    ...early.map((one) => `component type ${one.type} needs flag ${V2}`),
    ...(removed ? [`flag ${V2} cannot be taken away again`] : []),
    ...(text > 4000 ? [`texts have ${text} characters together, 4000 are allowed`] : []),
  ];
};

/** Rule 12: a modal has 1 to 5 components at the top, though the schema allows 40. */
export const modalSize: Check = ({ kind, body }) => {
  const count = objectsOf(body.components).length;
  return kind === 'modal' && (count < 1 || count > 5) ? [`a modal has 1 to 5 components, given ${count}`] : [];
};

/** Rule 23: a radio group has two options at least and one that is chosen; of a checkbox group no more than it takes. */
export const groupCounts: Check = ({ body }) =>
  allComponents(body.components).flatMap((group) => {
    const isRadio = group.type === TYPE.radioGroup;
    if (!isRadio && group.type !== TYPE.checkboxGroup) return [];
    const options = objectsOf(group.options);
    const max = isRadio ? 1 : Number(group.max_values ?? options.length);
    const chosen = options.filter((option) => option.default === true).length;
    const name = `group ${stringOf(group.custom_id)}`;
    return [
      ...(isRadio && options.length < 2 ? [`${name} has ${options.length} options, 2 are needed`] : []),
      ...(max > options.length ? [`${name} takes ${max} of ${options.length} options`] : []),
      ...(chosen > max ? [`${name} has ${chosen} chosen, ${max} are allowed`] : []),
    ];
  });

function buttons(body: Parameters<Check>[0]['body']) {
  return allComponents(body.components).filter((one) => one.type === TYPE.button);
}
