import type { Contract, Department } from '../domain/contract.ts';
import type { ChatId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { Card, CardAction, Line } from './types.ts';

export const BIND_CHAT_ACTION = 'bind_chat';
/** There is one question, which never becomes another one. */
const VERSION = 1;

/** A contract that somebody may bind a group to, and its place among all that the program knows: what is typed for it. */
export interface Bindable {
  readonly contract: Contract;
  readonly place: number;
}

/** Asks which contract a group belongs to: a button for each, and how to type it. @param within how old what was said may be */
export function bindingCard(chat: ChatId, bindable: readonly Bindable[], within: string, text: Catalogue): Card {
  const { binding } = text;
  return {
    tone: 'warning',
    title: binding.title,
    lines: [[binding.ask], [binding.parkedOnCard(within)]],
    fields: bindable.map(({ contract, place }) => ({
      label: `${place} ${contract.shortName}`,
      value: [contract.name],
    })),
    clocks: [],
    actions: bindable.map(({ contract: { id, shortName }, place }): CardAction => {
      const typed = binding.example(String(place));
      return {
        action: BIND_CHAT_ACTION,
        label: shortName,
        style: 'default',
        for: 'everyone',
        subject: { id, version: VERSION },
        command: typed,
        hint: text.card.typed(shortName, typed),
      };
    }),
    subject: { id: chat, version: VERSION },
    footnote: binding.whoMay,
  };
}

export interface Bound {
  readonly chat: ChatId;
  readonly contract: Contract;
  readonly department?: Department | undefined;
  /** Name of whoever confirmed it. */
  readonly by: string;
}

/** The same card once somebody has answered. */
export function boundCard({ by, chat, contract, department }: Bound, within: string, text: Catalogue): Card {
  const { binding } = text;
  const lines: Line[] = [[binding.afterwards(within)]];
  if (!department && contract.departments.length > 0) lines.push([departmentHint(contract, text)]);
  return {
    tone: 'success',
    title: binding.bound(contract.shortName),
    lines,
    fields: [
      { label: binding.contract, value: [contract.name] },
      ...(department ? [{ label: binding.department, value: [departmentName(department, text)] }] : []),
      { label: binding.boundBy, value: [by] },
    ],
    clocks: [],
    actions: [],
    subject: { id: chat, version: VERSION },
  };
}

/** How the group's department is named, where the contract has several. */
function departmentHint({ departments }: Contract, text: Catalogue): string {
  const [first] = departments;
  const example = text.binding.example(first ? departmentName(first, text) : '');
  return text.binding.nameDepartment(example, departmentNames(departments, text));
}

/** Names that are listed; some contracts have dozens. */
const DEPARTMENTS_LISTED_MAX = 20;

export function departmentNames(departments: readonly Department[], text: Catalogue): string {
  const names = departments.slice(0, DEPARTMENTS_LISTED_MAX).map((department) => departmentName(department, text));
  return names.join(text.card.comma) + (departments.length > names.length ? '…' : '');
}

export function departmentName({ name, nameEn }: Department, text: Catalogue): string {
  return text.language === 'en' ? nameEn : name;
}
