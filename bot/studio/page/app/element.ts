type Child = Node | string | null | false;

/** Attributes by name; `on…` takes a listener, `class` the class names, `style:--x` a custom property. False = leave out. */
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined | ((event: never) => void)>>;

/**
 * Makes an element. Text is always text: nothing here reads HTML. A button sends the form that it stands in only where
 * its `type` says so.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (made instanceof HTMLButtonElement) made.type = 'button';
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, { name, value });
  made.append(...children.filter((child) => child !== null && child !== false));
  return made;
}

function setAttribute(made: HTMLElement, { name, value }: { name: string; value: Attributes[string] }) {
  if (value === false || value === null || value === undefined) return;
  if (typeof value === 'function') made.addEventListener(name.slice(2), value as (event: Event) => void);
  else if (name.startsWith('style:')) made.style.setProperty(name.slice(6), String(value));
  else made.setAttribute(name, value === true ? '' : String(value));
}

/** The element of index.html with this id; a typing mistake shows at once. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} called ${id}`);
  return found;
}

/** Makes these the children of the place. What is there already is not touched, so that it keeps focus and presses. */
export function putInOrder(place: HTMLElement, wanted: readonly HTMLElement[]): void {
  const keep = new Set<Element>(wanted);
  for (const child of [...place.children]) if (!keep.has(child)) child.remove();
  for (const [index, child] of wanted.entries())
    if (place.children[index] !== child) place.insertBefore(child, place.children[index] ?? null);
}
