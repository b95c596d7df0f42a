import { zh } from '../../cards/text.zh.ts';
import { findingCode } from '../../domain/assessment/finding-code.ts';
import { chatId } from '../../domain/types.ts';
import { wordsOf } from './check-shown.ts';
import { ticketMeant } from './check-ticket.ts';
import { chooseCard } from './choose-card.ts';
import { type Observation, observe, type SeenTicket } from './observe.ts';
import { PRIVATE } from './parse.ts';
import { fail, mark, type OpenForm, type Play } from './play-state.ts';
import { type Act, toBot } from './read-step.ts';
import type { ExemptAct, SayAct, TapAct } from './scenario.ts';
import { chargesOf, runningScores } from './scores.ts';
import type { Shown } from './world.ts';

/** Somebody says or taps something: the update is on its way to the bot when this resolves, and not handled yet. */
export async function perform(play: Play, act: Act, line: number): Promise<void> {
  const chat = chatOf(play, act);
  switch (act.kind) {
    case 'say':
      return say(play, { act, chat, line });
    case 'tap':
      return tap(play, { act, chat, line });
    case 'exempt':
      return exempt(play, { act, chat, line });
  }
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
  const saying = { chat, person: act.by, text: act.say, ...(act.attach && { attachments: act.attach }) };
  if (act.attach) {
    const files = act.attach.map(({ kind, name }) => [kind, ...(name === undefined ? [] : [name])].join(' '));
    mark(play, { chat, by: act.by, text: `\u25b8 ${files.join(', ')}` });
  }
  if (act.reply_to === undefined) return world.say(saying);
  const replyTo = await quoted(play, chat, act.reply_to);
  if (replyTo !== undefined) return world.say({ ...saying, replyTo });
  fail(play, line, { what: 'reply_to', expected: `a message for ${act.reply_to}`, actual: 'none' });
}

/** He names the finding by its code, as he reads it in the list. */
async function exempt(play: Play, { act, chat, line }: Doing<ExemptAct>): Promise<void> {
  const { reason, rule, ticket } = act.exempt;
  const meant = ticket === undefined ? undefined : ticketMeant(await look(play), ticket);
  const charges = chargesOf(await runningScores(play), rule);
  const found = charges.findLast(({ ticketNumber }) => ticket === undefined || ticketNumber === meant?.ticket.number);
  if (found?.findingId === undefined) {
    const of = ticket === undefined ? '' : ` of the ticket ${ticket}`;
    return fail(play, line, { what: 'exempt', expected: `a finding for ${rule}${of}`, actual: 'none' });
  }
  const [word = ''] = zh.assessment.commands.finding_exempt.words;
  await play.world.say({ chat, person: act.by, text: toBot(word, findingCode(found.findingId), reason) });
}

async function quoted(play: Play, chat: string, target: NonNullable<SayAct['reply_to']>): Promise<string | undefined> {
  const said = play.world.shown.filter((shown) => shown.by === undefined && shown.chat === chat && !shown.onlyFor);
  if (target === 'last') return said.at(-1)?.messageId;
  const meant = ticketMeant(await look(play), target === 'ticket' ? undefined : target);
  if (!meant) return undefined;
  const { id, number } = meant.ticket;
  const about =
    said.findLast((shown) => shown.card?.subject?.id === id) ??
    said.findLast((shown) => wordsOf(shown).includes(number));
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
  const isPressed = await press(play, doing, act.ticket === undefined ? undefined : meant);
  if (isPressed) return;
  if (play.world.asText) return typeCommand(play, doing, meant);
  const expected = `a card in ${doing.chat} that offers ${act.tap} to ${act.by}`;
  fail(play, line, { what: 'tap', expected, actual: 'none' });
}

