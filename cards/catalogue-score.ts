import type { PeriodWords } from '../domain/assessment/spoken-period.ts';
import type { StatementWords } from './catalogue-statement.ts';

/** Wording of the answers about scores. Figures come written out, with a sign where they are changes: `94.5`, `−2`. */
export interface ScoreTexts {
  /** How periods are typed. */
  readonly period: PeriodWords;
  /** What people say around the question and that means nothing here: 查一下, 是多少. */
  readonly fillers: readonly string[];
  readonly refused: string;
  /** The contract's pack has no table. */
  readonly noTables: string;
  /** @param said what follows the question and names neither a period nor a table, an item, a department or a person */
  readonly unknownAbout: (said: string, example: string) => string;
  readonly example: string;
  /** A period before the service, after it, or that nobody can read. @param service its days */
  readonly unknownPeriod: (service: string) => string;
  /** @param names what it may be */
  readonly ambiguous: (said: string, names: string) => string;
  /** Nothing of that table is scored for whom was asked. */
  readonly nothingFor: (who: string) => string;
  /** How the same is asked by typing: `评分 2026-Q1 GZ1.6`. */
  readonly command: (about: string) => string;

  /** On the help card. */
  readonly help: {
    readonly label: string;
    readonly how: string;
    /** What the customer's supervisor does about a score. */
    readonly assess: string;
    readonly assessHow: string;
    /** What the supplier's manager may say to that. */
    readonly answer: string;
    readonly answerHow: string;
  };
  readonly title: (name: string, days: string) => string;
  readonly listTitle: (days: string) => string;
  /** Tables have periods of their own length. */
  readonly listTitleMixed: string;
  readonly tablesCount: (count: number) => string;
  readonly openShort: (count: number) => string;
  readonly days: (from: string, to: string) => string;
  readonly ofYear: (year: string, day: string) => string;
  readonly points: (figure: string) => string;
  readonly range: (least: string, greatest: string) => string;
  readonly yuan: (figure: string) => string;
  readonly ofBase: (score: string, base: string) => string;
  readonly unscored: string;
  readonly total: (figure: string, base: string) => string;
  /** Some items are not graded: they count full. @param least what it is where they get nothing; undefined: nothing bounds it */
  readonly openTotal: (figure: string, base: string, least: string | undefined) => string;
  /** In the place of the least, where nothing bounds it. */
  readonly noLeast: string;
  readonly periodNames: StatementWords['periodNames'];
  readonly meanMark: StatementWords['meanMark'];
  readonly nothingToJudge: string;
  /** 记分 10 */
  readonly noted: (figure: string) => string;
  /** Downtime of tickets that name no system. */
  readonly noSystem: string;
  readonly accrued: (figure: string) => string;
  /** A table of sums and targets alone. */
  readonly moneyAlone: string;
  readonly notOwn: string;
  /** Between sentences of one line. */
  readonly between: string;
  readonly running: (to: string) => string;
  readonly signedBy: (by: string, at: string) => string;
  /** The tables changed within the period: it has several stretches. */
  readonly part: string;

  readonly labels: {
    readonly grade: string;
    readonly money: string;
    readonly confirmed: string;
    readonly open: string;
    readonly forecast: string;
    readonly savable: string;
    readonly mismatch: string;
    /** What a ratio costs, which has no finding of its own. */
    readonly effect: string;
    readonly choices: string;
    readonly table: string;
    readonly clause: string;
    readonly measure: string;
    readonly moneyTotal: string;
    readonly others: string;
    readonly tickets: string;
  };
  readonly noGrade: string;
  readonly grades: (names: readonly string[]) => string;
  /** Of an open total. @param present with what is not graded counted in full @param least with nothing for it */
  readonly gradeSpan: (present: string, least: string) => string;
  /** Money is a share of a price that nobody has entered. */
  readonly noPrice: string;
  readonly consequence: (grade: string, consequence: string) => string;
  /** The two sides agree on a sum. */
  readonly moved: (before: string, after: string) => string;
  readonly byAgreement: string;
  readonly noMoney: string;
  readonly confirmedTotal: (figure: string, waiting: number) => string;
  readonly lostTitle: string;
  readonly nothingLost: string;
  /** `−2　GZ1.8 事件/业务完成率：…` */
  readonly lost: (change: string, id: string, name: string, why: string) => string;
  readonly item: (id: string, name: string) => string;
  readonly moreLost: (count: number) => string;
  readonly cases: (count: number) => string;
  readonly daysLate: (count: number) => string;
  /** So many of at most so many. */
  readonly quota: (count: number, max: number) => string;
  /** @param share the percentage */
  readonly measure: (subject: string, share: string, met: number, total: number) => string;
  /** The same where what is counted is time: the percentage alone. */
  readonly share: (subject: string, share: string) => string;
  /** Another table beside the one that is shown. */
  readonly other: (name: string, money: string) => string;
  readonly atFloor: string;
  readonly openCount: (count: number, names: string, isMore: boolean) => string;
  readonly forecast: (figure: string) => string;
  /** An open ticket that still costs nothing. @param change what it would cost; empty where that hangs on others */
  readonly savable: (number: string, clock: string, left: string, rule: string, change: string) => string;
  readonly moreSavable: (count: number) => string;
  readonly choicesCount: (count: number) => string;

  readonly itemButton: (id: string) => string;
  readonly openButton: string;
  /** The same by typing: 评分 未评项. */
  readonly openWords: readonly string[];
  readonly nextButton: string;
  readonly allButton: string;
  readonly tableButton: string;
  /** A table in one stretch of a period that was cut. @param since its first day */
  readonly stretchButton: (table: string, since: string) => string;
  readonly tableHint: (example: string) => string;
  readonly itemHint: (example: string) => string;
  readonly page: (page: number, pages: number) => string;
  /** How a page is asked for by typing: 评分 第2页. */
  readonly typedPage: (page: number) => string;

  readonly findings: {
    readonly none: string;
    readonly charge: (parts: readonly string[]) => string;
    readonly ticketButton: (number: string) => string;
    readonly quantity: (count: string) => string;
    readonly earlier: (count: number) => string;
    /** What can be said about one. */
    readonly hint: (example: string) => string;
    readonly noted: (note: string) => string;
    readonly reason: (reason: string) => string;
    readonly inDeafness: string;
  };
  readonly openTitle: (name: string) => string;
  readonly nothingOpen: string;
  readonly because: StatementWords['because'];
  readonly open: StatementWords['openShort'];
  readonly unconfirmed: string;
  readonly disputed: string;

  readonly ranking: {
    readonly title: (name: string, days: string) => string;
    readonly place: (place: number, isTied: boolean, person: string, figure: string) => string;
    readonly none: string;
    readonly notPersonal: string;
  };
  readonly whatIf: {
    /** Before or behind the ticket's number: 工单 12, 12 号单. */
    readonly ticketWords: readonly string[];
    /** What is supposed of it. */
    readonly overdueWords: readonly string[];
    readonly title: (number: string) => string;
    readonly assumed: string;
    readonly same: string;
    readonly change: (before: string, after: string, change: string) => string;
    readonly settled: (number: string) => string;
  };
}
