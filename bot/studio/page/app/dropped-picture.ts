/** How a picture that was drawn here is named while it is dragged: by its address. */
const OWN_KIND = 'application/x-easel-picture';

/** Whether a file or a picture of this page is dragged. */
export function isPictureDragged(event: DragEvent): boolean {
  return isOwnDragged(event) || (event.dataTransfer?.types.includes('Files') ?? false);
}

/** Whether it is a picture that was drawn here. */
export function isOwnDragged({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes(OWN_KIND) ?? false;
}

/** Names a picture of a job when somebody begins to drag it, so that it comes whole and not as the browser shows it. */
export function nameDragged(event: DragEvent): void {
  const { target, dataTransfer } = event;
  if (target instanceof HTMLImageElement && OWN_ADDRESS.test(target.src)) dataTransfer?.setData(OWN_KIND, target.src);
}

const OWN_ADDRESS = /\/api\/jobs\/[^/]+\/pictures\/\d+\.png/;

/** What was dropped. */
export interface DroppedPicture {
  /** Whether it was drawn here. */
  readonly isOwn: boolean;
  file(): Promise<File>;
}

/** Null = no picture and no file. It has to be asked while the event is heard; the file can be read later. */
export function droppedPicture({ dataTransfer }: DragEvent): DroppedPicture | null {
  const address = dataTransfer?.getData(OWN_KIND) ?? '';
  if (OWN_ADDRESS.test(address)) {
    const file = async () => new File([await (await fetch(address)).blob()], 'easel.png', { type: 'image/png' });
    return { isOwn: true, file };
  }
  const [file] = dataTransfer?.files ?? [];
  return file ? { isOwn: false, file: async () => file } : null;
}
