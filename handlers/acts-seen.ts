import { z } from 'zod';
import { nameOf } from '../cards/ticket-view.ts';
import type { LedgerEntry } from '../db/records.ts';
import { civilTime } from '../domain/civil.ts';
import type { TicketCommandType, TicketEventType } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** Steps of an engineer's, and what they are called. */
const STEPS = {
  acknowledged: 'acknowledge',
  arrived: 'arrive',
  diagnosed: 'diagnose',
  reported_up: 'report_up',
  worked_around: 'work_around',
  progressed: 'progress',
  supplemented: 'supplement',
  resolved: 'resolve',
  transferred: 'transfer',
} as const satisfies Partial<Record<TicketEventType, TicketCommandType>>;
const TAKEN = 'handover_taken';
const SEEN_MAX = 500;

const done = z.object({ by: z.string() });

/** The first thing that each of the people did since then, in words: 韦工 09:02 接班. It proves that he was there to tap, not where. */
export async function actsSeen(scene: Scene, people: readonly PersonId[], since: Instant): Promise<readonly string[]> {
  const { contract, now, store } = scene;
  const entries = await store.entries(contract.id, [TAKEN, ...Object.keys(STEPS)], since, now + 1, SEEN_MAX);
  const words: string[] = [];
  for (const person of people) {
    const first = entries.find(({ body }) => done.safeParse(JSON.parse(body)).data?.by === person);
    if (first) words.push(await actWords(scene, person, first));
  }
  return words;
}

async function actWords({ members, store, text }: Scene, person: PersonId, entry: LedgerEntry): Promise<string> {
  const ticket = entry.ticketId === undefined ? undefined : await store.ticket(entry.ticketId);
  const act = [labelOf(entry.type, text), ...(ticket ? [ticket.number] : [])].join(' ');
  return text.roster.attendance.seenAct(nameOf(members, person, text), act, civilTime(entry.at));
}

function labelOf(type: string, { commands, roster }: Scene['text']): string {
  const step = Object.entries(STEPS).find(([event]) => event === type)?.[1];
  return step === undefined ? roster.commands.take_over.label : commands[step].label;
}
