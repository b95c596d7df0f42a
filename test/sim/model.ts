// The plain model: what the contract wants reminded, and when. Slow and simple on purpose; it shares no code with what it checks.
import { DAY, type Instant } from '../../domain/types.ts';
import type { Act } from './story.ts';
import { AFTER_DUE, type PlainClock, type PlainLevel, type PlainRule, RULES, SHARES, workOfDay } from './tender.ts';

interface Span {
  readonly from: Instant;
  to: Instant;
}

interface ModelClock {
  rule: PlainRule;
  /** As the program names it: `critical.update#2`. */
  name: string;
  readonly start: Instant;
  readonly pauses: Span[];
  /** Nothing is owed before: it did not run, or not with this target. */
  armedAt: Instant;
  /** Last posted stage's place among all. */
  posted: number;
  ended?: 'stopped' | 'void';
  endedAt?: Instant;
}

/** Nobody hears or says anything in these. */
export interface Outage {
  readonly from: Instant;
  readonly to: Instant;
}

const STAGES = [...SHARES, ...AFTER_DUE].map(([stage]) => stage);
/** Whoever works has responded. */
const STOPPED_BY = {
  acknowledge: ['respond'],
  arrive: ['respond', 'arrive'],
  diagnose: ['respond', 'diagnose'],
  report_up: ['respond', 'report_up'],
  progress: ['respond'],
} as const satisfies Record<string, readonly PlainClock[]>;
const LATEST: Instant = Number.MAX_SAFE_INTEGER;

/** Every reminder that a ticket's story owes until `end`: `critical.arrive p500 @ 2026-03-03T01:02:30.000Z`. */
export function remindersOwed(story: readonly Act[], outages: readonly Outage[], end: Instant): readonly string[] {
  const model = new TicketModel();
  const said: string[] = [];
  for (const act of story) {
    said.push(...model.runTo(act.at, outages));
    model.take(act);
  }
  said.push(...model.runTo(end, outages));
  return said.toSorted();
}

class TicketModel {
  #level: PlainLevel = 'critical';
  #clocks: ModelClock[] = [];
  #askedAt: Instant | undefined;
  #pausedFrom: Instant | undefined;
  #resolvedAt: Instant | undefined;
  #now: Instant = 0;
  #rounds = 0;

  /** What is posted later than now, until then and including it. */
  runTo(until: Instant, outages: readonly Outage[]): readonly string[] {
    const said: string[] = [];
    for (const clock of this.#clocks) {
      for (
        let next = this.#nextOf(clock, outages);
        next !== undefined && next.at <= until;
        next = this.#nextOf(clock, outages)
      ) {
        clock.posted = next.place;
        said.push(`${clock.name} ${STAGES[next.place] ?? '?'} @ ${new Date(next.at).toISOString()}`);
      }
    }
    this.#now = until;
    return said;
  }

