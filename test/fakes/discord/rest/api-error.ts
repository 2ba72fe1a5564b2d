import type { JsonObject } from '#test/fakes/discord/json.ts';

/** An answer of Discord that is not success: HTTP status, Discord's own code and its sentence. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: number;
  readonly extra: JsonObject;

  constructor(status: number, code: number, options: { readonly message: string; readonly extra?: JsonObject }) {
    super(options.message);
    this.status = status;
    this.code = code;
    this.extra = options.extra ?? {};
  }

  /** The body that goes over the wire. */
  get body(): JsonObject {
    return { message: this.message, code: this.code, ...this.extra };
  }
}

/** The refusals a bot meets, by what is wrong (opcodes and status codes of the documentation). */
export const refusals = {
  unauthorized: () => new ApiError(401, 0, { message: '401: Unauthorized' }),
  noRoute: () => new ApiError(404, 0, { message: '404: Not Found' }),
  unknownChannel: () => new ApiError(404, 10003, { message: 'Unknown Channel' }),
  unknownGuild: () => new ApiError(404, 10004, { message: 'Unknown Guild' }),
  unknownMember: () => new ApiError(404, 10007, { message: 'Unknown Member' }),
  unknownMessage: () => new ApiError(404, 10008, { message: 'Unknown Message' }),
  unknownUser: () => new ApiError(404, 10013, { message: 'Unknown User' }),
  unknownWebhook: () => new ApiError(404, 10015, { message: 'Unknown Webhook' }),
  unknownInteraction: () => new ApiError(404, 10062, { message: 'Unknown interaction' }),
  unknownCommandPermissions: () => new ApiError(404, 10066, { message: 'Unknown application command permissions' }),
  tooManyReactions: () => new ApiError(403, 30010, { message: 'Maximum number of reactions reached (20)' }),
  tooOldToEditSoOften: (retryAfterSeconds: number) =>
    new ApiError(429, 30046, {
      message: 'Maximum number of edits to messages older than 1 hour reached. Try again later.',
      extra: { retry_after: retryAfterSeconds, global: false },
    }),
  tooLarge: () => new ApiError(413, 40005, { message: 'Request entity too large' }),
  acknowledged: () => new ApiError(400, 40060, { message: 'Interaction has already been acknowledged.' }),
  missingAccess: () => new ApiError(403, 50001, { message: 'Missing Access' }),
  notYours: () => new ApiError(403, 50005, { message: 'Cannot edit a message authored by another user' }),
  empty: () => new ApiError(400, 50006, { message: 'Cannot send an empty message' }),
  cannotSendToUser: () => new ApiError(403, 50007, { message: 'Cannot send messages to this user' }),
  missingPermissions: () => new ApiError(403, 50013, { message: 'Missing Permissions' }),
  tokenExpired: () => new ApiError(401, 50027, { message: 'Invalid Webhook Token' }),
  badForm: (problems: readonly string[]) =>
    new ApiError(400, 50035, {
      message: 'Invalid Form Body',
      extra: { errors: { _errors: problems.map((message) => ({ code: 'FAKE_SAYS', message })) } },
    }),
  broken: () => new ApiError(500, 0, { message: '500: Internal Server Error' }),
  unknownEmoji: () => new ApiError(400, 10014, { message: 'Unknown Emoji' }),
  threadArchived: () => new ApiError(400, 50083, { message: 'Thread is archived' }),
  autoMod: () => new ApiError(400, 200000, { message: 'Message was blocked by automatic moderation' }),
  threadThere: () => new ApiError(400, 160004, { message: 'A thread has already been created for this message' }),
  unreadable: () => new ApiError(400, 50109, { message: 'The request body contains invalid JSON.' }),
};
