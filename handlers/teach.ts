import { displayName, nameOf } from '../cards/ticket-view.ts';
import { systemName } from '../cards/words.ts';
import type { ContractEvent } from '../db/changes.ts';
import type { TaughtName } from '../db/records.ts';
import { foldText } from '../domain/phrase-finder.ts';
import { clip } from '../domain/plain-text.ts';
import {
  mayTeach,
  nameRefusal,
  systemNamed,
  TAUGHT_NAME_MAX,
  TAUGHT_NAMES_MAX,
  type TeachingRefusal,
} from '../domain/taught-name.ts';
import { eventId } from '../domain/types.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { departmentOfSpeaker } from './group-chat.ts';
import { commitAnswer, reply, say } from './messages.ts';
import { lastAsked } from './pending-form.ts';
import type { CommandContext, HeardContext, Next } from './router-types.ts';
import { isSomethingElse } from './something-else.ts';
import { bareName, readTaught, type Taught } from './teach-words.ts';
import { wordsWithMeaning } from './typed-words.ts';

const NAME_SHOWN_MAX = 30;
/** Systems with their names; of one system with very many names as many as fit. */
const LINES_SHOWN_MAX = 30;

/** 记住 小信 = 信用广州网站. A sentence that begins so and names no system is left to those who hear it. */
export async function teachByText(ctx: HeardContext, next: Next): Promise<void> {
  const ways = readTaught(ctx.match[1] ?? '');
  const [first] = ways;
  const way = ways.find((one) => meaningOf(ctx, one).ok) ?? (first?.isPlain ? first : undefined);
  if (!way) return next();
  if (!mayTeach(ctx.actor)) return refuseTeaching(ctx, { reason: 'not_allowed' }, way.left);
  const meaning = meaningOf(ctx, way);
  if (!meaning.ok) return refuseTeaching(ctx, meaning.refusal, way.left);
  await teach(ctx, meaning.name, meaning.systemId);
}

type Meaning =
  | { readonly ok: true; readonly name: string; readonly systemId: string }
  | { readonly ok: false; readonly refusal: TeachingRefusal };

/** The system stands behind the name; people write it before it too. */
function meaningOf(ctx: UpdateContext, { left, right }: Taught): Meaning {
  const department = departmentOfSpeaker(ctx);
  const behind = systemNamed(right, ctx.contract, department);
  if (behind.ok) return { ...behind, name: left };
  const before = systemNamed(left, ctx.contract, department);
  return before.ok ? { ...before, name: right } : behind;
}

async function teach(ctx: MessageContext, name: string, systemId: string): Promise<void> {
  const { contract, members, person, taught, text } = ctx;
  const people = members.flatMap((member) => [member.name, displayName(member.name)]);
  const refusal = nameRefusal(name, { contract, people, words: wordsWithMeaning() });
  if (refusal) return refuseTeaching(ctx, refusal, name);
  const folded = foldText(name).text;
  const before = taught.find((one) => one.folded === folded);
  const system = systemName(contract, systemId, text);
  const { teaching } = text;
  if (before?.systemId === systemId) return commitAnswer(ctx, say(teaching.known(before.name, system)));
  if (!before && taught.length >= TAUGHT_NAMES_MAX) return refuseTeaching(ctx, { reason: 'too_many' }, name);
  const by = nameOf(members, person.id, text);
  const sentence = before
    ? teaching.retaught(by, name, system, systemName(contract, before.systemId, text))
    : teaching.taught(by, name, system);
  const next: TaughtName = {
    contractId: contract.id,
    folded,
    name,
    systemId,
    taughtBy: person.id,
    taughtAt: ctx.now,
  };
  ctx.log.info({ systemId }, 'learned a name of a system');
  await ctx.commit({
    taughtNames: [next],
    entries: [entry(ctx, 'name_taught', { name, systemId, ...(before && { before: before.systemId }) })],
    outbox: [reply(ctx, say(sentence))],
  });
}

