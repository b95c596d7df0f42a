import { assert } from './assert.ts';
import type { ChineseTools } from './chinese-tools.ts';
import type { Contract } from './contract.ts';
import { schemeFor, systemOf } from './contract-lookup.ts';
import { type CompiledIntake, compiledFor } from './intake-compile.ts';
import { featuresOf } from './intake-features.ts';
import type { FaultPart } from './intake-further.ts';
import { judge } from './intake-judge.ts';
import { type ProposedLevel, proposeLevel } from './intake-level.ts';
import { type Likeness, likened } from './intake-likeness.ts';
import { namesIn } from './intake-names.ts';
import { type Reading, readMessage } from './intake-reading.ts';
import { type Nickname, recogniseSystem } from './intake-system.ts';
import { withoutTypedPinyin } from './intake-typed-pinyin.ts';
import { weigh, weighFamily } from './intake-weigh.ts';
import type { Lexicon } from './lexicon.ts';
import { foldText } from './phrase-finder.ts';
import { withoutMentions } from './plain-text.ts';

/**
 * What a message that is addressed to the bot is taken for.
 * `incident`: open a ticket. `request`: something is wished (an account, an export): ask whether it is registered as a service
 * request. `unsure`: ask with a card (登记为故障 / 不是). `question`, `small_talk`: answer, no ticket.
 * `follow_up`: belongs to a ticket that the speaker knows of; see `FollowUp`.
 */
export type MessageKind = 'incident' | 'request' | 'unsure' | 'question' | 'follow_up' | 'small_talk';

/** `supplement`: 补充 …; `persists`: 还是不行; `recovered`: 好了. */
export type FollowUp = 'supplement' | 'persists' | 'recovered';

/**
 * Why the bot asks. `asked`: a fault is asked about or supposed, not stated. `no_object`: something is broken, and nothing says
 * what. `announced`: maintenance or a drill. `request`: a wish. `system_only`: a system or thing, and nothing wrong with it.
 */
export type Doubt = 'asked' | 'no_object' | 'announced' | 'request' | 'system_only' | 'nothing_recognised';

/** `unavailable`: it can't be opened or reached. `data`: wrong, missing or late data. `work`: a step in it fails (submit, save, print). */
export type SymptomFamily = 'unavailable' | 'login' | 'slow' | 'data' | 'display' | 'work' | 'security' | 'other';

/** A second fault in one message, understood by itself. */
export interface FurtherFault {
  /** The part of the message that speaks of it; with the fault before, where it only says that this one is the same. */
  readonly body: string;
  readonly understood: Understanding;
}
export const FURTHER_MAX = 2;

/** Its level is proposed whatever the kind is: a person may still register the message as a fault. */
export interface Understanding extends ProposedLevel {
  readonly kind: MessageKind;
  /** Recognised among names and aliases of the pack; absent: none was named. */
  readonly systemId?: string;
  /** How the system was found, where not by a name of the pack as it stands there. */
  readonly systemHeard?: { readonly said: string; readonly by: 'sound' | 'distance' | 'abbreviation' | 'taught' };
  /** Several systems may be meant, and nothing says which: the bot asks. At most four, the likeliest first. */
  readonly systemsPossible?: readonly string[];
  /** The words that decided that something is broken, as matched (folded). */
  readonly symptom?: string;
  /** What kind of trouble the symptom is: two reports of one system and family are one outage. */
  readonly family?: SymptomFamily;
  /** Where it is, in the words of the message: 3楼大厅2号窗口. */
  readonly place?: string;
  /** Further faults of the same message, each of another system. At most `FURTHER_MAX`. */
  readonly further?: readonly FurtherFault[];
  /** Set with `further`: the part of the message that speaks of the first fault. */
  readonly part?: string;
  /** Set when `kind` is `unsure`. */
  readonly doubt?: Doubt;
  /** Set when `kind` is `follow_up`. */
  readonly followUp?: FollowUp;
  /** Set when `followUp` is `recovered`: the message says nothing else, so that it may end a ticket without a question. */
  readonly isPlainRecovery?: boolean;
  /**
   * Set when `kind` is `follow_up`: what the message is when it can't belong to a ticket of the speaker (he has none open, or
   * `systemId` names another system than the ticket's). Nothing that was reported may be lost for want of a ticket.
   */
  readonly alone?: Exclude<MessageKind, 'follow_up'>;
  /** Set when `kind` is `small_talk`, or is so `alone`. */
  readonly pleasantry?: 'greeting' | 'thanks' | 'introduction' | 'other';
  /** Set where its likeness to labelled messages spoke against the rules: what they say, and how likely the kind is, 0 to 1. */
  readonly outweighed?: { readonly kind: MessageKind; readonly share: number };
}

