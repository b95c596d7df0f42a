import { assert } from './assert.ts';
import type { Contract } from './contract.ts';
import { schemeFor, systemOf } from './contract-lookup.ts';
import { type CompiledIntake, compileIntake } from './intake-compile.ts';
import type { CountingWords } from './intake-count.ts';
import { type ProposedLevel, proposeLevel } from './intake-level.ts';
import { type Reading, readMessage } from './intake-reading.ts';
import { recogniseSystem } from './intake-system.ts';
import { foldText } from './phrase-finder.ts';
import { withoutMentions } from './plain-text.ts';

/**
 * What a message that is addressed to the bot is taken for.
 * `incident`: open a ticket. `unsure`: ask with a card (登记为故障 / 不是). `question`, `small_talk`: answer, no ticket.
 * `follow_up`: belongs to a ticket that the speaker knows of; see `FollowUp`.
 */
export type MessageKind = 'incident' | 'unsure' | 'question' | 'follow_up' | 'small_talk';

/** `supplement`: 补充 …; `persists`: 还是不行; `recovered`: 好了. */
export type FollowUp = 'supplement' | 'persists' | 'recovered';

/**
 * Why the bot asks. `asked`: a fault is asked about or supposed, not stated. `no_object`: something is broken, and nothing says
 * what. `announced`: maintenance or a drill. `request`: a wish. `system_only`: a system or thing, and nothing wrong with it.
 */
export type Doubt = 'asked' | 'no_object' | 'announced' | 'request' | 'system_only' | 'nothing_recognised';

/** Its level is proposed whatever the kind is: a person may still register the message as a fault. */
export interface Understanding extends ProposedLevel {
  readonly kind: MessageKind;
  /** Recognised among names and aliases of the pack; absent: none was named. */
  readonly systemId?: string;
  /** The words that decided that something is broken, as matched (folded). */
  readonly symptom?: string;
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
}

/**
 * The words that tell what a message is, in any language; names of systems and signs of levels come from the pack. Data, so
 * that a new word is no change of code. A phrase stands in one list only; the longest phrase at a place counts, so a longer
 * harmless one (银行卡) hides a shorter one that would speak of a fault (卡).
 */
export interface Lexicon extends CountingWords {
  /** Say by themselves that a computer system fails: 登录不上, 白屏. */
  readonly faults: readonly string[];
  /** Can be said of anything; they need a system or a thing beside them: 打不开, 卡, 慢. */
  readonly ailments: readonly string[];
  /** Suspect without stating: 能打开吗, 有个问题. */
  readonly suspicions: readonly string[];
  /** What can break, without the name of a system: 页面, 账号. */
  readonly things: readonly string[];
  /** Hold the characters of another phrase and mean something else: 银行卡, 经营异常名录. */
  readonly harmless: readonly string[];
  /** Right before a fault, or with fillers between, they take it back: 没有, 不再. */
  readonly negations: readonly string[];
  /** Deny the whole statement that follows them: 不是. */
  readonly denials: readonly string[];
  /** May stand between a negation and what it negates: 再, 出现. */
  readonly fillers: readonly string[];
  /** Before a statement they ask whether it is so: 是不是. */
  readonly whether: readonly string[];
  /** At the end of a clause they ask whether it is so: 吗. */
  readonly closingParticles: readonly string[];
  /** Ask about something that is taken as a fact: 为什么, 怎么办. */
  readonly why: readonly string[];
  /** Ask for knowledge: 如何, 什么时候, 哪里. */
  readonly how: readonly string[];
  /** Ask for an explanation of words: 什么意思. */
  readonly meaning: readonly string[];
  /** Make what follows a supposition: 如果. */
  readonly suppositions: readonly string[];
  /** Planned work, drills, trials of the bot: 停机维护, 演练. */
  readonly announcements: readonly string[];
  /** Ask for something to be done: 麻烦, 帮忙. */
  readonly requests: readonly string[];
  /** 建议: what follows is a wish unless it is plainly a fault. */
  readonly suggestions: readonly string[];
  /** Open a supplement, as the message's first words: 补充一下. */
  readonly supplements: readonly string[];
  /** Open a supplement when a pause follows: 补充. */
  readonly supplementsBeforePause: readonly string[];
  /** Right before a fault they say that it persists: 还是. */
  readonly still: readonly string[];
  /** Say by themselves that a known fault persists: 还没好. */
  readonly persists: readonly string[];
  /** Say that it works again: 恢复了. */
  readonly recovered: readonly string[];
  /** Beside a recovery they say that it is still waited for: 告诉我, 尽快. */
  readonly awaited: readonly string[];
  /** Right behind a fault they make it describe something: 的 in 失败的数据. Longer phrases (的情况) are `fillers`. */
  readonly attributives: readonly string[];
  /** Behind what a fault describes so they say that the speaker helps himself: 重新发 in 打不开的文件我重新发一下. */
  readonly sentAgain: readonly string[];
  /** Between two names they make the second a part of the first: 的, 里的. */
  readonly partOf: readonly string[];
  readonly greetings: readonly string[];
  readonly thanks: readonly string[];
  /** 收到, 哈哈, 下班. */
  readonly pleasantries: readonly string[];
  /** Ask who the bot is, and what it is good for: 你是谁. */
  readonly introductions: readonly string[];
  /** Behind an @ they ring a whole group, and are no part of what is said: 所有人. */
  readonly everybody: readonly string[];
  /** Small numbers in words: 三. */
  readonly numerals: Readonly<Record<string, number>>;
  /** What is counted where people are: 个人, 名同事. */
  readonly people: readonly string[];
  /** Between the two numbers of a span: 到. */
  readonly upTo: readonly string[];
  /** Beside a number they say that there are more: 超过, 以上. */
  readonly moreThan: readonly string[];
}

