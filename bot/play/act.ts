import { wordsOf } from './check-shown.ts';
import { ticketMeant } from './check-ticket.ts';
import { chooseCard } from './choose-card.ts';
import { type Observation, observe, type SeenTicket } from './observe.ts';
import { PRIVATE } from './parse.ts';
import { fail, mark, type Play } from './play-state.ts';
import type { Act } from './read-step.ts';
import type { SayAct, TapAct } from './scenario.ts';

/** Somebody says or taps something: the update is on its way to the bot when this resolves, and not handled yet. */
export async function perform(play: Play, act: Act, line: number): Promise<void> {
  const chat = chatOf(play, act);
  if (act.kind === 'say') await say(play, { act, chat, line });
  else await tap(play, { act, chat, line });
}

interface Doing<A> {
  readonly act: A;
  readonly chat: string;
  readonly line: number;
}

function chatOf(play: Play, { by, in: named }: Act): string {
  if (named === PRIVATE) return play.world.privateChat(by);
  if (named !== undefined) play.group = named;
  return play.group;
}

async function say(play: Play, { act, chat, line }: Doing<SayAct>): Promise<void> {
  const { world } = play;
  if (act.reply_to === undefined) return world.say({ chat, person: act.by, text: act.say });
  const replyTo = await quoted(play, chat, act.reply_to);
  if (replyTo !== undefined) return world.say({ chat, person: act.by, text: act.say, replyTo });
  fail(play, line, { what: 'reply_to', expected: `a message for ${act.reply_to}`, actual: 'none' });
}

async function quoted(play: Play, chat: string, target: NonNullable<SayAct['reply_to']>): Promise<string | undefined> {
  const said = play.world.shown.filter((shown) => shown.by === undefined && shown.chat === chat && !shown.onlyFor);
  if (target === 'last') return said.at(-1)?.messageId;
  const meant = ticketMeant(await look(play), target === 'ticket' ? undefined : target);
  if (!meant) return undefined;
  const { id, number } = meant.ticket;
  const about = said.findLast((shown) => shown.card?.subject?.id === id || wordsOf(shown).includes(number));
  return about?.messageId;
}

async function tap(play: Play, doing: Doing<TapAct>): Promise<void> {
  const { act, line } = doing;
  const seen = await look(play);
  const meant = ticketMeant(seen, act.ticket);
  if (act.ticket !== undefined && !meant) {
    fail(play, line, { what: 'tap', expected: `the ticket ${act.ticket}`, actual: 'there is none' });
    return;
  }
  if (play.world.asText) await typeCommand(play, doing, meant);
  else await press(play, doing, act.ticket === undefined ? undefined : meant);
}

async function press(play: Play, { act, chat, line }: Doing<TapAct>, meant: SeenTicket | undefined): Promise<void> {
  const { world } = play;
  const card = act.card ?? 'newest';
  const subject = meant?.ticket.id;
  const wanted = { chat, person: act.by, action: act.tap, card, ...(subject !== undefined && { subject }) };
  const chosen = chooseCard(world.shown, wanted);
  if (!chosen) {
    fail(play, line, {
      what: 'tap',
      expected: `a card in ${chat} that offers ${act.tap} to ${act.by}`,
      actual: 'none',
    });
    return;
  }
  const form = formOf(play, act);
  const filled = Object.entries(form).map(([name, value]) => ` ${name}=${value}`);
  const note = chosen.offered ? '' : ' (not offered)';
  mark(play, { chat, by: act.by, text: `\u25b8 ${chosen.label}${filled.join('')}${note}` });
  const { messageId, subject: about, version } = chosen;
  await world.tap({ chat, person: act.by, messageId, action: act.tap, subject: about, form, version });
}

async function typeCommand(play: Play, { act, chat }: Doing<TapAct>, meant: SeenTicket | undefined): Promise<void> {
  const { world } = play;
  const ticket = meant?.ticket.number;
  const text = world.asText?.({ action: act.tap, form: formOf(play, act), ...(ticket !== undefined && { ticket }) });
  if (text !== undefined) await world.say({ chat, person: act.by, text });
}

/** A form that names a person holds his key in the scenario, and his id on the wire. */
function formOf(play: Play, act: TapAct): Readonly<Record<string, string>> {
  const form = act.form ?? {};
  if (act.tap !== 'transfer') return form;
  const idOf = (key: string): string => play.cast.people.find((person) => person.key === key)?.id ?? key;
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, name === 'to' ? idOf(value) : value]));
}

function look({ cast, now, stage }: Play): Promise<Observation> {
  return observe(stage.store, cast.contracts, now());
}
