import { inEveryLanguage } from '../cards/language.ts';
import type { Tx } from '../db/changes.ts';
import { isMonitor } from '../domain/alerts/monitor.ts';
import type { SymptomFamily, Understanding } from '../domain/intake.ts';
import {
  type FaultInWork,
  mayBeSame,
  type ReportedFault,
  type SameFaultVerdict,
  sameFault,
} from '../domain/same-fault.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { ChatId, Instant, PersonId, TicketId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { OPEN_TICKETS_MAX } from './find-ticket.ts';
import { understood } from './understood.ts';

/** Reports of a ticket whose words are read for their symptom; the newest. */
const REPORTS_READ_MAX = 10;

/** What is known of a report when it is compared with what is in work. */
export interface ComparedReport {
  readonly body: string;
  readonly reporterId: PersonId;
  readonly reportedAt: Instant;
  readonly understood: Pick<Understanding, 'systemId' | 'family'>;
  /** For which it is said. */
  readonly departmentId?: string | undefined;
  /** Where it belongs. */
  readonly chatId?: ChatId | undefined;
}

export interface SameFault {
  /** As it was read. */
  readonly ticket: Ticket;
  readonly verdict: SameFaultVerdict;
  /** What its report says; empty where it was erased. */
  readonly words: string;
}

/**
 * The ticket in work that a report is about as well, by the pack's rule.
 * @param except a ticket that it is not about
 * @returns undefined where there is none, or the pack wants a ticket for each report
 */
export async function sameFaultOf(
  scene: Scene,
  report: ComparedReport,
  except?: TicketId,
): Promise<SameFault | undefined> {
  const rule = scene.contract.sameFault;
  if (!rule || report.understood.systemId === undefined) return undefined;
  const reported = reportedFault(report);
  const faults = (await faultsInWork(scene, report)).filter(({ ticket }) => ticket.id !== except);
  const isOwn = ({ ticket: { merged = [], reporterId } }: FaultInWork) =>
    [reporterId, ...merged.map((one) => one.reporterId)].includes(report.reporterId);
  // 另外 …: he knows of his own report, and means another fault.
  const compared = saysAnother(report.body) ? faults.filter((fault) => !isOwn(fault)) : faults;
  const found = sameFault(compared, reported, rule);
  return found && { ticket: found.fault.ticket, verdict: found.verdict, words: found.fault.words };
}

/** What a report was compared with, to be looked at again when its own ticket is written. */
export interface Compared {
  readonly report: ComparedReport;
  readonly known: ReadonlySet<TicketId>;
}

/** Before a report is compared: two who say the same at the same moment do not see each other's tickets. */
export async function beforeComparing(scene: Scene, report: ComparedReport): Promise<Compared> {
  return { report, known: new Set((await ticketsLike(scene.store, scene, report)).map(({ id }) => id)) };
}

/** @throws {VersionConflict} somebody was faster: compared again, the report joins his ticket */
export async function requireNoneSince(tx: Tx, scene: Scene, { known, report }: Compared): Promise<void> {
  const faster = (await ticketsLike(tx, scene, report)).find(({ id }) => !known.has(id));
  if (faster) tx.giveUp(`ticket ${faster.id} may be about the same fault`);
}

async function ticketsLike(
  reads: Pick<Tx, 'openTickets'>,
  { contract }: Scene,
  report: ComparedReport,
): Promise<readonly Ticket[]> {
  const rule = contract.sameFault;
  if (!rule || report.understood.systemId === undefined) return [];
  const open = await reads.openTickets(contract.id, { newestFirst: true, limit: OPEN_TICKETS_MAX });
  return open.filter((ticket) => mayBeSame(ticket, reportedFault(report), rule));
}

/** The level that words speak for: the one of a report that says nothing of it is no ground to change anything. */
export function saidLevel({ level, levelReason }: Pick<Understanding, 'level' | 'levelReason'>): string | undefined {
  return levelReason.code === 'default' ? undefined : level;
}

function reportedFault({
  chatId,
  departmentId,
  reportedAt,
  reporterId,
  understood: read,
}: ComparedReport): ReportedFault {
  const { family, systemId } = read;
  return { systemId, family, departmentId, chatId, reporterId, reportedAt, isMonitoring: isMonitor(reporterId) };
}

/** A fault that may be the same, with what its first report says. */
type ReadFault = FaultInWork & { readonly words: string };

async function faultsInWork(scene: Scene, report: ComparedReport): Promise<readonly ReadFault[]> {
  const { store } = scene;
  const tickets = await ticketsLike(store, scene, report);
  const refs = (ticket: Ticket) => [
    { ref: ticket.summary, by: ticket.reporterId },
    ...(ticket.merged ?? [])
      .slice(-REPORTS_READ_MAX)
      .flatMap(({ reporterId, text }) => (text ? [{ ref: text, by: reporterId }] : [])),
  ];
  const texts = await store.texts(tickets.flatMap(refs).map(({ ref }) => ref.id));
  return tickets.map((ticket): ReadFault => {
    const families = refs(ticket).flatMap(({ by, ref }) => familyOf(scene, texts.get(ref.id), by) ?? []);
    const words = texts.get(ticket.summary.id) ?? '';
    return { ticket, families: [...new Set(families)], isMonitoring: isMonitor(ticket.reporterId), words };
  });
}

function familyOf(scene: Scene, body: string | undefined, reporterId: PersonId): SymptomFamily | undefined {
  const family =
    body === undefined ? undefined : understood({ ...scene, chat: undefined }, body, { reporterId }).family;
  return family === 'other' ? undefined : family;
}

/** 另外 …: he knows of what he said before, and means another fault. */
export function saysAnother(body: string): boolean {
  const said = body.toLowerCase();
  return ANOTHER.some((word) => said.includes(word));
}

const ANOTHER = inEveryLanguage(({ sameFault: { anotherWords } }) => anotherWords);
