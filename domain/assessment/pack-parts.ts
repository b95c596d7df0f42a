import { civilDate } from '../civil.ts';
import type { Contract } from '../contract.ts';
import type { Instant } from '../types.ts';
import type { Period } from './facts.ts';
import type { AssessmentTable } from './table-types.ts';

/** A pack, and when it was in force: [from, to). */
export interface PackSpan {
  readonly contract: Contract;
  readonly from: Instant;
  readonly to: Instant;
}

/** A stretch of a period that is scored by one pack's tables. */
export interface PackPart {
  /** With the tables that it is scored by: also those that only an earlier or a later pack of the stretch has. */
  readonly contract: Contract;
  readonly period: Period;
  /** The period was cut where the tables changed. */
  readonly isSplit?: true;
}

/**
 * The stretches of a period, each scored by what was in force. It is cut only where a table, or a price, became another one: a
 * table that was entered later, or left out later, is the same throughout, and another wording scores the same. Of a part of a
 * period neither a grade nor a total follows, so none is its own.
 * @param spans in their order, without gaps, over the whole period
 */
export function packParts(spans: readonly PackSpan[], period: Period): readonly PackPart[] {
  const merged: PackSpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && scoresAlike(last.contract, span.contract))
      merged.splice(-1, 1, { ...union(last, span), from: last.from });
    else merged.push(span);
  }
  const [only, ...others] = merged;
  if (only && others.length === 0) return [{ contract: only.contract, period }];
  return merged.map(({ contract, from, to }) => ({ contract, period: cut(period, from, to), isSplit: true }));
}

function cut(period: Period, spanFrom: Instant, spanTo: Instant): Period {
  const from = Math.max(period.from, spanFrom);
  const to = Math.min(period.to, spanTo);
  return { ...period, from, to, firstDay: civilDate(from), lastDay: civilDate(to - 1), isOwn: false };
}

function union(before: PackSpan, after: PackSpan): PackSpan {
  const dropped = before.contract.tables.filter(({ id }) => !after.contract.tables.some((table) => table.id === id));
  const { contract } = after;
  const priceFen = contract.priceFen ?? before.contract.priceFen;
  return {
    ...after,
    contract: {
      ...contract,
      tables: [...contract.tables, ...dropped],
      ...(priceFen !== undefined && { priceFen }),
    },
  };
}

function scoresAlike(before: Contract, after: Contract): boolean {
  if (isOther(before.priceFen, after.priceFen)) return false;
  const isProjectOther = before.projects.some(({ id, priceFen }) =>
    isOther(priceFen, after.projects.find((project) => project.id === id)?.priceFen),
  );
  if (isProjectOther) return false;
  const later = new Map(after.tables.map((table) => [table.id, table]));
  return before.tables.every((table) => {
    const same = later.get(table.id);
    return same === undefined || same === table || essence(same) === essence(table);
  });
}

/** One that nobody had entered yet is no other price. */
function isOther(before: number | undefined, after: number | undefined): boolean {
  return before !== undefined && after !== undefined && before !== after;
}

/** What words say of a table decides nothing. */
const WORDING = new Set(['name', 'clause', 'words', 'graders', 'mismatch', 'choices', 'text']);

function essence(table: AssessmentTable): string {
  return JSON.stringify(table, (key, value: unknown) => (WORDING.has(key) ? undefined : value));
}
