import { failure } from '#bot/text/say.ts';

/** Who changes styles, and in which server. */
export interface StyleAsker {
  readonly serverId: string;
  readonly memberId: string;
  /** May change what belongs to the server. */
  readonly mayManageServer: boolean;
}

/** Throws `denied` for who may not change what belongs to the server. */
export function mustManageServer({ mayManageServer }: Pick<StyleAsker, 'mayManageServer'>): void {
  if (!mayManageServer) throw failure('denied', 'style-rule.denied');
}
