import { periodLexicon } from '../cards/period-lexicon.ts';
import { typedPeriod } from '../cards/period-name.ts';
import type { Signature, ToSign } from '../domain/assessment/decide-signature.ts';
import { proposedCorrection, signatureInForce } from '../domain/assessment/decide-signature.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { type PeriodAsk, periodFor, periodsOf } from '../domain/assessment/period.ts';
import { disputedCount, openToSettle, signedText } from '../domain/assessment/signed-statement.ts';
import { readPeriod } from '../domain/assessment/spoken-period.ts';
import type { Statement } from '../domain/assessment/statement.ts';
import { GENESIS_HASH } from '../domain/ledger.ts';
import type { Instant } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { statementFor } from './own-statements.ts';
import { signaturesOf } from './signed-periods.ts';

/** The tables that have one period in common: they are signed together. */
export interface SignedTogether {
  readonly period: Period;
  readonly tables: readonly string[];
  /** By what people name it: the period, and a table of it where others have one of that name. */
  readonly name: string;
}

export type ReadSigned =
  | { readonly ok: true; readonly meant: SignedTogether }
  | { readonly ok: false; readonly why: 'none' | 'unknown' | 'several'; readonly example: string };

/**
 * 定稿 P1, 定稿 上季度 KA-07, or 定稿 alone: the period that ended last and is not signed, else the last one that ended.
 * @param without which one is meant where none is named: to sign, only the one that ended last, since a word said twice is not to sign
 * an older one as well
 */
export async function readSigned(
  ctx: UpdateContext,
  said: string,
  without: 'last' | 'unsigned' | 'signed' | 'proposed',
): Promise<ReadSigned> {
  const { contract, now } = ctx;
  const table = contract.tables.find(({ id }) => wordsIn(said).includes(id.toLowerCase()));
  const rest = table ? said.replace(new RegExp(RegExp.escape(table.id), 'iu'), '').trim() : said;
  const named = rest === '' ? undefined : readPeriod(rest, periodLexicon, now);
  const groups = periodGroups(ctx).filter(({ tables }) => !table || tables.includes(table.id));
  const [example = ''] = groups.map(({ name }) => name);
  if (rest !== '' && named?.rest !== '') return { ok: false, why: 'unknown', example };
  if (!named) {
    const ended = groups.filter(({ period }) => period.to <= now).toSorted((a, b) => b.period.to - a.period.to);
    const signed = await Promise.all(ended.map(({ period }) => signaturesOf(ctx, period)));
    const meant = ended.find((_, place) => WANTED[without](signed[place] ?? [])) ?? ended[0];
    return meant ? { ok: true, meant } : { ok: false, why: 'none', example };
  }
  const meant = groups.filter((group) => isMeant(ctx, group, named.ask));
  const [only, ...more] = meant;
  if (!only) return { ok: false, why: 'unknown', example };
  return more.length === 0 ? { ok: true, meant: only } : { ok: false, why: 'several', example: only.name };
}

const WANTED = {
  last: () => true,
  unsigned: (signed) => signatureInForce(signed) === undefined,
  signed: (signed) => signatureInForce(signed) !== undefined,
  proposed: (signed) => proposedCorrection(signed) !== undefined,
} as const satisfies Record<string, (signed: readonly Signature[]) => boolean>;

/** A button names its contract, the instant at which its period begins, and that at which it ends. */
export function signedBySubject(scene: Scene, subject: string): SignedTogether | undefined {
  return periodGroups(scene).find(({ period }) => signSubject(scene, period) === subject);
}

export function signSubject({ contract }: Pick<Scene, 'contract'>, { from, to }: Pick<Period, 'from' | 'to'>): string {
  return `${contract.id}|${from}-${to}`;
}

function wordsIn(said: string): readonly string[] {
  return said.toLowerCase().split(/\s+/u);
}

function isMeant({ contract }: Scene, { period, tables }: SignedTogether, ask: PeriodAsk): boolean {
  const table = contract.tables.find(({ id }) => id === tables[0]);
  const own = table && periodFor(table, contract.term, ask);
  return own?.isOwn === true && own.from === period.from && own.to === period.to;
}

/** Every period of every table, those of the same stretch together. */
export function periodGroups({ contract, text }: Pick<Scene, 'contract' | 'text'>): readonly SignedTogether[] {
  const groups = new Map<string, { readonly period: Period; readonly tables: string[] }>();
  for (const table of contract.tables) {
    for (const period of periodsOf(table, contract.term)) {
      const key = `${period.from}-${period.to}`;
      const group = groups.get(key) ?? { period, tables: [] };
      group.tables.push(table.id);
      groups.set(key, group);
    }
  }
  const labels = Map.groupBy(groups.values(), ({ period }) => period.label);
  return [...groups.values()].map((group) => {
    const isShared = (labels.get(group.period.label) ?? []).length > 1;
    const name = typedPeriod(group.period.label, text);
    return { ...group, name: isShared ? `${name} ${group.tables[0] ?? ''}` : name };
  });
}

/** What is there to sign now. */
export interface Signing {
  readonly meant: SignedTogether;
  readonly statement: Statement;
  readonly toSign: ToSign;
  /** Oldest first. */
  readonly signed: readonly Signature[];
}

export async function signingOf(scene: Scene, meant: SignedTogether): Promise<Signing> {
  const { period, tables } = meant;
  // Read before the score: whoever signs at the same moment makes the other one's commit fail.
  const signed = await signaturesOf(scene, period);
  const statement = await statementFor(scene, { label: `@${period.firstDay}` }, tables);
  const scores = statement.parts.flatMap((part) => part.tables);
  const { ledger } = statement;
  return {
    meant,
    statement,
    signed,
    toSign: {
      period,
      tables,
      statement: signedText(statement),
      ledger: ledger ?? { seq: 0, hash: GENESIS_HASH },
      open: openToSettle(scores),
      disputed: disputedCount(scores),
    },
  };
}

/** For the timer of a period's end. */
export function nextEnd({ contract }: Pick<Scene, 'contract'>, after: Instant): Instant | undefined {
  const ends = contract.tables.flatMap((table) => periodsOf(table, contract.term).map(({ to }) => to));
  return ends.filter((end) => end > after).toSorted((a, b) => a - b)[0];
}
