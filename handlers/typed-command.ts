import type { InnerWords } from '../cards/catalogue.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { parseTicketReference, type TicketReference } from '../domain/number.ts';
import type { TicketCommandType } from '../domain/ticket-types.ts';
import type { RawInput } from './command-input.ts';
import type { NamedSystem } from './named-system.ts';
import { lateEntryInput, levelInput, type TypedGiven, type TypedInput, transferInput } from './typed-names.ts';
import { ratingInput } from './typed-rating.ts';

export interface TypedArguments {
  readonly reference?: { readonly said: string; readonly meant: TicketReference };
  /** What follows the number. */
  readonly rest: string;
  /** The number too. */
  readonly all: string;
}

/** 7 原因 …: the ticket first, then what the command needs. @param args what follows the command's word */
export function splitArguments(args: string): TypedArguments {
  const [whole, said = '', rest = ''] = /^([^\s:：,，;；、]+)[\s:：,，;；、]*([\s\S]*)$/u.exec(args.trim()) ?? [];
  const meant = whole === undefined ? undefined : parseTicketReference(said);
  const all = args.trim();
  if (!meant) return { rest: all, all };
  // The Chinese counter of tickets, where a space was typed before it: 7 号.
  return { reference: { said, meant }, rest: rest.replace(/^\u53f7\s*/u, '').trim(), all };
}

/** What was typed after the number, as the fields that the command's form has. */
export function typedInput(type: TicketCommandType, rest: string, given: TypedGiven): TypedInput {
  switch (type) {
    case 'acknowledge':
    case 'arrive':
    case 'report_up':
    case 'resume':
    case 'undo':
    case 'approve_suspension':
    case 'refuse_suspension':
    case 'request_arrival':
    case 'approve_late_entry':
    case 'refuse_late_entry':
    case 'accept_due':
    case 'refuse_due':
      return { ok: true, input: {} };
    case 'diagnose':
    case 'work_around':
    case 'progress':
    case 'supplement':
    case 'report_fault':
      return { ok: true, input: { text: rest } };
    case 'reopen':
    case 'suspend':
    case 'cancel':
      return { ok: true, input: { reason: rest } };
    case 'resolve':
      return { ok: true, input: splitResolution(rest) };
    case 'confirm':
      return ratingInput(rest);
    case 'transfer':
      return transferInput(rest, given.members);
    case 'change_level':
      return levelInput(rest, given);
    case 'change_system':
      return namedInput(given.systemNamed(rest));
    case 'propose_due':
      return { ok: true, input: { at: rest } };
    case 'enter_late':
      return lateEntryInput(rest, given.now);
    case 'merge':
      return { ok: true, input: { into: rest.replace(INTO, '') } };
  }
}

function namedInput(named: NamedSystem): TypedInput {
  if (!named.ok) return { ok: false, problem: 'unclear_system' };
  return { ok: true, input: { to: named.systemId, reason: named.reason } };
}

/**
 * 原因 … 措施 …, in the words of either language; without the action's word, a semicolon or a line break parts cause and action.
 * Linear in the text: anybody may type this, and up to 20,000 characters of it.
 */
export function splitResolution(rest: string): RawInput {
  const said = rest.trim();
  const label = ACTION_LABELS.map((pattern) => pattern.exec(said)).find((match) => match !== null);
  if (label)
    return { cause: causeIn(said.slice(0, label.index)), action: withoutMarksBefore(said.slice(endOf(label))) };
  const parted = /[;；\n]/u.exec(said);
  if (parted) return { cause: causeIn(said.slice(0, parted.index)), action: said.slice(endOf(parted)).trim() };
  return { cause: causeIn(said) };
}

/** What stands between the parts of what is typed. */
const MARKS = new Set(' \t\n,;:.，；。、：');
/**
 * An action's word opens the text or stands behind a mark, and is a whole word in Latin script, so that it is not found inside
 * another one. The plainest word counts wherever it stands: 处理器 in the cause does not begin the action.
 */
const ACTION_LABELS = innerWords('action').map(
  (word) => new RegExp(`(?<=^|[\\s,;:.，；。、：])${wholeWord(word)}`, 'iu'),
);
/** 到 7, into 7. */
const INTO = new RegExp(`^(?:${innerWords('into').map(wholeWord).join('|')})\\s*`, 'iu');
const CAUSE_LABEL = new RegExp(`^(?:${innerWords('cause').map(wholeWord).join('|')})`, 'iu');

function innerWords(kind: keyof InnerWords): readonly string[] {
  return inEveryLanguage(({ inner }) => inner[kind]);
}

function wholeWord(word: string): string {
  return /[a-z]$/iu.test(word) ? `${RegExp.escape(word)}(?![a-z])` : RegExp.escape(word);
}

function causeIn(said: string): string {
  return withoutMarksBehind(withoutMarksBefore(said.replace(CAUSE_LABEL, '')));
}

function endOf(match: RegExpExecArray): number {
  return match.index + match[0].length;
}

function withoutMarksBefore(text: string): string {
  let start = 0;
  while (MARKS.has(text.charAt(start))) start += 1;
  return text.slice(start).trim();
}

/** By hand: a pattern that is tied to the end of a text tries each of many spaces as its start. */
function withoutMarksBehind(text: string): string {
  let end = text.length;
  while (end > 0 && MARKS.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).trim();
}
