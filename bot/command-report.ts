import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUES } from '../cards/language.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { OpenStore } from '../db/open.ts';
import { civilDate, isCivilDate } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import type { ReportKind } from '../domain/obligations/plan-types.ts';
import { reportPeriod } from '../domain/reporting/report-period.ts';
import type { Instant } from '../domain/types.ts';
import { faultReportOf } from '../handlers/fault-report-figures.ts';
import { reportOf } from '../handlers/report-of.ts';
import { textIdsOf } from '../handlers/ticket-timeline.ts';
import { type PaperContent, paperBytes } from '../reports/paper-bytes.ts';
import { contractAmong, save } from './command-score.ts';
import { withStore } from './command-store.ts';
import { ticketOf } from './explain-ticket.ts';
import { InvalidQuestion } from './invalid-question.ts';
import { paperName } from './kept-paper.ts';
import { createLog } from './log.ts';
import { systemClock } from './main.ts';
import { type Unmasked, withMaskedTexts } from './masked-texts.ts';
import { readPacks } from './pack-folder.ts';
import { packsOver } from './packs-over.ts';

export interface ReportOptions extends Unmasked {
  readonly contract?: string;
  readonly date?: string;
  readonly out: string;
  readonly lang: 'zh' | 'en';
}

const KINDS: Readonly<Record<string, ReportKind>> = {
  daily: 'daily',
  weekly: 'weekly',
  monthly: 'monthly',
  quarterly: 'quarterly',
  'half-yearly': 'half_yearly',
  yearly: 'yearly',
};
const FORMATS = ['picture', 'docx', 'xlsx'] as const;

/** Writes a report's files into a folder. @throws {InvalidQuestion} */
export async function report(what: string, ticket: string | undefined, options: ReportOptions): Promise<void> {
  const kind = KINDS[what];
  if (what !== 'fault' && !kind)
    throw new InvalidQuestion(`report ${what}: write ${Object.keys(KINDS).join(', ')} or fault`);
  if (what === 'fault' && ticket === undefined)
    throw new InvalidQuestion('report fault: of which ticket? report fault GZ-260303-07');
  if (kind && ticket !== undefined)
    throw new InvalidQuestion(`report ${what} ${ticket}: a ticket belongs to report fault`);
  if (options.date !== undefined && !isCivilDate(options.date)) {
    throw new InvalidQuestion(`--date ${options.date}: write a day such as 2026-03-31`);
  }
  if (what === 'fault' && options.date !== undefined)
    throw new InvalidQuestion('--date belongs to a period, not to a fault');
  await withStore(async (store, { contractsDir }) => {
    const contracts = (await readPacks(contractsDir)).map(({ contract }) => contract);
    if (kind) return ofPeriod(store, contractAmong(contracts, options.contract), kind, options);
    if (ticket !== undefined) await ofFault(withMaskedTexts(store, options), contracts, ticket, options);
  });
}

async function ofPeriod(store: OpenStore, contract: Contract, kind: ReportKind, options: ReportOptions): Promise<void> {
  const now = systemClock.now();
  const period = reportPeriod(kind, options.date ?? civilDate(now));
  if (period.from > now) throw new InvalidQuestion(`--date ${options.date}: that period has not begun`);
  const over = (from: Instant, to: Instant) => packsOver({ store, log: createLog('error') }, contract, from, to);
  const source = { store, contract, now, packsOver: over };
  const language = options.lang;
  const made = await reportOf(source, { kind, period, language });
  const name = CATALOGUES[language].reporting.fileName(
    contract.shortName,
    CATALOGUES[language].reporting.kinds[kind][0] ?? kind,
    period.label,
  );
  for (const format of FORMATS) {
    await write({ paper: 'report', format, language, report: made }, name, options);
  }
}

async function ofFault(
  store: OpenStore,
  contracts: readonly Contract[],
  said: string,
  options: ReportOptions,
): Promise<void> {
  const { contract, ticket } = await ticketOf(store, contracts, said, options.contract);
  const [events, members] = await Promise.all([store.ticketEvents(ticket.id), store.members(contract.id)]);
  const { action, cause, summary } = ticket;
  const own = [summary, cause, action].flatMap((ref) => ref?.id ?? []);
  const texts = await store.texts([...own, ...events.flatMap(textIdsOf)]);
  const view: TicketView = { ticket, contract, members, onDuty: [], texts };
  const text = CATALOGUES[options.lang];
  const made = faultReportOf({ contract, members, now: systemClock.now(), text }, view, events);
  const name = text.deliverable.faultReport.name(ticket.number);
  await write({ paper: 'fault_report', format: 'docx', language: options.lang, report: made }, name, options);
}

async function write(content: PaperContent, name: string, { out }: ReportOptions): Promise<void> {
  await outFolder(out);
  await save(join(out, paperName(content.format, name)), await paperBytes(content));
}

async function outFolder(out: string): Promise<void> {
  await mkdir(out, { recursive: true }).catch((error: unknown) => {
    throw new InvalidQuestion(`--out ${out}: the folder can't be made (${String(error)}); name another one`);
  });
}