/** What stands further back in a text is a pasted log. In UTF-16 units. */
const READ_MAX = 3_000;
/** What is longer is a letter or a log: its names are not all of faults. In UTF-16 units. */
const SPLIT_MAX = 1_000;
/** So many systems are offered where nothing says which is meant. */
const POSSIBLE_MAX = 4;

/** What a message is read by. */
export interface IntakeGiven {
  readonly contract: Contract;
  readonly lexicon: Lexicon;
  /** Absent: names are found as they are written, not by their sound or shape. */
  readonly chinese?: ChineseTools;
  /** What labelled messages have taught; absent, or without `chinese`: the rules decide alone. */
  readonly likeness?: Likeness;
  /** What the people of the contract call its systems, beside the names of the pack. */
  readonly taught?: readonly Nickname[];
  /** What the reporter reports is grave where the contract says so. */
  readonly isVip?: boolean;
  /** Whose chat it is, or whose the reporter is: its people mean its own systems. */
  readonly departmentId?: string | undefined;
  /** A system that is known already; it outweighs the one that the text names. */
  readonly systemId?: string;
}

/**
 * Decides by rules, and by likeness where that is given, what a message is, which system it is about and which level it proposes. In doubt it says `unsure`: a
 * question to a person costs less than a lost fault or a false ticket. Pure; the phrases of a contract are compiled at its
 * first message, what finds names by sound and shape at the first that wants it.
 * @param text a person's text, without the mention of the bot
 */
export function understand(text: string, given: IntakeGiven): Understanding {
  const compiled = compiledFor(given.contract, given.lexicon);
  const said = comparable(text, given, compiled);
  const whole = understandPart(said, given, compiled);
  const { understanding, reading } = whole;
  const { length } = reading.parsed.folded.text;
  if (understanding.kind !== 'incident' || given.systemId !== undefined || length > SPLIT_MAX) return understanding;
  // A part of a message is like none that was labelled.
  const { likeness: _likeness, ...byRules } = given;
  const [first, ...further] = separateFaults(said, reading, byRules, compiled);
  return first === undefined || further.length === 0
    ? understanding
    : { ...first.understood, part: first.body, further };
}

/** The faults of one message, each of another system; none where the first is no fault by itself. */
function separateFaults(
  said: string,
  reading: Reading,
  given: IntakeGiven,
  compiled: CompiledIntake,
): readonly FurtherFault[] {
  const read = (part: FaultPart): FurtherFault => {
    const bodyAt = (start: number) => compiled.faults.trimmed(written(said, reading, start, part.end));
    const { repeats } = part;
    const text = repeats
      ? [repeats.name, repeats.symptom].map(({ start, end }) => written(said, reading, start, end)).join('')
      : bodyAt(part.start);
    const body = repeats ? bodyAt(repeats.from) : text;
    return { body, understood: asFault(understandPart(text, given, compiled).understanding, part) };
  };
  const parts = compiled.faults.partsOf(reading.parsed, reading.statedAll);
  if (parts.length < 2) return [];
  const kept: { part: FaultPart; fault: FurtherFault }[] = [];
  for (const part of parts) {
    const fault = read(part);
    const last = kept.at(-1);
    if (last === undefined && fault.understood.kind !== 'incident') return [];
    const isOther = kept.every(({ fault: known }) => isOtherFault(fault.understood, known.understood, part));
    if (kept.length <= FURTHER_MAX && isOther) kept.push({ part, fault });
    else if (last) {
      last.part = { ...last.part, end: part.end };
      last.fault = read(last.part);
    }
  }
  return kept.map(({ fault }) => fault);
}

