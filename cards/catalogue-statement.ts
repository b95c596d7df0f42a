import type { Charge, Open, RuleScore } from '../domain/assessment/statement.ts';
import type { PeriodNames } from './period-name.ts';

/** Words of a score as a paper that people sign. Figures come written out: `2.5`, `9/10`. */
export interface StatementWords {
  readonly title: string;
  readonly labels: {
    readonly contract: string;
    readonly customer: string;
    readonly supplier: string;
    readonly table: string;
    readonly copy: string;
    readonly period: string;
    readonly graders: string;
    readonly madeAt: string;
    /** When what is unfinished was judged. */
    readonly asOf: string;
    readonly pack: string;
    readonly ledger: string;
    readonly total: string;
    readonly accrued: string;
    readonly confirmed: string;
    readonly grade: string;
    readonly consequence: string;
    readonly verdict: string;
    readonly money: string;
  };
  /** @param days first and last day */
  period(name: string, days: readonly [string, string]): string;
  readonly periodNames: PeriodNames;
  /** The period is not the table's own. */
  readonly orientation: string;
  /** The tables changed within the period: this is a part of it. */
  readonly split: string;
  /** 序号 考核内容 分值 扣分标准 扣分 得分 说明 */
  readonly columns: readonly [string, string, string, string, string, string, string];
  /** 加分: in the place of 扣分, of a rule that gives points. */
  readonly gained: string;
  /** 记分: in the place of 扣分, where penalty points are counted upwards. */
  readonly noted: string;
  /** 时间 条款 考核内容 对象 工单 数量 分数 金额 说明 佐证 */
  readonly detailColumns: readonly [string, string, string, string, string, string, string, string, string, string];
  readonly details: string;
  /** @param rest how many lines are in the details alone */
  moreInDetails(rest: number): string;
  /** A document holds no more of them. */
  moreInSpreadsheet(rest: number): string;
  sectionTotal(section: string): string;
  /** Downtime of tickets that name no system. */
  readonly noSystem: string;
  range(least: string, greatest: string): string;
  /** In the place of the least, where nothing bounds it; of a loss in the place of the greatest. */
  readonly noLeast: string;
  readonly noMost: string;
  yuan(figure: string): string;
  readonly byAgreement: string;
  /** A share of a price that nobody has entered. */
  readonly unpriced: string;
  readonly noScore: string;
  openTotal(least: string, greatest: string): string;
  readonly headings: {
    readonly open: string;
    readonly choices: string;
    readonly contractChoices: string;
    readonly mismatch: string;
    readonly floors: string;
  };
  open(rule: string, item: string, why: Open['why']): string;
  readonly openShort: Readonly<Record<Open['why'], string>>;
  choice(about: string, chosen: string, clause: string | undefined): string;
  choiceOthers(others: readonly string[]): string;
  readonly everyFloor: string;
  floors(items: readonly string[]): string;
  readonly because: Readonly<Record<NonNullable<Charge['because']>, string>>;
  readonly atFloor: string;
  /** A bonus makes good what was lost in its section alone. @param rest so much of it counts for nothing */
  bonusBounded(rest: string): string;
  /** Of a percentage: there was nothing to judge. */
  readonly nothingToJudge: string;
  /** What somebody gave. */
  mark(points: string): string;
  readonly unconfirmed: string;
  readonly disputed: string;
  readonly inDeafness: string;
  reason(text: string): string;
  readonly ticks: Readonly<Record<NonNullable<RuleScore['tick']>, string>>;
  /** Of several that happened: another way to read them. */
  meanMark(mark: string): string;
  /** So many of at most so many. */
  quota(count: number, max: number): string;
  /** Several things of one note. */
  readonly between: string;
  /** Behind a label. */
  readonly colon: string;
  /** Text with something in brackets behind it. */
  aside(text: string, inBrackets: string): string;
  list(names: readonly string[]): string;
  readonly graderSignature: string;
  signature(who: string): string;
  readonly signedOn: string;
  readonly supplierSignature: string;
  /** 宋体: the typeface of official papers. */
  readonly typeface: string;
  page(number: string): string;
}
