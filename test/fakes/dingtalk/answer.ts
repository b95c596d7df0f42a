/** What one of the hosts answers. A text instead of an object is no JSON. */
export interface Answer {
  readonly status: number;
  readonly body: object | string;
}

export const ok = (body: object): Answer => ({ status: 200, body });

const FORBIDDEN = 403;
const WRONG = 400;

/** Codes of the new API that come with another status than 400. */
const STATUSES: Readonly<Record<string, number>> = {
  authFailed: 401,
  'system.busy': 500,
  'system.error': 500,
  unknownError: 500,
};

let given = 0;

/** A refusal of the new API. */
export function refusal(code: string, about = code, more: object = {}): Answer {
  given += 1;
  const requestid = `FD9F4514-${given}`;
  const status = STATUSES[code] ?? (code.startsWith('Forbidden.') ? FORBIDDEN : WRONG);
  return { status, body: { requestid, code, message: about, ...more } };
}

/** A refusal of the old API: status 200 and a number. */
export const oldRefusal = (errcode: number, errmsg: string): Answer => ok({ errcode, errmsg });

export const OLD_OK: Answer = ok({ errcode: 0, errmsg: 'ok' });

/** @returns the code or number of a refusal; undefined where all is well */
export function refusedAs({ body, status }: Answer): string | undefined {
  if (typeof body === 'string') return `no JSON (${status})`;
  if (status !== 200) return 'code' in body ? String(body.code) : `status ${status}`;
  const errcode = 'errcode' in body ? body.errcode : 0;
  return errcode === 0 ? undefined : String(errcode);
}
