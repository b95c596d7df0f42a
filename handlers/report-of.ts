import type { Language } from '../cards/catalogue.ts';
import { CATALOGUES } from '../cards/language.ts';
import { displayName } from '../cards/ticket-view.ts';
import type { Member } from '../db/records.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { civilDate } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { dueInstants } from '../domain/obligations/counting.ts';
import type { ReportKind } from '../domain/obligations/plan-types.ts';
import { reportFigures } from '../domain/reporting/report-figures.ts';
import { isTableWithin, peopleWithin, type ReportScope } from '../domain/reporting/report-scope.ts';
import type { Report, ReportNames, ScoreLine } from '../domain/reporting/report-types.ts';
import { deafStretches } from './deaf-spans.ts';
import { EARLIER_MS, type Scored, type StatementSource, scoredOf, withFollowers } from './statement-of.ts';

/** With a project or a department it is about what belongs to that alone. */
export interface ReportQuestion extends ReportScope {
  readonly kind: ReportKind;
  readonly period: Period;
  /** What people wrote for it; none when absent. */
  readonly words?: Report['words'];
  /** In which things are named that have two names; absent: Chinese. */
  readonly language?: Language;
}

/**
 * What the record says about a period, and what it calls it by: the same reads as a statement's. A ticket that was reported more than
 * 184 days before the period matters no more.
 */
export async function reportOf(source: StatementSource, question: ReportQuestion): Promise<Report> {
  const { contract, now, store } = source;
  const { department, kind, language = 'zh', period, project, words = {} } = question;
  const scope: ReportScope = {
    ...(project !== undefined && { project }),
    ...(department !== undefined && { department }),
  };
  // Before what it tells of is read: it never claims more than was seen.
  const [ledger, members] = await Promise.all([store.ledgerHead(contract.id), store.members(contract.id)]);
  const since = period.from - EARLIER_MS;
  const [earlier, own, attendance, deafness, obligations, scores, packs] = await Promise.all([
    store.ticketOutcomes(contract.id, since, period.from),
    store.ticketOutcomes(contract.id, period.from, period.to),
    store.attendanceBetween(contract.id, period.firstDay, period.lastDay),
    deafStretches(source, since, Math.max(now, period.to)),
    store.obligationsDue(contract.id, ...dueInstants(contract, period)),
    scoreLines(source, period, scope, members),
    source.packsOver(period.from, period.to),
  ]);
  const figures = reportFigures({
    contract,
    kind,
    period,
    now,
    outcomes: await withFollowers(store, [...earlier, ...own]),
    attendance,
    deafness,
    obligations,
    scores,
    engineers: peopleWithin(scope, contract, members.filter(isEngineer)).map(({ id }) => id),
    scope,
    ...(ledger && { ledger: { seq: ledger.seq, hash: ledger.hash } }),
  });
  const names = namesOf([...packs.map((pack) => pack.contract), contract], members, language);
  return { figures, names: partNames(names, contract, scope, language), words };
}

function isEngineer({ posts, roles }: Member): boolean {
  return posts.includes('on_site') || roles.includes('engineer');
}

/** Of the tables' own periods that hold the period's last day; of one that is not over, today. */
async function scoreLines(
  source: StatementSource,
  period: Period,
  scope: ReportScope,
  members: readonly Member[],
): Promise<readonly ScoreLine[]> {
  if (source.contract.tables.length === 0) return [];
  const day = civilDate(Math.max(period.from, Math.min(source.now, period.to - 1)));
  return linesOf(await scoredOf(source, { ask: { day, back: 0 } }), scope, members);
}

function linesOf({ parts, statement }: Scored, scope: ReportScope, members: readonly Member[]): readonly ScoreLine[] {
  return statement.parts.flatMap(({ period, tables }, place) => {
    const of = parts[place];
    return tables.flatMap(({ base, copy, id, open, total }) => {
      const table = of?.tables.find((one) => one.id === id);
      if (total === undefined || !of || !table || !isTableWithin(scope, of.contract, table, copy, members)) return [];
      return {
        tableId: id,
        ...(copy !== undefined && { copy }),
        label: period.label,
        min: total.min,
        max: total.max,
        ...(base !== undefined && { base }),
        isOpen: open.length > 0 || total.min !== total.max,
      };
    });
  });
}

/** A report about a part is called by the part as well: 克拉玛依政务（公安局）. */
function partNames(names: ReportNames, contract: Contract, scope: ReportScope, language: Language): ReportNames {
  const { bracketed, comma } = CATALOGUES[language].card;
  const parts = [
    contract.projects.find(({ id }) => id === scope.project),
    contract.departments.find(({ id }) => id === scope.department),
  ].flatMap((part) => (part ? (language === 'en' ? part.nameEn : part.name) : []));
  if (parts.length === 0) return names;
  const part = bracketed(parts.join(comma));
  return { ...names, contract: names.contract + part, shortName: names.shortName + part };
}

/** @param contracts the packs of the period, the newest last: what an earlier one had alone is named as well */
function namesOf(
  contracts: readonly [...Contract[], Contract],
  members: readonly Member[],
  language: Language,
): ReportNames {
  const contract = contracts[contracts.length - 1] ?? contracts[0];
  const nameOf = ({ name, nameEn }: { readonly name: string; readonly nameEn: string }) =>
    language === 'en' ? nameEn : name;
  const all = <T>(of: (one: Contract) => readonly T[]): readonly T[] => contracts.flatMap(of);
  const named = <T extends { readonly id: string }>(items: readonly T[], name: (one: T) => string) =>
    Object.fromEntries(items.map((item) => [item.id, name(item)]));
  return {
    contract: contract.name,
    shortName: contract.shortName,
    customer: contract.parties.customer,
    supplier: contract.parties.supplier,
    systems: named(
      all(({ systems }) => systems),
      nameOf,
    ),
    levels: named(
      all(({ levels }) => levels),
      nameOf,
    ),
    departments: named(
      all(({ departments }) => departments),
      nameOf,
    ),
    people: Object.fromEntries(members.map(({ id, name }) => [id, displayName(name)])),
    inspections: named(
      all(({ inspections }) => inspections),
      nameOf,
    ),
    checkItems: Object.fromEntries(all((one) => itemNames(one, nameOf))),
    deliverables: named(
      all(({ deliverables }) => deliverables),
      nameOf,
    ),
    tables: named(
      all(({ tables }) => tables),
      ({ name }) => name,
    ),
  };
}

type ItemName = readonly [string, ReportNames['checkItems'][string]];
function itemNames(
  { inspections }: Contract,
  nameOf: (one: { readonly name: string; readonly nameEn: string }) => string,
): readonly ItemName[] {
  return inspections.flatMap(({ checklist, id: plan }) =>
    checklist.map(({ id, name, nameEn, reading }): ItemName => {
      const { max, min, unit } = reading ?? {};
      return [
        `${plan}/${id}`,
        {
          name: nameOf({ name, nameEn }),
          ...(unit !== undefined && { unit }),
          ...(min !== undefined && { min }),
          ...(max !== undefined && { max }),
        },
      ];
    }),
  );
}