/** What stands further back in a text is a pasted log. In UTF-16 units. */
const READ_MAX = 10_000;

/**
 * Decides by rules what a message is, which system it is about and which level it proposes. In doubt it says `unsure`: a
 * question to a person costs less than a lost fault or a false ticket. Pure; the phrases of a contract are compiled at its
 * first message.
 * @param text a person's text, without the mention of the bot
 */
export function understand(text: string, given: IntakeGiven): Understanding {
  const { contract, departmentId, lexicon } = given;
  const compiled = compiledFor(contract, lexicon);
  // One ligature may be made comparable as eighteen characters: the limit holds behind that too.
  const said = withoutMentions(text.slice(0, READ_MAX), lexicon.everybody).normalize('NFKC').slice(0, READ_MAX);
  const folded = foldText(said);
  const names = compiled.systems(folded.text);
  const reading = readMessage(folded, compiled.words(folded.text), names);
  const systemId =
    given.systemId ?? recogniseSystem(folded.text, names, { contract, joints: compiled.joints, departmentId });
  const words = compiled.schemes.get(schemeFor(contract, systemId).id);
  assert(words, 'a scheme of the contract was not compiled');
  return {
    ...judge(reading),
    ...(systemId === undefined ? {} : { systemId }),
    ...proposeLevel(words, {
      foldedText: folded.text,
      peopleCounts: compiled.peopleIn(said),
      isNegatedAt: reading.isNegatedAt,
      system: systemOf(contract, systemId),
      isVip: given.isVip === true,
    }),
  };
}

/** What a message is read by. */
export interface IntakeGiven {
  readonly contract: Contract;
  readonly lexicon: Lexicon;
  /** What the reporter reports is grave where the contract says so. */
  readonly isVip?: boolean;
  /** Whose chat it is, or whose the reporter is: its people mean its own systems. */
  readonly departmentId?: string | undefined;
  /** A system that is known already; it outweighs the one that the text names. */
  readonly systemId?: string;
}

type Verdict = Pick<
  Understanding,
  'kind' | 'symptom' | 'doubt' | 'followUp' | 'isPlainRecovery' | 'alone' | 'pleasantry'
>;

function judge(reading: Reading): Verdict {
  const alone = judgeAlone(reading);
  if (reading.followUp === undefined) return alone;
  const { kind, ...rest } = alone;
  // A fault that is over, or that came without an object, is asked about rather than registered.
  const kindAlone = reading.followUp === 'recovered' && kind === 'incident' ? 'unsure' : kind;
  return {
    ...rest,
    kind: 'follow_up',
    followUp: reading.followUp,
    ...(reading.followUp === 'recovered' && { isPlainRecovery: reading.isPlain === true }),
    alone: kindAlone === 'follow_up' ? 'unsure' : kindAlone,
  };
}

function judgeAlone(reading: Reading): Verdict {
  const { stated } = reading;
  if (stated !== undefined && !(stated.meaning === 'ailment' && reading.has('suggestion'))) {
    if (reading.isAnnounced) return { kind: 'unsure', doubt: 'announced', symptom: stated.phrase };
    if (stated.meaning === 'fault' || reading.hasObject) return { kind: 'incident', symptom: stated.phrase };
    // 有几个超时了: it asks for knowledge, of no system.
    if (reading.has('how')) return { kind: 'question' };
    return { kind: 'unsure', doubt: 'no_object', symptom: stated.phrase };
  }
  if (reading.asked !== undefined) return { kind: 'unsure', doubt: 'asked', symptom: reading.asked.phrase };
  if (reading.has('introduction') && !reading.hasObject) return { kind: 'small_talk', pleasantry: 'introduction' };
  if (reading.has('how') || reading.has('meaning')) return { kind: 'question' };
  if (reading.has('request') || reading.has('suggestion')) return { kind: 'unsure', doubt: 'request' };
  return judgeWithoutFault(reading);
}

/** So many characters that no list knows say nothing. */
const UNKNOWN_MAX = 3;

function judgeWithoutFault(reading: Reading): Verdict {
  if (reading.followUp === 'persists') return { kind: 'unsure', doubt: 'no_object' };
  // 谢谢，网站数据看着怪怪的: what is left beside the thanks may be a fault in words that are not known.
  if (reading.hasObject && reading.unknownLength > UNKNOWN_MAX && !reading.isQuestion)
    return { kind: 'unsure', doubt: 'system_only' };
  // 早上好，辛苦了 greets.
  const isGreeting = reading.has('greeting') && !reading.hasObject;
  if (reading.has('thanks')) return { kind: 'small_talk', pleasantry: isGreeting ? 'greeting' : 'thanks' };
  if (reading.has('pleasantry') || reading.followUp === 'recovered') return { kind: 'small_talk', pleasantry: 'other' };
  if (isGreeting) return { kind: 'small_talk', pleasantry: 'greeting' };
  if (reading.isQuestion) return { kind: 'question' };
  if (reading.hasObject) return { kind: 'unsure', doubt: 'system_only' };
  if (reading.isTiny) return { kind: 'small_talk', pleasantry: 'other' };
  return { kind: 'unsure', doubt: 'nothing_recognised' };
}

const compiledByContract = new WeakMap<Contract, { lexicon: Lexicon; compiled: CompiledIntake }>();

/** Contracts and the lexicon are values that never change, so what is made of them can be kept beside them. */
function compiledFor(contract: Contract, lexicon: Lexicon): CompiledIntake {
  const known = compiledByContract.get(contract);
  if (known?.lexicon === lexicon) return known.compiled;
  const compiled = compileIntake(contract, lexicon);
  compiledByContract.set(contract, { lexicon, compiled });
  return compiled;
}