/** 忘记 小信. */
export async function forgetByText(ctx: CommandContext, next: Next): Promise<void> {
  const { actor, contract, members, person, taught, text } = ctx;
  const { teaching } = text;
  const name = bareName(ctx.args);
  const known = taught.find(({ folded }) => folded === foldText(name).text);
  // 忘记 密码了 is a report, and 忘记 续费 may be the cause that he was asked for.
  if (name === '' || (!known && (isSomethingElse(ctx, '') || (await lastAsked(ctx))))) return next();
  if (!mayTeach(actor)) return refuseTeaching(ctx, { reason: 'not_allowed' }, name);
  if (!known) return commitAnswer(ctx, say(teaching.notTaught(clip(name, NAME_SHOWN_MAX), teaching.list[0] ?? '')));
  const { folded, systemId } = known;
  await ctx.commit({
    taughtNames: [{ forgotten: { contractId: contract.id, folded } }],
    entries: [entry(ctx, 'name_forgotten', { name: known.name, systemId })],
    outbox: [
      reply(
        ctx,
        say(teaching.forgotten(nameOf(members, person.id, text), known.name, systemName(contract, systemId, text))),
      ),
    ],
  });
}

/** 叫法: all of them, by system in the order of the pack. */
export async function showTaughtNames(ctx: MessageContext): Promise<void> {
  const { contract, taught, text } = ctx;
  const { card, teaching } = text;
  const order = new Map(contract.systems.map(({ id }, place) => [id, place]));
  const placeOf = (systemId: string) => order.get(systemId) ?? order.size;
  const bySystem = [...Map.groupBy(taught, ({ systemId }) => systemId)].toSorted(
    ([one], [other]) => placeOf(one) - placeOf(other),
  );
  const lines = bySystem.map(([systemId, names]) =>
    teaching.line(systemName(contract, systemId, text), names.map(({ name }) => card.quoted(name)).join(card.comma)),
  );
  const hidden = bySystem.slice(LINES_SHOWN_MAX).reduce((sum, [, names]) => sum + names.length, 0);
  const shown = lines.length === 0 ? [teaching.none] : [teaching.title, ...lines.slice(0, LINES_SHOWN_MAX)];
  await commitAnswer(
    ctx,
    say(
      ...shown,
      ...(hidden === 0 ? [] : [teaching.more(hidden)]),
      ...(mayTeach(ctx.actor) ? [teaching.usage(exampleOf(ctx, teaching.sample))] : []),
    ),
  );
}

/** How a name is taught, as it would be typed. */
export function exampleOf(
  { contract, text }: Pick<UpdateContext, 'contract' | 'text'>,
  name: string,
  systemId?: string,
) {
  return text.teaching.command(name, systemName(contract, systemId ?? contract.systems[0]?.id, text));
}

async function refuseTeaching(ctx: UpdateContext, refusal: TeachingRefusal, name: string): Promise<void> {
  const { contract, text } = ctx;
  const shown = clip(name, NAME_SHOWN_MAX);
  const meant = refusal.reason === 'unknown_system' ? refusal.nearest : 'systems' in refusal ? refusal.systems : [];
  ctx.log.info({ reason: refusal.reason }, 'refused to learn a name');
  const sentence = text.teaching.refusals[refusal.reason]({
    name: 'said' in refusal ? clip(refusal.said, NAME_SHOWN_MAX) : shown,
    systems: meant.map((id) => systemName(contract, id, text)).join(text.card.comma),
    limit: refusal.reason === 'too_many' ? TAUGHT_NAMES_MAX : TAUGHT_NAME_MAX,
    example: exampleOf(ctx, shown, meant[0]),
  });
  await commitAnswer(ctx, say(sentence));
}

function entry(
  { ids, now, person }: UpdateContext,
  type: 'name_taught' | 'name_forgotten',
  fields: Readonly<Record<string, string>>,
): ContractEvent {
  return { ...{ id: eventId(ids.next(now)), at: now, by: person.id, type }, ...fields };
}
