import { shownPeriod, typedPeriod } from '../cards/period-name.ts';
import type { GradeScope } from '../domain/assessment/decide-grade.ts';
import { handIn, handInId } from '../domain/assessment/decide-hand-in.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import { partsAmong } from '../domain/assessment/weights.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import { recordWrites, refuseAssessment } from './assessment-commit.ts';
import { sayWords } from './assessment-form.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { packsEver, tablesEver } from './givable-tables.ts';
import { readCopy, readGradedPeriod } from './grade-scope.ts';
import { showGrading } from './grading.ts';
import { answer, say } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';
import { signedBySubject } from './sign-scope.ts';
import { isSomethingElse } from './something-else.ts';

/** How much of what names no table is repeated, in graphemes. */
const SAID_SHOWN_MAX = 20;

/** 提交评分 GX-T2 刑事侦查总队, with a period behind it or without; the words alone ask what is still to be given. */
export async function handInByText(ctx: CommandContext, next: Next): Promise<void> {
  const said = cleanText(ctx.args).normalize('NFKC');
  if (said === '') return showGrading(ctx);
  const named = tableNamed(ctx.contract.tables, said) ?? tableNamed(await tablesEver(ctx), said);
  const { commands, grading, signing } = ctx.text.assessment;
  const { example } = commands.hand_in;
  if (!named) {
    if (isSomethingElse(ctx, '')) return next();
    const [first = ''] = tablesToHandIn(ctx);
    return sayWords(ctx, grading.unknownTable(clip(said, SAID_SHOWN_MAX), example(first)));
  }
  const { rest, table } = named;
  const copied = await readCopy(ctx, { table, rule: table }, rest);
  if (!copied.ok) return sayWords(ctx, copied.sentence);
  const read = await readGradedPeriod(ctx, table, copied.rest);
  if (!read.ok) return sayWords(ctx, read.sentence);
  if (read.rest !== '') {
    return sayWords(
      ctx,
      signing.unknownPeriod(
        clip(read.rest, SAID_SHOWN_MAX),
        example(`${table.id} ${typedPeriod(read.period.label, ctx.text)}`),
      ),
    );
  }
  await take(ctx, table, { period: read.period, ...(copied.copy !== undefined && { copy: copied.copy }) });
}

/** The card's form: a table, with the copy of it behind a bar. */
export async function handInByTap(ctx: ActionContext): Promise<void> {
  const [id, copy] = (ctx.update.form.table ?? '').split('|');
  const tables = (await tablesEver(ctx)).filter((one) => one.id === id);
  const [table] = tables;
  if (!table) return showGrading(ctx);
  const asked = signedBySubject(ctx, ctx.update.subject);
  if (!asked?.tables.includes(table.id)) return sayWords(ctx, ctx.text.system.unknownAction);
  const isKnown = tables.some(({ departments = [undefined] }) => departments.some((one) => one === copy));
  if (!isKnown) return showGrading(ctx);
  await take(ctx, table, { period: asked.period, ...(copy !== undefined && { copy }) });
}

async function take(ctx: UpdateContext, table: AssessmentTable, scope: GradeScope): Promise<void> {
  const { actor, contract, now, store, text } = ctx;
  const packs = await packsEver(ctx);
  const isPart = partsAmong(packs.flatMap(({ tables }) => tables))(table.id, scope.copy);
  const seen = await store.assessmentRecord(handInId(contract.id, table.id, scope));
  const decision = handIn({ id: table.id, isPart }, scope, actor, {
    ...{ contractId: contract.id, now },
    ...(seen && { seen }),
  });
  const who = packs.flatMap(({ departments }) => departments).find(({ id }) => id === scope.copy)?.name ?? '';
  const about = `${table.id} ${who}`.trim();
  if (!decision.ok) return refuseAssessment(ctx, decision.refusal, { command: 'hand_in', about });
  const { grading } = text.assessment;
  const name = grading.item(table.id, table.name, who);
  await ctx.commit({
    ...recordWrites(ctx, 'table_handed_in', decision.step),
    outbox: [answer(ctx, say(grading.handedIn(name, shownPeriod(scope.period.label, text))))],
  });
}

/** By its id, its name or one of its words, the longest that opens what was said. */
function tableNamed(
  tables: readonly AssessmentTable[],
  said: string,
): { readonly table: AssessmentTable; readonly rest: string } | undefined {
  const lower = said.toLowerCase();
  const named = tables.flatMap((table) =>
    [table.id, table.name, ...table.words]
      .filter((word) => lower.startsWith(word.normalize('NFKC').toLowerCase()))
      .map((word) => ({ table, length: word.normalize('NFKC').length })),
  );
  const [first] = named.toSorted((a, b) => b.length - a.length);
  return first && { table: first.table, rest: said.slice(first.length).trim() };
}

function tablesToHandIn({ contract }: UpdateContext): readonly string[] {
  const isPart = partsAmong(contract.tables);
  return contract.tables.flatMap(({ departments = [undefined], id }) =>
    departments.some((copy) => isPart(id, copy)) ? [id] : [],
  );
}
