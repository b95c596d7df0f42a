import { periodLexicon } from '../cards/period-lexicon.ts';
import { typedPeriod } from '../cards/period-name.ts';
import { displayName } from '../cards/ticket-view.ts';
import type { GradeScope } from '../domain/assessment/decide-grade.ts';
import { signatureInForce } from '../domain/assessment/decide-signature.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { ownPeriod, periodFor, periodsOf } from '../domain/assessment/period.ts';
import { readPeriod } from '../domain/assessment/spoken-period.ts';
import type { AssessmentTable, Rule } from '../domain/assessment/table-types.ts';
import type { Contract } from '../domain/contract.ts';
import { clip } from '../domain/plain-text.ts';
import { isSupplier } from '../domain/sides.ts';
import { DAY } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { packsEver } from './givable-tables.ts';
import { departmentOfSpeaker } from './group-chat.ts';
import { signaturesOf } from './signed-periods.ts';
import { transferInput } from './typed-names.ts';

/** How long after its end an unsigned period is the one that people grade. */
const GRADED_WITHIN_MS = 31 * DAY;

/** How much of what names no period is repeated, in graphemes. */
const SAID_SHOWN_MAX = 20;

export type ReadScope =
  | { readonly ok: true; readonly scope: GradeScope; readonly rest: string }
  | { readonly ok: false; readonly sentence: string };

/** Of a copied table whose copy is meant, named before everything else: 打分 GX1.3 网安总队 3.5. */
export async function readCopy(
  ctx: UpdateContext,
  { rule, table }: { readonly rule: Pick<Rule, 'id'>; readonly table: AssessmentTable },
  said: string,
): Promise<
  | { readonly ok: true; readonly copy?: string; readonly rest: string }
  | { readonly ok: false; readonly sentence: string }
> {
  const { contract, members, text } = ctx;
  const { whichCopy } = text.assessment.grading;
  if (table.isPerPerson) {
    const read = transferInput(said, members.filter(isSupplier));
    if (read.ok) return { ok: true, copy: read.input.to ?? '', rest: read.input.reason ?? '' };
    const names = members.filter(({ roles }) => roles.includes('engineer')).map(({ name }) => displayName(name));
    return { ok: false, sentence: whichCopy(rule.id, names.join(text.card.comma)) };
  }
  const departments = copiesOf(table, contract);
  const named = departmentNamed(departments, said) ?? (await departmentOnce(ctx, table.id, said));
  if (named) return { ok: true, copy: named.id, rest: said.slice(named.word.length).trim() };
  if (!table.departments) return { ok: true, rest: said };
  const own = departmentOfSpeaker(ctx);
  if (own !== undefined && table.departments.includes(own)) return { ok: true, copy: own, rest: said };
  const copies = table.departments.map((copy) => departments.find(({ id }) => id === copy)?.name ?? copy);
  return { ok: false, sentence: whichCopy(rule.id, copies.join(text.card.comma)) };
}

type Department = Contract['departments'][number];

function copiesOf(table: AssessmentTable | undefined, { departments }: Contract): readonly Department[] {
  return departments.filter(({ id }) => table?.departments?.includes(id));
}

/** One that had a copy of the table by an earlier pack; by its id too, since nothing else names it where the pack has it no more. */
async function departmentOnce(ctx: UpdateContext, table: string, said: string) {
  const packs = await packsEver(ctx);
  const departments = packs.flatMap((pack) =>
    copiesOf(
      pack.tables.find(({ id }) => id === table),
      pack,
    ),
  );
  const [first = ''] = said.split(/\s/u, 1);
  const isGone = ({ id }: Department) => !ctx.contract.departments.some((one) => one.id === id);
  const byId = departments.find((one) => isGone(one) && one.id === first.toLowerCase());
  return departmentNamed(departments, said) ?? (byId && { id: byId.id, word: first });
}

function departmentNamed(departments: readonly Department[], said: string) {
  return departments
    .flatMap(({ aliases, id, name, nameEn }) => [name, nameEn, ...aliases].map((word) => ({ id, word })))
    .filter(({ word }) => said.toLowerCase().startsWith(word.toLowerCase()))
    .toSorted((a, b) => b.word.length - a.word.length)[0];
}

/** The period that opens what follows a figure, else the one that is graded now. @returns the sentence that says what is missing */
export async function readGradedPeriod(
  ctx: UpdateContext,
  table: AssessmentTable,
  said: string,
): Promise<
  | { readonly ok: true; readonly period: Period; readonly rest: string }
  | { readonly ok: false; readonly sentence: string }
> {
  const [, first = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(said) ?? [];
  const named = first === '' ? undefined : readPeriod(first, periodLexicon, ctx.now);
  const period = named?.rest === '' ? periodFor(table, ctx.contract.term, named.ask) : await gradedPeriod(ctx, table);
  const { grading } = ctx.text.assessment;
  if (named?.rest === '' && !period?.isOwn) {
    const own = await gradedPeriod(ctx, table);
    const labels = periodsOf(table, ctx.contract.term).map(({ label }) => label);
    return {
      ok: false,
      sentence: grading.unknownPeriod(
        clip(first, SAID_SHOWN_MAX),
        typedPeriod(own?.label ?? labels[0] ?? '', ctx.text),
      ),
    };
  }
  if (!period?.isOwn) return { ok: false, sentence: grading.noPeriod };
  return { ok: true, period, rest: named?.rest === '' ? rest : said };
}

/** The one that ended last, as long as it is not signed and not long over; else the one that runs. */
export async function gradedPeriod(ctx: UpdateContext, table: AssessmentTable): Promise<Period | undefined> {
  const { contract, now } = ctx;
  const last = periodsOf(table, contract.term).findLast(({ to }) => to <= now);
  const running = ownPeriod(table, contract.term, now);
  if (!last || (running && now - last.to > GRADED_WITHIN_MS)) return running;
  const inForce = signatureInForce(await signaturesOf(ctx, last));
  return inForce?.doc.tables.includes(table.id) && running ? running : last;
}
