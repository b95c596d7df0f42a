import { CATALOGUES } from '../cards/language.ts';
import type { CardMember } from '../cards/ticket-view.ts';
import type { Contract } from '../domain/contract.ts';
import { parseTicketReference, type TicketReference } from '../domain/number.ts';
import type { TicketCommandType } from '../domain/ticket-types.ts';
import type { RawInput } from './command-input.ts';

export interface TypedArguments {
  readonly reference?: { readonly said: string; readonly meant: TicketReference };
  /** What follows the number. */
  readonly rest: string;
}

/** 7 原因 …: the ticket first, then what the command needs. @param args what follows the command's word */
export function splitArguments(args: string): TypedArguments {
  const [whole, said = '', rest = ''] = /^([^\s:：,，;；、]+)[\s:：,，;；、]*([\s\S]*)$/u.exec(args.trim()) ?? [];
  const meant = whole === undefined ? undefined : parseTicketReference(said);
  if (!meant) return { rest: args.trim() };
  // The Chinese counter of tickets, where a space was typed before it: 7 号.
  return { reference: { said, meant }, rest: rest.replace(/^\u53f7\s*/u, '').trim() };
}

export type TypedInput =
  | { readonly ok: true; readonly input: RawInput }
  | { readonly ok: false; readonly problem: 'unknown_person'; readonly name: string }
  | { readonly ok: false; readonly problem: 'unknown_level' };

/**
 * What was typed after the number, as the fields that the command's form has.
 * @param said the whole message: a bare 仍未解决 is its own reason
 */
export function typedInput(
  type: TicketCommandType,
  rest: string,
  given: { readonly members: readonly CardMember[]; readonly contract: Contract; readonly said: string },
): TypedInput {
  switch (type) {
    case 'acknowledge':
    case 'arrive':
    case 'report_up':
    case 'resume':
    case 'undo':
    case 'approve_suspension':
    case 'refuse_suspension':
      return { ok: true, input: {} };
    case 'diagnose':
    case 'work_around':
    case 'progress':
    case 'supplement':
      return { ok: true, input: { text: rest } };
    case 'reopen':
      return { ok: true, input: { reason: rest === '' ? given.said : rest } };
    case 'suspend':
    case 'cancel':
      return { ok: true, input: { reason: rest } };
    case 'resolve':
      return { ok: true, input: splitResolution(rest) };
    case 'confirm':
      return { ok: true, input: { rating: /-?\d+(?:\.\d+)?/.exec(rest.normalize('NFKC'))?.[0] ?? '' } };
    case 'transfer':
      return transferInput(rest, given.members);
    case 'change_level':
      return levelInput(rest, given.contract);
  }
}

/** 原因 … 措施 …, in either order of languages; without the words, a semicolon or a line break parts cause and action. */
export function splitResolution(rest: string): RawInput {
  const cause = wordPattern(({ inner }) => inner.cause);
  const action = wordPattern(({ inner }) => inner.action);
  const labelled = new RegExp(`^(?:${cause})?${COLON}([\\s\\S]*?)${GAP}(?:${action})${COLON}([\\s\\S]*)$`, 'iu');
  const parted = labelled.exec(rest) ?? /^([^;；\n]*)[;；\n]([\s\S]*)$/u.exec(rest);
  if (parted) return { cause: (parted[1] ?? '').trim(), action: (parted[2] ?? '').trim() };
  return { cause: rest.replace(new RegExp(`^(?:${cause})${COLON}`, 'iu'), '').trim() };
}

const COLON = '[\\s:：]*';
/** The action's word starts after a space or a mark, so that it is not found inside another word. */
const GAP = '[\\s,;.，；。、]+';

function wordPattern(words: (catalogue: (typeof CATALOGUES)['zh']) => readonly string[]): string {
  return [...words(CATALOGUES.zh), ...words(CATALOGUES.en)]
    .toSorted((a, b) => b.length - a.length)
    .map(RegExp.escape)
    .join('|');
}

function transferInput(rest: string, members: readonly CardMember[]): TypedInput {
  const said = rest.replace(/^[@＠]/u, '');
  // The longest name that it begins with: names may hold spaces.
  const [target] = members
    .filter(({ name }) => name !== '' && said.toLowerCase().startsWith(name.toLowerCase()))
    .toSorted((a, b) => b.name.length - a.name.length);
  if (target) return { ok: true, input: { to: target.id, reason: trimMarks(said.slice(target.name.length)) } };
  return { ok: false, problem: 'unknown_person', name: said.split(/\s/u)[0] ?? '' };
}

function levelInput(rest: string, { levels }: Contract): TypedInput {
  const said = rest.toLowerCase();
  const [named] = levels
    .flatMap(({ id, name, nameEn }) => [name, nameEn, id].map((word) => ({ id, word })))
    .filter(({ word }) => word !== '' && said.startsWith(word.toLowerCase()))
    .toSorted((a, b) => b.word.length - a.word.length);
  if (!named) return { ok: false, problem: 'unknown_level' };
  return { ok: true, input: { to: named.id, reason: trimMarks(rest.slice(named.word.length)) } };
}

function trimMarks(text: string): string {
  return text.replace(/^[\s:,;：，；。]+/u, '').trim();
}
