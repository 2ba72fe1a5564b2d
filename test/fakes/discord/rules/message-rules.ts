import { isObject, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import {
  allStrings,
  type Check,
  isMessage,
  type Shape,
  shapeAfter,
  uploadedNames,
  V2,
} from '#test/fakes/discord/rules/subject.ts';
import { extensionOf } from '#test/fakes/discord/world/attachments.ts';

const REQUEST_LIMIT = 25 * 1024 * 1024;
const EPHEMERAL = 64;

/** Rule 1: content of at most 2000 characters, though the schema allows 4000. */
export const contentLength: Check = (subject) => {
  const { length } = stringOf(subject.body.content);
  return isMessage(subject) && length > 2000 ? [`content has ${length} characters, 2000 are allowed`] : [];
};

/** Rule 2: the texts of all embeds together have at most 6000 characters. */
export const embedTextLength: Check = ({ body }) => {
  const total = objectsOf(body.embeds)
    .flatMap((embed) => [
      embed.title,
      embed.description,
      objectOf(embed.footer).text,
      objectOf(embed.author).name,
      ...objectsOf(embed.fields).flatMap((field) => [field.name, field.value]),
    ])
    .reduce<number>((sum, text) => sum + stringOf(text).length, 0);
  return total > 6000 ? [`embeds have ${total} characters together, 6000 are allowed`] : [];
};

/** Rule 7: a message of components v2 has no content, embeds, poll or stickers. */
export const nothingBesideV2: Check = (subject) => {
  if (!isMessage(subject)) return [];
  const after = shapeAfter(subject);
  if (!(after.flags & V2)) return [];
  const { poll, sticker_ids: stickers } = subject.body;
  return [
    ...(after.content === '' ? [] : ['content stands beside components v2']),
    ...(after.embeds.length === 0 ? [] : ['embeds stand beside components v2']),
    ...(poll === undefined || poll === null ? [] : ['a poll stands beside components v2']),
    ...(Array.isArray(stickers) && stickers.length > 0 ? ['stickers stand beside components v2'] : []),
  ];
};

/** Rule 9: with components v2, an uploaded file that no component shows is invisible. */
export const filesAreShown: Check = (subject) => {
  const after = shapeAfter(subject);
  if (!isMessage(subject) || !(after.flags & V2)) return [];
  const texts = new Set(allStrings(after.components));
  return uploadedNames(subject)
    .filter(({ filename }) => !texts.has(`attachment://${filename}`))
    .map(({ filename }) => `file ${filename} is shown by no component`);
};

/** Rule 10: a message is never empty. */
export const notEmpty: Check = (subject) => {
  if (!isMessage(subject)) return [];
  const { poll, sticker_ids: stickers } = subject.body;
  const after = shapeAfter(subject);
  const filled =
    after.content !== '' ||
    after.embeds.length + after.components.length + after.attachments.length > 0 ||
    isObject(poll) ||
    (Array.isArray(stickers) && stickers.length > 0);
  return filled ? [] : ['the message would be empty'];
};

/** Rule 11: a deferred reply takes the ephemeral flag and no other. */
export const deferFlags: Check = ({ kind, body }) => {
  const flags = typeof body.flags === 'number' ? body.flags : 0;
  return kind === 'defer' && (flags & ~EPHEMERAL) !== 0
    ? [`a deferred reply accepts flag ${EPHEMERAL} only, given ${flags}`]
    : [];
};

/** Rule 16: a nonce has at most 25 characters. On edits it means nothing and is let through. */
export const nonceLength: Check = ({ body }) => {
  const { length } = String(body.nonce ?? '');
  return length > 25 ? [`nonce has ${length} characters, 25 are allowed`] : [];
};

/** Rule 17: placeholders match the uploaded files, and `attachment://` names one of them or one that stays. */
export const filesMatch: Check = (subject) => {
  if (!isMessage(subject)) return [];
  const listed = Array.isArray(subject.body.attachments) ? objectsOf(subject.body.attachments) : null;
  const unlisted = subject.files.filter((file) => listed && !listed.some((one) => String(one.id) === file.n));
  return [
    ...unlisted.map((file) => `files[${file.n}] has no entry in attachments`),
    ...danglingReferences(shapeAfter(subject), [subject.body.embeds, subject.body.components]),
    ...unshowableEmbeds(subject.body.embeds),
  ];
};

function danglingReferences(after: Shape, parts: Parameters<typeof allStrings>[0][]): string[] {
  const names = new Set(after.attachments.map((one) => `attachment://${one.filename}`));
  return parts
    .flatMap(allStrings)
    .filter((text) => text.startsWith('attachment://') && !names.has(text))
    .map((text) => `${text} names no file of the message`);
}

function unshowableEmbeds(embeds: Parameters<typeof objectsOf>[0]): string[] {
  return objectsOf(embeds)
    .flatMap((embed) => [objectOf(embed.image).url, objectOf(embed.thumbnail).url])
    .map(stringOf)
    .filter((url) => url.startsWith('attachment://'))
    .filter((url) => !['jpg', 'jpeg', 'png', 'webp', 'gif'].includes(extensionOf(url)))
    .map((url) => `an embed cannot show ${url}`);
}

/** Rule 18, the part a body shows: what `attachments` lists is uploaded now or was there before. */
export const listedFilesExist: Check = (subject) => {
  const known = new Set([
    ...subject.files.map((file) => file.n),
    ...(subject.before?.attachments ?? []).map((a) => a.id),
  ]);
  return isMessage(subject)
    ? objectsOf(subject.body.attachments)
        .map((one) => String(one.id))
        .filter((id) => !known.has(id))
        .map((id) => `attachments lists ${id}, which is neither uploaded nor there already`)
    : [];
};

/** Rule 19: size of each file and of the request. */
export const fileSizes: Check = ({ files, sizeLimit }) => {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  return [
    ...files
      .filter((file) => file.size > sizeLimit)
      .map((file) => `file ${file.name} has ${file.size} bytes, ${sizeLimit} are allowed`),
    ...(total > REQUEST_LIMIT ? [`the request has ${total} bytes of files, ${REQUEST_LIMIT} are allowed`] : []),
  ];
};

/** Rule 20, of this house: every message says that it pings nobody. */
export const pingsNobody: Check = (subject) => {
  const { parse } = objectOf(subject.body.allowed_mentions);
  return !isMessage(subject) || (Array.isArray(parse) && parse.length === 0)
    ? []
    : ['allowed_mentions is not {parse: []}'];
};