  /** The next post of a clock: the newest of the stages that are due by the time at which somebody can speak. */
  #nextOf(clock: ModelClock, outages: readonly Outage[]): { readonly at: Instant; readonly place: number } | undefined {
    if (clock.ended || clock.pauses.at(-1)?.to === LATEST) return undefined;
    const due = instantOf(clock, clock.rule.targetMs);
    const planned = [
      ...SHARES.map(([, permille]) => instantOf(clock, Math.ceil((clock.rule.targetMs * permille) / 1000))),
      ...AFTER_DUE.map(([, afterMs]) => due + afterMs),
    ].map((at) => Math.max(at, clock.armedAt));
    const first = planned[clock.posted + 1];
    if (first === undefined) return undefined;
    const at = outages.find(({ from, to }) => from <= first && first < to)?.to ?? first;
    return { at, place: planned.findLastIndex((each) => each <= at) };
  }

  take(act: Act): void {
    switch (act.type) {
      case 'report':
        this.#level = act.level;
        this.#clocks = RULES[act.level].map((rule) => this.#started(rule, act.at, act.at));
        break;
      case 'acknowledge':
      case 'arrive':
      case 'report_up':
      case 'diagnose':
      case 'progress':
        this.#stop(STOPPED_BY[act.type], act.at);
        // Who names the cause of a grave fault was there; of a mild one it is owed long before he has to come.
        if (act.type === 'diagnose' && this.#level === 'critical') this.#stop(['arrive'], act.at);
        if (act.type === 'diagnose' || act.type === 'progress') this.#renew(act.at);
        break;
      case 'suspend':
        this.#askedAt = act.at;
        this.#stop(['respond'], act.at);
        break;
      case 'approve_suspension':
        this.#pause();
        break;
      case 'refuse_suspension':
        this.#askedAt = undefined;
        break;
      case 'resume':
        this.#resume(act.at);
        break;
      case 'resolve':
        this.#resume(act.at);
        this.#resolvedAt = act.at;
        this.#stop(['respond', 'arrive', 'diagnose', 'report_up', 'resolve', 'update'], act.at);
        break;
      case 'reopen':
        this.#reopen(act.at);
        break;
      case 'cancel':
        for (const clock of this.#open()) end(clock, 'void', act.at);
        break;
      case 'change_level':
        this.#changeLevel(act.to, act.at);
        break;
      case 'transfer':
      case 'supplement':
      case 'confirm':
        break;
    }
  }

  #started(rule: PlainRule, start: Instant, armedAt: Instant): ModelClock {
    if (rule.clock === 'update') this.#rounds += 1;
    const name = nameOf(this.#level, rule.clock, this.#rounds);
    return { rule, name, start, armedAt, pauses: [], posted: -1 };
  }

  #open(): readonly ModelClock[] {
    return this.#clocks.filter((clock) => clock.ended === undefined);
  }

  #stop(names: readonly PlainClock[], at: Instant): void {
    for (const clock of this.#open()) if (names.includes(clock.rule.clock)) end(clock, 'stopped', at);
  }

  /** The hour of the progress begins again. */
  #renew(at: Instant): void {
    for (const clock of this.#open().filter(({ rule }) => rule.clock === 'update')) {
      end(clock, 'stopped', at);
      const next = this.#started(clock.rule, at, at);
      if (this.#pausedFrom !== undefined) next.pauses.push({ from: at, to: LATEST });
      this.#clocks.push(next);
    }
  }

  /** Counts from the request; for a round that began since, from its beginning. */
  #pause(): void {
    const from = this.#askedAt ?? this.#now;
    this.#askedAt = undefined;
    this.#pausedFrom = from;
    for (const clock of this.#open().filter(({ rule }) => rule.isPausable)) {
      clock.pauses.push({ from: Math.max(from, clock.start), to: LATEST });
    }
  }

  #resume(at: Instant): void {
    this.#pausedFrom = undefined;
    for (const clock of this.#open()) {
      const last = clock.pauses.at(-1);
      if (last?.to !== LATEST) continue;
      last.to = at;
      clock.armedAt = at;
    }
  }

  #reopen(at: Instant): void {
    // Whoever says that it is resolved has responded, but neither come nor found the cause nor told the lead by that.
    for (const name of ['arrive', 'diagnose', 'report_up', 'resolve', 'update'] as const) {
      const clock = this.#clocks.findLast(({ rule, ended }) => rule.clock === name && ended !== 'void');
      if (clock?.ended !== 'stopped' || clock.endedAt !== this.#resolvedAt) continue;
      clock.pauses.push({ from: clock.endedAt ?? at, to: at });
      clock.armedAt = at;
      delete clock.ended;
    }
  }

  #changeLevel(to: PlainLevel, at: Instant): void {
    this.#level = to;
    const wanted = RULES[to];
    for (const clock of this.#open()) {
      const rule = wanted.find((each) => each.clock === clock.rule.clock);
      if (!rule) {
        end(clock, 'void', at);
        continue;
      }
      clock.rule = rule;
      clock.name = nameOf(to, rule.clock, this.#rounds);
      clock.armedAt = at;
    }
    // Only the progress can be new: every other promise is one of both levels.
    for (const rule of wanted.filter(({ clock }) => clock === 'update')) {
      if (this.#open().some((clock) => clock.rule.clock === 'update')) continue;
      const clock = this.#started(rule, at, at);
      if (this.#pausedFrom !== undefined) clock.pauses.push({ from: at, to: LATEST });
      this.#clocks.push(clock);
    }
  }
}

function nameOf(level: PlainLevel, clock: PlainClock, round: number): string {
  return clock === 'update' ? `${level}.update#${round}` : `${level}.${clock}`;
}

function end(clock: ModelClock, how: 'stopped' | 'void', at: Instant): void {
  clock.ended = how;
  clock.endedAt = at;
}

/** When a clock has used so much time, span by span. */
function instantOf({ start, pauses, rule }: ModelClock, ms: number): Instant {
  let left = ms;
  for (const [from, to] of runningSpans(start, pauses)) {
    for (const [open, close] of countedSpans(from, to, rule.isWorkingTime)) {
      if (left <= close - open) return open + left;
      left -= close - open;
    }
  }
  return LATEST;
}

function* runningSpans(start: Instant, pauses: readonly Span[]): Generator<readonly [Instant, Instant]> {
  let from = start;
  for (const pause of pauses) {
    if (pause.from > from) yield [from, pause.from];
    from = Math.max(from, pause.to);
  }
  if (from < LATEST) yield [from, LATEST];
}

function* countedSpans(from: Instant, to: Instant, isWorkingTime: boolean): Generator<readonly [Instant, Instant]> {
  if (!isWorkingTime) {
    yield [from, to];
    return;
  }
  // No target of a working day takes longer.
  const last = Math.min(to, from + 60 * DAY);
  for (let day = from; day < last; ) {
    const { spans, next } = workOfDay(day);
    for (const [open, close] of spans) {
      const [begin, stop] = [Math.max(open, from), Math.min(close, last)];
      if (begin < stop) yield [begin, stop];
    }
    day = next;
  }
}
