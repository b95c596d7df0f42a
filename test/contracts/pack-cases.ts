import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lexicon } from '../../cards/lexicon.zh.ts';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { includesOf } from '../../contracts/load.ts';
import { parsePack } from '../../contracts/schema.ts';
import { civilDate, civilTime, parseCivil } from '../../domain/civil.ts';
import { clockUse } from '../../domain/clocks.ts';
import type { ClockName, Contract } from '../../domain/contract.ts';
import { understand } from '../../domain/intake.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import type { Instant } from '../../domain/types.ts';
import { diagnose, li, resolve, Story, words } from '../domain/fixture.ts';

// What the tests of the shipped packs share: a pack as it is shipped, tickets of it, and how their clocks stand.

/** A pack of `contracts/`, with what it includes. */
export function shippedPack(id: string): Contract {
  const path = fileURLToPath(new URL(`../../contracts/${id}.yaml`, import.meta.url));
  const options = { sourceName: path, holidays: chineseHolidays(), read: includesOf(path) };
  return parsePack(readFileSync(path, 'utf8'), options);
}

/** `2026-03-06 17:59`, seconds and thousandths as well if need be. */
export function instant(text: string): Instant {
  const [date = '', time = '', ms = '0'] = text.split(/[ .]/);
  return parseCivil(date, time) + Number(ms);
}

/** As `instant` reads it; 24:00 is 00:00 of the next day. */
export function instantText(at: Instant): string {
  return `${civilDate(at)} ${civilTime(at)}`;
}

export interface Reported {
  readonly level: string;
  readonly systemId: string;
  /** `2026-03-06 17:59` */
  readonly at: string;
}

/** A ticket of the pack on the instant of its report. */
export function reported(contract: Contract, { at, level, systemId }: Reported): Story {
  const reportedAt = instant(at);
  return new Story(contract, { level, systemId, reportedAt, receivedAt: reportedAt });
}

/** When each clock is due, by the rule's id; `agreed` where the two sides have still to name it. */
export function dueTexts(story: Story): Readonly<Record<string, string>> {
  return Object.fromEntries(
    story.ticket.clocks.map(({ id, dueAt }) => [id, dueAt === undefined ? 'agreed' : instantText(dueAt)]),
  );
}

const STEPS: Partial<Record<ClockName, TicketCommand>> = {
  respond: { type: 'acknowledge' },
  arrive: { type: 'arrive' },
  diagnose,
  report_up: { type: 'report_up' },
  workaround: { type: 'work_around', text: words('workaround') },
  resolve,
  fault_report: { type: 'report_fault', text: words('fault report') },
};

/** How the clock stands after the step that ends it was done at this instant. */
export function stateWhenDoneAt(story: Story, clockId: string, at: Instant): string {
  const step = STEPS[story.clock(clockId).clock];
  if (step === undefined) throw new Error(`no step ends ${clockId}`);
  const done = story.copy().act(at, li, step);
  return clockUse(done.clock(clockId), done.contract, at).state;
}

/** What a message in a group is taken for: the system, the level, and whether a human is asked about it. */
export function levelOfReport(contract: Contract, text: string, isVip = false) {
  const { level, levelReason, systemId } = understand(text, { contract, lexicon, isVip });
  return { systemId, level, asks: levelReason.code === 'matrix' && levelReason.ask };
}
