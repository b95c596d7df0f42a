import { ALERT_SOURCES } from '../../domain/contract.ts';

export type RefusalCode =
  | 'no_token'
  | 'wrong_token'
  | 'unsigned'
  | 'timestamp_off'
  | 'wrong_signature'
  | 'unknown_contract'
  | 'unknown_source'
  | 'not_json_type'
  | 'packed'
  | 'too_large'
  | 'cut_off'
  | 'not_json'
  | 'wrong_form';

/** What whoever sets up a source has to mend. */
export const REFUSALS: Readonly<Record<RefusalCode, { readonly status: number; readonly message: string }>> = {
  no_token: {
    status: 401,
    message: 'Send the token of ALERT_TOKEN as "Authorization: Bearer TOKEN" or "X-Dutybell-Token: TOKEN".',
  },
  wrong_token: { status: 403, message: 'The token is not that of ALERT_TOKEN.' },
  unsigned: {
    status: 401,
    message:
      'ALERT_SECRET is set, so each request is signed: X-Dutybell-Timestamp (seconds since 1970) and X-Dutybell-Signature (sha256=HEX).',
  },
  timestamp_off: {
    status: 403,
    message:
      'X-Dutybell-Timestamp is more than 5 minutes off. Set the clock of the sender, and sign each attempt anew.',
  },
  wrong_signature: {
    status: 403,
    message: 'X-Dutybell-Signature is not the HMAC-SHA256 of TIMESTAMP.BODY with ALERT_SECRET.',
  },
  unknown_contract: {
    status: 404,
    message: 'The address is /alerts/CONTRACT/SOURCE; there is no contract of that id here.',
  },
  unknown_source: {
    status: 404,
    message: `The address is /alerts/CONTRACT/SOURCE; SOURCE is one of ${ALERT_SOURCES.join(', ')}.`,
  },
  not_json_type: { status: 415, message: 'Send JSON, with "Content-Type: application/json".' },
  packed: { status: 415, message: 'Send the body as it is, without Content-Encoding.' },
  too_large: { status: 413, message: 'The body is larger than 1 MB. Send fewer alerts at once.' },
  cut_off: { status: 400, message: 'The body ended too early.' },
  not_json: { status: 400, message: 'The body is no JSON.' },
  wrong_form: { status: 422, message: 'The body is not of the form that the source writes; see docs/alerts.md.' },
};
