import { type DutyNow, dutyNowCard, dutyTableCard, type MannedTurn } from '../cards/duty-card.ts';
import { displayName } from '../cards/ticket-view.ts';
import { systemName } from '../cards/words.ts';
import { dateOfDay, dayOf, startOfDay } from '../domain/civil.ts';
import type { Department, Rota } from '../domain/contract.ts';
import { calledOn, coveringTurns, onDuty } from '../domain/roster.ts';
import { dutyScope, plannedRotas, serves, type Turn, turnAt, turnsBetween } from '../domain/roster-turns.ts';
import type { DutyScope } from '../domain/roster-types.ts';
import { DAY } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { commitAnswer, commitReply, say, showCard } from './messages.ts';
import type { CommandContext } from './router-types.ts';
import { systemInput } from './typed-names.ts';

/** How far ahead the next turn is looked for. */
const NEXT_TURN_WITHIN_MS = 31 * DAY;
const TABLE_DAYS = 7;
/** Those who are named where no rota says who is first. */
const CALLED_SHOWN_MAX = 3;

/** 谁在值班, of all rotas; 谁在值班 医保: for one system or department. */
export async function showOnDuty(ctx: CommandContext): Promise<void> {
  const { text } = ctx;
  const asked: AskedScope | undefined = ctx.args === '' ? {} : askedScope(ctx, ctx.args);
  if (!asked) return commitAnswer(ctx, say(text.roster.plan.unknownScope(displayName(ctx.args))));
  const { about, scope } = asked;
  const rotas = plannedRotas(ctx.roster).filter(({ rota }) => scope === undefined || serves(rota, scope));
  const shown: DutyNow = {
    rotas: rotas.map(({ rota }) => rotaNow(ctx, rota)),
    called: onDuty(ctx, ctx.now, scope ?? {}).slice(0, CALLED_SHOWN_MAX),
    isOnRota: coveringTurns(ctx, ctx.now, scope ?? {}).some((turn) => calledOn(ctx.roster, turn).length > 0),
    ...(about !== undefined && { about }),
  };
  await commitReply(ctx, showCard(dutyNowCard(shown, ctx, text)));
}

/** 值班表: the turns that begin today and on the six days after. */
export async function showDutyTable(ctx: UpdateContext): Promise<void> {
  const today = dayOf(ctx.now);
  const days = Array.from({ length: TABLE_DAYS }, (_, ahead) => {
    const day = today + ahead;
    const turns = plannedRotas(ctx.roster)
      .flatMap(({ rota }) => turnsBetween(ctx, rota.id, startOfDay(day), startOfDay(day + 1)))
      .filter((turn) => turn.day === dateOfDay(day))
      .toSorted((a, b) => a.from - b.from);
    return { day: dateOfDay(day), turns: turns.map((turn) => manned(ctx, turn)) };
  });
  await commitReply(ctx, showCard(dutyTableCard(days, ctx, ctx.text)));
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
function askedScope({ contract, text }: UpdateContext, said: string): AskedScope | undefined {
  const department = contract.departments.find((one) => isNamed(one, said));
  if (department) {
    const about = text.language === 'en' ? department.nameEn : department.name;
    return { about, scope: dutyScope(contract, undefined, department.id) };
  }
  const system = systemInput(said, contract);
  if (!system.ok) return undefined;
  const systemId = String(system.input.to);
  return { about: systemName(contract, systemId, text), scope: dutyScope(contract, systemId) };
}

function isNamed({ aliases, id, name, nameEn }: Department, said: string): boolean {
  const wanted = said.trim().toLowerCase();
  return [id, name, nameEn, ...aliases].some((word) => word.toLowerCase() === wanted);
}
