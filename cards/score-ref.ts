import type { ContractId } from '../domain/types.ts';
import { contractId, type Instant } from '../domain/types.ts';

/** What of a score is meant: all of a period, a table, one copy of it, or an item. */
export interface ScoreRef {
  readonly contractId: ContractId;
  /** `2026-Q1`, as `periodByLabel` reads it. */
  readonly label: string;
  readonly table?: string;
  /** A department's id or a person's. */
  readonly copy?: string;
  /** Of an item of the table. */
  readonly item?: string;
  /** Of the list of all tables, from 0; absent: where one of them tells most, that one. */
  readonly page?: number;
  /** Of a period that a change of the tables cut: the instant at which the stretch begins that is meant. */
  readonly since?: Instant;
}

const SEPARATOR = '|';

/** As a button carries it: printable ASCII without spaces, and of one contract, so that a button in private says whose it is. */
export function scoreSubject({
  contractId: contract,
  label,
  table = '',
  copy = '',
  item = '',
  page,
  since,
}: ScoreRef): string {
  const parts = [
    contract,
    label,
    table,
    copy,
    item,
    ...[page, since].map((one) => (one === undefined ? '' : String(one))),
  ];
  return parts.map(encodeURIComponent).join(SEPARATOR).replace(/\|+$/u, '');
}

/** @returns undefined for what is no score's subject: a ticket's id has no separator */
export function readScoreSubject(subject: string): ScoreRef | undefined {
  const [contract = '', label = '', table = '', copy = '', item = '', page = '', since = '', ...more] = subject
    .split(SEPARATOR)
    .map(decoded);
  const isPage = /^\d{0,3}$/u.test(page);
  const isInstant = /^\d{0,15}$/u.test(since);
  if (contract === '' || label === '' || !isPage || !isInstant || more.length > 0) return undefined;
  return {
    contractId: contractId(contract),
    label,
    ...(table !== '' && { table }),
    ...(copy !== '' && { copy }),
    ...(item !== '' && { item }),
    ...(page !== '' && { page: Number(page) }),
    ...(since !== '' && { since: Number(since) }),
  };
}

/** Empty for what nobody has encoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
