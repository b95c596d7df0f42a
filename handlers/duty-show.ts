import { type DutyNow, dutyNowCard, dutyTableCard, type MannedTurn, noRotaCard } from '../cards/duty-card.ts';
import { dateWords } from '../cards/duty-words.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { displayName } from '../cards/ticket-view.ts';
import { timeWords } from '../cards/time-words.ts';
import { systemName } from '../cards/words.ts';
import { civilDate, type DayNumber, dateOfDay, dayNumber, dayOf, startOfDay } from '../domain/civil.ts';
import type { Department, Rota } from '../domain/contract.ts';
import { calledOn, coveringTurns, onDuty } from '../domain/roster.ts';
import { dutyScope, plannedRotas, serves, type Turn, turnAt, turnsBetween } from '../domain/roster-turns.ts';
import type { DutyScope } from '../domain/roster-types.ts';
import { readDay } from '../domain/spoken-day.ts';
import { type CivilDate, DAY } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { tableHint } from './duty-examples.ts';
import { departmentOfSpeaker } from './group-chat.ts';
import { commitAnswer, commitReply, say, showCard } from './messages.ts';
import type { CommandContext, HeardContext, Next } from './router-types.ts';
import { systemInput } from './typed-names.ts';

/** How far ahead the next turn is looked for. */
const NEXT_TURN_WITHIN_MS = 31 * DAY;
const TABLE_DAYS = 7;
/** Those who are named where no rota says who is first. */
const CALLED_SHOWN_MAX = 3;

/** 谁在值班, of all rotas; 谁在值班 医保: for one system or department. */
export async function showOnDuty(ctx: CommandContext): Promise<void> {
  const { text } = ctx;
  const day = readDay(ctx.args, timeWords, civilDate(ctx.now));
  if (day?.rest === '') return showDay(ctx, day.day);
  const asked: AskedScope | undefined = ctx.args === '' ? {} : askedScope(ctx, ctx.args);
  if (!asked) return commitAnswer(ctx, say(text.roster.plan.unknownScope(displayName(ctx.args))));
  const { about, scope } = asked;
  const rotas = plannedRotas(ctx.roster).filter(({ rota }) => scope === undefined || serves(rota, scope));
  const shown: DutyNow = {
    rotas: rotas.map(({ rota }) => rotaNow(ctx, rota)),
    called: onDuty(ctx, ctx.now, scope ?? {}).slice(0, CALLED_SHOWN_MAX),
    ...withoutRota(ctx, scope ?? {}),
    ...(about !== undefined && { about }),
  };
  await commitReply(ctx, showCard(dutyNowCard(shown, { ...ctx, hint: tableHint(ctx) }, text)));
}

/** 明天谁值班. What stands before the question and is no day makes it something else. */
export function dutyOfDayQuestion(): RegExp {
  const words = inEveryLanguage(({ roster }) => roster.commands.on_duty.words).toSorted((a, b) => b.length - a.length);
  return new RegExp(`^(\\S.{0,20}?)\\s*(?:${words.map(RegExp.escape).join('|')})[\\s?？。]*$`, 'iu');
}

export async function showDutyOfDay(ctx: HeardContext, next: Next): Promise<void> {
  const day = readDay(ctx.match[1] ?? '', timeWords, civilDate(ctx.now));
  return day?.rest === '' ? showDay(ctx, day.day) : next();
}

/** 值班电话: the bot has no numbers, and says who is on duty and how he is told. */
export async function tellPhone(ctx: UpdateContext): Promise<void> {
  await commitAnswer(ctx, say(ctx.text.roster.phone.answer));
}

/** 值班表: the turns that begin today and on the six days after. */
export async function showDutyTable(ctx: UpdateContext): Promise<void> {
  const today = dayOf(ctx.now);
  await showDays(
    ctx,
    Array.from({ length: TABLE_DAYS }, (_, ahead) => today + ahead),
  );
}

/** What is over is no longer told: changes of the plan are forgotten after some days. */
async function showDay(ctx: UpdateContext, day: CivilDate): Promise<void> {
  if (dayNumber(day) >= dayOf(ctx.now)) return showDays(ctx, [dayNumber(day)]);
  await commitAnswer(ctx, say(ctx.text.roster.plan.pastDay(dateWords(day, ctx.text))));
}

async function showDays(ctx: UpdateContext, numbers: readonly DayNumber[]): Promise<void> {
  const { roster, text } = ctx;
  const shownTo = { ...ctx, hint: tableHint(ctx) };
  if (plannedRotas(roster).length === 0) {
    const called = onDuty(ctx, ctx.now).slice(0, CALLED_SHOWN_MAX);
    return commitReply(ctx, showCard(noRotaCard(called, shownTo, text)));
  }
  const days = numbers.map((day) => ({ day: dateOfDay(day), turns: turnsOfDay(ctx, day) }));
  await commitReply(ctx, showCard(dutyTableCard(days, shownTo, text)));
}

function turnsOfDay(scene: Scene, day: DayNumber): readonly MannedTurn[] {
  return plannedRotas(scene.roster)
    .flatMap(({ rota }) => turnsBetween(scene, rota.id, startOfDay(day), startOfDay(day + 1)))
    .filter((turn) => turn.day === dateOfDay(day))
    .toSorted((a, b) => a.from - b.from)
    .map((turn) => manned(scene, turn));
}

/** Why the order of people counts and no rota. */
function withoutRota(scene: Scene, scope: DutyScope): Pick<DutyNow, 'withoutRota'> {
  if (plannedRotas(scene.roster).length === 0) return { withoutRota: 'no_rota' };
  const turns = coveringTurns(scene, scene.now, scope);
  if (turns.length === 0) return { withoutRota: 'uncovered' };
  return turns.some((turn) => calledOn(scene.roster, turn).length > 0) ? {} : { withoutRota: 'away' };
}

function rotaNow(scene: Scene, rota: Rota): DutyNow['rotas'][number] {
  const { now } = scene;
  const present = turnAt(scene, rota.id, now);
  const after = present?.to ?? now;
  const next = turnsBetween(scene, rota.id, now, now + NEXT_TURN_WITHIN_MS).find(({ from }) => from >= after);
  return {
    rota,
    ...(present && { present: manned(scene, present) }),
    ...(next && { next: manned(scene, next) }),
  };
}

function manned({ roster }: Scene, turn: Turn): MannedTurn {
  return { turn, people: calledOn(roster, turn) };
}

/** Empty: everybody. */
interface AskedScope {
  readonly about?: string;
  readonly scope?: DutyScope;
}

/** @returns undefined when it names neither a department nor one system */
function askedScope(ctx: UpdateContext, said: string): AskedScope | undefined {
  const { contract, text } = ctx;
  const department = contract.departments.find((one) => isNamed(one, said));
  if (department) {
    const about = text.language === 'en' ? department.nameEn : department.name;
    return { about, scope: dutyScope(contract, undefined, department.id) };
  }
  const system = systemInput(said, { contract, departmentId: departmentOfSpeaker(ctx) });
  if (!system.ok) return undefined;
  const { systemId } = system;
  return { about: systemName(contract, systemId, text), scope: dutyScope(contract, systemId) };
}

function isNamed({ aliases, id, name, nameEn }: Department, said: string): boolean {
  const wanted = said.trim().toLowerCase();
  return [id, name, nameEn, ...aliases].some((word) => word.toLowerCase() === wanted);
}
