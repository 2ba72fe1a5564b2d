/** Where an Activity's page was launched: Discord says it in the address of the frame. */
export interface Launch {
  readonly frameId: string;
  /** The same for all members of one Activity. */
  readonly instanceId: string;
}

/** Null = this page is no Activity. */
export function readLaunch(search: string): Launch | null {
  const said = new URLSearchParams(search);
  const [frameId, instanceId] = [said.get('frame_id'), said.get('instance_id')];
  return frameId === null || instanceId === null ? null : { frameId, instanceId };
}
