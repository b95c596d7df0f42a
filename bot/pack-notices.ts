import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { z } from 'zod';
import type { PackTexts } from '../cards/catalogue-digest.ts';
import { CATALOGUES } from '../cards/language.ts';
import { withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { clockLabel, instantWords, levelName, targetWords } from '../cards/words.ts';
import type { PackProblem } from '../contracts/problems.ts';
import type { Outgoing } from '../db/changes.ts';
import { calendarOf, dueInstant } from '../domain/clocks.ts';
import type { ClockRule, Contract } from '../domain/contract.ts';
import { canonicalJson } from '../domain/ledger.ts';
import type { TicketClock } from '../domain/ticket-types.ts';
import { type CivilDate, type Instant, ticketId } from '../domain/types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';

/** As many as one reads in a message; what is more is counted. */
const CHANGES_TOLD_MAX = 8;
const MOVED_TOLD_MAX = 5;
const MISTAKES_TOLD_MAX = 3;

export interface Teller {
  readonly deps: Deps;
  readonly onWritten: OnWritten;
}

/** A pack that took the place of another one. */
export interface Replacement {
  readonly contract: Contract;
  /** Absent: this program can't read it. */
  readonly earlier: Contract | undefined;
  readonly since: Instant;
}

/** Tells each manager, for himself, what the new pack changes and which open tickets are due at another time. */
export async function tellInForce(teller: Teller, key: string, replacement: Replacement): Promise<void> {
  const { contract, earlier } = replacement;
  const { pack } = CATALOGUES.zh.digest;
  const moved = await movedTickets(teller.deps, replacement);
  const changes = earlier ? changesOf(earlier, contract, replacement.since) : [];
  const told = changes.slice(0, CHANGES_TOLD_MAX);
  await tellManagers(teller, contract, key, [
    [pack.inForce(contract.shortName)],
    ...(told.length > 0 ? [[pack.changes(told, changes.length - told.length)]] : []),
    [pack.moved(moved.words, moved.count)],
  ]);
}

/** Tells each manager, for himself, where the mistakes of an edited pack are: once for each set of mistakes. */
export async function tellRefused(teller: Teller, contract: Contract, problems: readonly PackProblem[]): Promise<void> {
  const { pack } = CATALOGUES.zh.digest;
  const told = problems.slice(0, MISTAKES_TOLD_MAX);
  const mistakes = createHash('sha256').update(JSON.stringify(problems)).digest('hex');
  await tellManagers(teller, contract, `pack-refused:${contract.id}:${mistakes}`, [
    [pack.refused(contract.shortName)],
    ...told.map((problem): Line => [mistakeWords(problem, pack)]),
    ...(problems.length > told.length ? [[pack.moreMistakes(problems.length - told.length)]] : []),
  ]);
}

/** The folder of a file is the operator's own. */
function mistakeWords({ file, line, path, problem, remedy }: PackProblem, pack: PackTexts): string {
  return pack.mistake({ file: basename(file), line, path, problem, remedy });
}

/** What people notice of a change: targets, clocks that come or go, days. */
function changesOf(earlier: Contract, contract: Contract, now: Instant): readonly string[] {
  const text = CATALOGUES.zh;
  const { pack } = text.digest;
  const nameOf = (rule: ClockRule, of: Contract) =>
    pack.clock(
      clockLabel(rule, text),
      rule.levels.map((level) => levelName(of, level, text)),
    );
  const targetOf = (rule: ClockRule) => targetWords(rule.target, now, text);
  const before = new Map(earlier.clocks.map((rule) => [rule.id, rule]));
  const ids = new Set(contract.clocks.map(({ id }) => id));
  const days = changedDays(earlier, contract);
  return [
    ...contract.clocks.flatMap((rule) => {
      const old = before.get(rule.id);
      if (!old) return pack.added(nameOf(rule, contract), targetOf(rule));
      if (canonicalJson(old.target) === canonicalJson(rule.target)) return [];
      return pack.target(nameOf(rule, contract), targetOf(old), targetOf(rule));
    }),
    ...earlier.clocks.filter(({ id }) => !ids.has(id)).map((rule) => pack.dropped(nameOf(rule, earlier))),
    ...(days.length > 0 ? [pack.days(days.slice(0, CHANGES_TOLD_MAX), days.length)] : []),
  ];
}

function changedDays(earlier: Contract, contract: Contract): readonly CivilDate[] {
  const days = Object.entries(contract.calendars).flatMap(([key, calendar]) => {
    const old = earlier.calendars[key];
    if (calendar.kind === 'always' || !old || old.kind === 'always') return [];
    const [was, is] = [old.spec, calendar.spec].map((spec) => ({ ...spec.statutory, ...spec.days }));
    return Object.keys({ ...was, ...is }).filter(
      (day) => canonicalJson(was?.[day] ?? null) !== canonicalJson(is?.[day] ?? null),
    );
  });
  return [...new Set(days)].toSorted();
}

const movedSchema = z.looseObject({
  packHash: z.string(),
  clocks: z.array(z.looseObject({ id: z.string(), dueAt: z.number().optional() })),
});

/** By the ledger: also those of a run that a crash cut short, and those that came to it by themselves. */
async function movedTickets(
  { clock, store }: Deps,
  { contract, earlier, since }: Replacement,
): Promise<{ readonly words: readonly string[]; readonly count: number }> {
  const now = clock.now();
  const entries = await store.entries(contract.id, ['calendar_changed'], since, now + 1);
  const moves = entries.flatMap(({ body, ticketId: id }) => {
    const moved = movedSchema.safeParse(JSON.parse(body)).data;
    return moved?.packHash === contract.hash && id != null ? [{ id, clocks: moved.clocks }] : [];
  });
  const words: string[] = [];
  for (const { id, clocks } of moves.slice(0, MOVED_TOLD_MAX)) {
    const ticket = await store.ticket(ticketId(id));
    const shown = clocks.flatMap(({ dueAt, id: clockId }) => {
      const own = ticket?.clocks.find((one) => one.id === clockId);
      return own && dueAt !== undefined ? moveWords(own, dueAt, earlier, now) : [];
    });
    if (ticket && shown.length > 0) words.push(CATALOGUES.zh.digest.pack.ticket(ticket.number, shown));
  }
  return { words, count: new Set(moves.map(({ id }) => id)).size };
}

function moveWords(clock: TicketClock, dueAt: Instant, earlier: Contract | undefined, now: Instant): string {
  const text = CATALOGUES.zh;
  const hasCalendar = earlier !== undefined && Object.hasOwn(earlier.calendars, clock.calendar);
  const from = hasCalendar ? dueInstant(clock, calendarOf(clock, earlier)) : undefined;
  const words = (at: Instant) => instantWords(at, now, text, 'if_any');
  return text.digest.pack.move(clockLabel(clock, text), from === undefined ? undefined : words(from), words(dueAt));
}

/** Each for himself, by way of the contract's first group: the customer reads that group as well. */
async function tellManagers(
  { deps, onWritten }: Teller,
  { id }: Contract,
  key: string,
  lines: readonly Line[],
): Promise<void> {
  const group = (await deps.store.chatsOf(id)).find(({ kind }) => kind === 'group');
  if (!group) return;
  const outbox = withRole(await deps.store.members(id), 'manager').map(
    (to): Outgoing => ({
      ...{ op: 'answer', key: `${key}:${to}`, chatId: group.id, priority: 1 },
      ...{ to, content: { lines }, onlyAlone: true },
    }),
  );
  if (outbox.length > 0) await startAttempt(deps, { kind: 'none' }, onWritten).commit(id, { outbox });
}