/** As it is written, but for what makes no difference: mentions, the script, pinyin for characters. */
function comparable(text: string, { lexicon, chinese }: IntakeGiven, { pinyin }: CompiledIntake): string {
  const simplified = (unit: string) => lexicon.simplified[unit] ?? unit;
  const said = withoutMentions(text.slice(0, READ_MAX), lexicon.everybody)
    .normalize('NFC')
    .replace(/\p{Script=Han}/gu, simplified);
  return chinese ? withoutTypedPinyin(said, () => pinyin(chinese)) : said;
}

interface UnderstoodPart {
  readonly understanding: Understanding;
  readonly reading: Reading;
}

/** What of a message is compared with labelled ones. */
export function featuresIn(text: string, given: IntakeGiven & { readonly chinese: ChineseTools }): ReadonlySet<string> {
  const compiled = compiledFor(given.contract, given.lexicon);
  return featuresOf(readPart(comparable(text, given, compiled), given, compiled), given.chinese);
}

function readPart(said: string, given: IntakeGiven, compiled: CompiledIntake): Reading {
  const folded = foldText(said, READ_MAX);
  const { names, words } = namesIn(folded.text, given, compiled);
  return readMessage(folded, words, names, compiled.formsIn);
}

function understandPart(said: string, given: IntakeGiven, compiled: CompiledIntake): UnderstoodPart {
  const { contract, departmentId } = given;
  const reading = readPart(said, given, compiled);
  const { folded, names } = reading.parsed;
  const meant = recogniseSystem(folded.text, reading.subjects, { contract, joints: compiled.joints, departmentId });
  const systemId = given.systemId ?? meant?.systemId;
  const scheme = compiled.schemes.get(schemeFor(contract, systemId).id);
  assert(scheme, 'a scheme of the contract was not compiled');
  const place = compiled.placeIn(folded.text, names);
  const likeness = likenessOf(reading, given);
  const byRules = judge(reading);
  const verdict = likeness ? weigh(byRules, reading, likeness.kind()) : byRules;
  const family = () => {
    const byWords = compiled.familyIn(reading.trouble);
    return likeness ? weighFamily(byWords, likeness.family()) : byWords;
  };
  const isBroken = reading.symptomWord !== undefined || (verdict.alone ?? verdict.kind) === 'incident';
  const understanding: Understanding = {
    ...verdict,
    ...(systemId !== undefined && { systemId }),
    ...(systemId === undefined && meant?.possible && { systemsPossible: meant.possible.slice(0, POSSIBLE_MAX) }),
    ...(given.systemId === undefined &&
      meant?.name.by !== undefined && {
        systemHeard: { said: written(said, reading, meant.name.start, meant.name.end), by: meant.name.by },
      }),
    ...(isBroken && { family: family() }),
    ...(place && { place: written(said, reading, place.start, place.end) }),
    ...proposeLevel(scheme, {
      foldedText: folded.text,
      peopleCounts: compiled.peopleIn(said.slice(0, READ_MAX)),
      isNegatedAt: reading.isNegatedAt,
      system: systemOf(contract, systemId),
      isVip: given.isVip === true,
    }),
  };
  return { understanding, reading };
}

function likenessOf(reading: Reading, { chinese, likeness }: IntakeGiven) {
  if (!chinese || !likeness) return undefined;
  const features = featuresOf(reading, chinese);
  return { kind: () => likened(features, likeness.kinds), family: () => likened(features, likeness.families) };
}

/** A stretch of the folded text as it stands in what was said. */
function written(said: string, { parsed }: Reading, start: number, end: number): string {
  const { origins } = parsed.folded;
  const last = origins[end - 1];
  const until = end >= origins.length ? said.length : last === undefined ? said.length : last + 1;
  return said.slice(origins[start] ?? said.length, until).trim();
}

/** 另外 opens a part of a message as it opens a supplement; and what goes by letters is an object, though nobody knows which. */
function asFault(understanding: Understanding, { isUnknown }: FaultPart): Understanding {
  const { followUp, alone, doubt, isPlainRecovery: _isPlain, ...rest } = understanding;
  const isFault = (followUp === 'supplement' && alone === 'incident') || (isUnknown && doubt === 'no_object');
  return isFault ? { ...rest, kind: 'incident' } : understanding;
}

function isOtherFault({ kind, systemId }: Understanding, known: Understanding, { isUnknown }: FaultPart): boolean {
  return kind === 'incident' && (systemId === undefined ? isUnknown === true : systemId !== known.systemId);
}