/** @returns false where nothing can be pressed */
async function press(play: Play, { act, chat, line }: Doing<TapAct>, meant: SeenTicket | undefined): Promise<boolean> {
  const { world } = play;
  const card = act.card ?? 'newest';
  const subject = act.about ?? meant?.ticket.id;
  const wanted = { chat, person: act.by, action: act.tap, card, ...(subject !== undefined && { subject }) };
  const chosen = chooseCard(world.shown, wanted);
  if (!chosen) return false;
  const form = formOf(play, act);
  const note = chosen.offered ? '' : ' (not offered)';
  mark(play, { chat, by: act.by, text: `\u25b8 ${[chosen.label, written(form)].join(' ').trimEnd()}${note}` });
  const { messageId, subject: about, version } = chosen;
  const after = world.shown.length;
  const tapped = await world.tap({ chat, person: act.by, messageId, action: act.tap, subject: about, form, version });
  if (tapped === 'form_open') play.openForms.push({ act, chat, line, subject: about, after });
  // It is typed, which is seen by itself.
  if (tapped === 'no_button') play.marks.pop();
  return tapped !== 'no_button';
}

function written(form: Readonly<Record<string, string>>): string {
  return Object.entries(form)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/**
 * People fill in what the bot has asked for after their taps: on its card with the form, or in words.
 * @returns whether there was anything to fill in
 */
export async function fillIn(play: Play): Promise<boolean> {
  let isAnswered = false;
  // Whoever has tapped twice answers once.
  const open = new Map(play.openForms.splice(0).map((form) => [`${form.chat} ${form.act.by} ${form.act.tap}`, form]));
  for (const form of open.values()) {
    if ((await submit(play, form)) || (await answer(play, form))) isAnswered = true;
  }
  return isAnswered;
}

async function submit(play: Play, open: OpenForm): Promise<boolean> {
  const { act, after, chat, line, subject } = open;
  const asking = play.world.shown.slice(after).findLast((shown) => isForm(shown, open));
  const about = asking?.card?.subject;
  if (asking === undefined || about?.id !== subject) return false;
  const form = formOf(play, act);
  mark(play, { chat, by: act.by, text: `\u25b8 ${written(form)}` });
  const { messageId } = asking;
  const { version } = about;
  const later = play.world.shown.length;
  const tapping = { chat: asking.chat, person: act.by, messageId, action: act.tap, subject, form, version };
  const tapped = await play.world.tap(tapping);
  if (tapped === 'form_open') play.openForms.push({ act, chat, line, subject, after: later });
  return tapped !== 'no_button';
}

function isForm({ card, onlyFor }: Shown, { act }: OpenForm): boolean {
  const isForHim = onlyFor === undefined || onlyFor === act.by;
  return isForHim && card?.asksForm === true && card.actions.some(({ action }) => action === act.tap);
}

/** Nothing is asked where the tap was refused. */
async function answer(play: Play, { act, chat, subject }: OpenForm): Promise<boolean> {
  const { cast, stage, world } = play;
  const person = cast.people.find(({ key }) => key === act.by);
  const asked = person && (await stage.store.pendingForm(chatId(world.platform, chat), person.id));
  if (asked?.subject !== subject || asked.command !== act.tap) return false;
  const form = formOf(play, act);
  // Where several things are asked, people follow the example below the question, which is the whole command.
  const { ticket } = (await look(play)).tickets.find((seen) => seen.ticket.id === subject) ?? {};
  const isBare = Object.keys(form).length === 1 || ticket === undefined;
  const text = world.asText?.({ action: act.tap, form, ...(isBare ? { isAnswer: true } : { ticket: ticket.number }) });
  if (text === undefined) return false;
  await world.say({ chat, person: act.by, text });
  return true;
}

async function typeCommand(play: Play, { act, chat }: Doing<TapAct>, meant: SeenTicket | undefined): Promise<void> {
  const { world } = play;
  const ticket = act.about ?? meant?.ticket.number;
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
  return observe(stage.store, cast.contracts, { now: now(), verifies: false });
}
