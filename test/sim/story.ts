import { HOUR, type Instant, MINUTE, SECOND } from '../../domain/types.ts';
import type { Draws } from './random.ts';
import type { PlainLevel } from './tender.ts';

/** What people do to one ticket, in its order; each at an instant of its own. */
export type Act =
  | { readonly at: Instant; readonly ticket: number; readonly type: 'report'; readonly level: PlainLevel }
  /** Two tap 接单 at the same moment: only one of them has it. */
  | { readonly at: Instant; readonly ticket: number; readonly type: 'acknowledge'; readonly isRace: boolean }
  | { readonly at: Instant; readonly ticket: number; readonly type: 'change_level'; readonly to: PlainLevel }
  | { readonly at: Instant; readonly ticket: number; readonly type: PlainAct };

const PLAIN_ACTS = [
  'arrive',
  'diagnose',
  'report_up',
  'progress',
  'transfer',
  'suspend',
  'approve_suspension',
  'refuse_suspension',
  'resume',
  'resolve',
  'reopen',
  'confirm',
  'cancel',
  'supplement',
] as const;
type PlainAct = (typeof PLAIN_ACTS)[number];

const ONCE = ['arrive', 'diagnose', 'report_up'] as const;

/** What the writer of a story has to know, so that everything in it is allowed. */
interface Standing {
  at: Instant;
  level: PlainLevel;
  pause: 'none' | 'asked' | 'paused';
  readonly done: Set<string>;
}

/** A ticket's story: mostly the usual way, now and then late, paused, re-levelled, reopened, cancelled or forgotten. */
export function writeStory(ticket: number, reportedAt: Instant, draws: Draws): readonly Act[] {
  const level: PlainLevel = draws.chance(0.5) ? 'critical' : 'normal';
  const acts: Act[] = [{ at: reportedAt, ticket, type: 'report', level }];
  const standing: Standing = { at: reportedAt, level, pause: 'none', done: new Set() };
  // Nobody ever looks at it: the chain goes up to its end.
  if (draws.chance(0.06)) return acts;
  acts.push(...work(ticket, standing, draws, true));
  if (draws.chance(0.05)) return [...acts, plain(ticket, standing, draws, 'cancel', 20 * MINUTE)];
  for (let rounds = 0; rounds < 3; rounds += 1) {
    acts.push(...undecided(ticket, standing, draws), plain(ticket, standing, draws, 'resolve', 40 * MINUTE));
    standing.pause = 'none';
    if (draws.chance(0.75)) break;
    acts.push(plain(ticket, standing, draws, 'reopen', HOUR));
    acts.push(...work(ticket, standing, draws, false));
  }
  const last = acts.at(-1);
  // Later it would have closed by itself.
  if (last?.type === 'resolve' && draws.chance(0.7)) {
    const at = Math.min(standing.at + draws.delay(2 * HOUR), last.at + 23 * HOUR);
    acts.push({ at, ticket, type: 'confirm' });
  }
  return acts;
}

function work(ticket: number, standing: Standing, draws: Draws, isFirst: boolean): readonly Act[] {
  const acts: Act[] = [];
  if (isFirst && draws.chance(0.75)) {
    standing.at += draws.delay(standing.level === 'critical' ? 3 * MINUTE : 6 * MINUTE);
    standing.done.add('acknowledge');
    acts.push({ at: standing.at, ticket, type: 'acknowledge', isRace: draws.chance(0.3) });
  }
  const steps = draws.whole(0, 7);
  for (let count = 0; count < steps; count += 1) acts.push(...oneStep(ticket, standing, draws));
  return acts;
}

function oneStep(ticket: number, standing: Standing, draws: Draws): readonly Act[] {
  const typical = standing.level === 'critical' ? 12 * MINUTE : HOUR;
  if (draws.chance(0.12)) {
    standing.level = standing.level === 'critical' ? 'normal' : 'critical';
    standing.at += draws.delay(typical);
    return [{ at: standing.at, ticket, type: 'change_level', to: standing.level }];
  }
  if (standing.pause === 'asked') return undecided(ticket, standing, draws);
  if (standing.pause === 'paused' && draws.chance(0.5)) {
    standing.pause = 'none';
    return [plain(ticket, standing, draws, 'resume', 5 * typical)];
  }
  if (standing.pause === 'none' && draws.chance(0.3)) {
    standing.pause = 'asked';
    return [plain(ticket, standing, draws, 'suspend', typical)];
  }
  const once = ONCE.filter((type) => !standing.done.has(type));
  const type = draws.pick([...once, 'progress', 'progress', 'supplement', 'transfer'] as const);
  standing.done.add(type);
  // A grave fault's 诊断 says that he was there.
  if (type === 'diagnose' && standing.level === 'critical') standing.done.add('arrive');
  return [plain(ticket, standing, draws, type, typical)];
}

/** A pause that was asked for is decided. */
function undecided(ticket: number, standing: Standing, draws: Draws): readonly Act[] {
  if (standing.pause !== 'asked') return [];
  const isApproved = draws.chance(0.7);
  standing.pause = isApproved ? 'paused' : 'none';
  return [plain(ticket, standing, draws, isApproved ? 'approve_suspension' : 'refuse_suspension', 15 * MINUTE)];
}

function plain(ticket: number, standing: Standing, draws: Draws, type: PlainAct, typical: number): Act {
  standing.at += Math.max(SECOND, draws.delay(typical));
  return { at: standing.at, ticket, type };
}
