import type { Understanding } from '../../domain/intake.ts';
import { type CorpusMessage, type Kind, NO_SYSTEM } from './corpus.ts';

/** What the bot makes of a message. */
export interface Heard {
  readonly kind: Kind;
  readonly systemId?: string | undefined;
  readonly systemsPossible?: readonly string[] | undefined;
  readonly level: string;
  readonly place?: string | undefined;
  readonly family?: string | undefined;
  /** Systems of the further faults. */
  readonly further: readonly string[];
}

/** A command is taken by the router, before it is asked what the message may mean. */
export function heardAs(understanding: Understanding, isCommand: boolean): Heard {
  const { kind, systemId, systemsPossible, level, place, family, further } = understanding;
  return {
    kind: isCommand ? 'command' : kind,
    systemId,
    systemsPossible,
    level,
    place,
    family,
    further: (further ?? []).flatMap(({ understood }) => understood.systemId ?? []),
  };
}

/** Of each thing whether it is right; absent: the corpus says nothing about it. */
export interface Judgement {
  readonly message: CorpusMessage;
  readonly heard: Heard;
  readonly kind: boolean;
  readonly system?: boolean;
  readonly level?: boolean;
  readonly place?: boolean;
  readonly family?: boolean;
  readonly further?: boolean;
  /** Its answer asks instead of doing: what it is, or which system is meant. */
  readonly asks: boolean;
}

export function judge(message: CorpusMessage, heard: Heard): Judgement {
  const { kind, system, named, level, place, family, further } = message;
  // Of a command the rest is never asked.
  const isRead = heard.kind !== 'command';
  return {
    message,
    heard,
    kind: kind.includes(heard.kind),
    asks: heard.kind === 'unsure' || heard.kind === 'request' || heard.systemsPossible !== undefined,
    ...(isRead && system !== undefined && !named.includes('none') && { system: isSystem(system, heard.systemId) }),
    ...(isRead && level !== undefined && { level: level === heard.level }),
    ...(isRead && place !== undefined && { place: place === heard.place }),
    ...(isRead &&
      family !== undefined &&
      heard.kind === 'incident' && { family: family.some((it) => it === heard.family) }),
    ...(isRead && kind[0] === 'incident' && { further: isSameSet(further ?? [], heard.further) }),
  };
}

function isSystem(allowed: readonly string[], id: string | undefined): boolean {
  return allowed.includes(id ?? NO_SYSTEM);
}

function isSameSet(expected: readonly string[], got: readonly string[]): boolean {
  return expected.length === got.length && expected.every((id) => got.includes(id));
}

/** One line for each thing that is wrong. */
export function missesOf({ message, heard, ...judged }: Judgement): readonly string[] {
  const wanted = {
    kind: message.kind,
    system: message.system,
    level: message.level,
    place: message.place,
    family: message.family,
    further: message.further ?? [],
  };
  const got = { ...heard, system: heard.systemId ?? heard.systemsPossible?.join(' or ') };
  return (['kind', 'system', 'level', 'place', 'family', 'further'] as const)
    .filter((thing) => judged[thing] === false)
    .map((thing) => `${thing}: ${shown(wanted[thing])} ≠ ${shown(got[thing])} · ${message.say}`);
}

function shown(value: string | readonly string[] | undefined): string {
  if (value === undefined || value.length === 0) return '–';
  return typeof value === 'string' ? value : value.join('/');
}
