import { isObject } from '#test/fakes/discord/json.ts';
import type { RecordedRequest } from '#test/fakes/discord/rest/request-log.ts';
import type { Openapi } from '#test/fakes/discord/rules/openapi.ts';

/** Something wrong with a request of the bot, or with an answer of the fake. */
export interface Problem {
  /** Method and path. */
  readonly request: string;
  /** Number of the semantic rule, `schema` for the OpenAPI description, `answer` for the fake's own answer. */
  readonly rule: number | 'schema' | 'answer' | 'route';
  readonly message: string;
}

/**
 * Everything wrong with the recorded requests. Errors that a bot may run into (an expired token, a missing permission,
 * a file too large) are no problems. Requests hit by a rate limit or a fault are looked at all the same.
 */
export function problemsOf(requests: readonly RecordedRequest[], openapi: Openapi | null): readonly Problem[] {
  return requests.flatMap((request) => {
    const name = `${request.method} ${request.path}`;
    const found: Omit<Problem, 'request'>[] = [
      ...request.findings.filter((one) => one.outcome !== 'refuse'),
      ...(request.template === null ? [{ rule: 'route' as const, message: 'the fake has no such operation' }] : []),
      ...(openapi && request.template !== null ? schemaProblems(request, request.template, openapi) : []),
    ];
    return found.map(({ rule, message }) => ({ request: name, rule, message }));
  });
}

function schemaProblems(request: RecordedRequest, template: string, openapi: Openapi): Omit<Problem, 'request'>[] {
  const operation = { method: request.method, template };
  const answered = request.status >= 200 && request.status < 300;
  return [
    ...openapi.checkRequest(operation, request.body).map((message) => ({ rule: 'schema' as const, message })),
    ...openapi.checkKeys(operation, request.body).map((message) => ({ rule: 15, message })),
    ...(answered && (isObject(request.answer) || Array.isArray(request.answer))
      ? openapi.checkAnswer(operation, request.status, request.answer)
      : []
    ).map((message) => ({ rule: 'answer' as const, message })),
  ];
}
