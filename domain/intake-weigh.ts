import type { FollowUp, MessageKind, SymptomFamily, Understanding } from './intake.ts';
import type { Verdict } from './intake-judge.ts';
import { LIKENESS_FAMILIES, type Likened, type LikenessClass, likeliest } from './intake-likeness.ts';
import type { Reading } from './intake-reading.ts';

/** A message of which less is known is like none that was labelled: another language, a pasted log. */
const KNOWN_MIN = 0.3;
/** What is taken for small talk is lost, so that it has to be sure. */
const SMALL_TALK_MIN = 0.8;
/** Less sure, the rules decide: of the messages below, likeness is as often wrong as right. */
const SURE_MIN = 0.6;
/** The same of faults, of which the rules say otherwise. */
const FAULT_MIN = 0.7;
/**
 * What the rules hold to be a fault waits for an answer where it is none, and nobody may give one at night; and where nothing says
 * what is broken the bot does better to ask.
 */
const NEARLY_CERTAIN = 0.9;
/** A follow-up by its words stays one if it may be one: where its speaker has no ticket it is taken for what it is alone. */
const FOLLOW_UP_MIN = 0.3;

const FOLLOW_UPS = ['supplement', 'persists', 'recovered'] as const satisfies readonly FollowUp[];
const ALONE = ['incident', 'request', 'question', 'unsure'] as const satisfies readonly MessageKind[];
type Alone = (typeof ALONE)[number];
type Shares = Likened<LikenessClass>['shares'];

/**
 * What the message is by its likeness to labelled ones, where that speaks against the rules. Set phrases (补充 …, 好了 and no more,
 * 你是谁) are what they are.
 */
export function weigh(
  verdict: Verdict,
  reading: Pick<Reading, 'has' | 'asked' | 'hasObject' | 'subjects'>,
  { known, shares }: Likened<LikenessClass>,
): Verdict & Pick<Understanding, 'outweighed'> {
  if (known < KNOWN_MIN || isSetPhrase(verdict) || isOfNamed(verdict, reading)) return verdict;
  const followUpShare = FOLLOW_UPS.reduce((sum, of) => sum + shares[of], 0);
  const alone = likeliest(ALONE, shares);
  const kind = kindOf(verdict, shares, followUpShare, alone);
  if (kind === verdict.kind) return verdict;
  const share = kind === 'follow_up' ? followUpShare : shares[kind];
  const { symptom } = verdict;
  return {
    kind,
    ...(symptom !== undefined && { symptom }),
    ...(kind === 'unsure' && { doubt: doubtOf(reading) }),
    ...(kind === 'small_talk' && { pleasantry: reading.has('thanks') ? 'thanks' : 'other' }),
    ...(kind === 'follow_up' && { ...followUpOf(shares), alone: surelyAlone(alone, shares) }),
    outweighed: { kind: verdict.kind, share },
  };
}

function kindOf(verdict: Verdict, shares: Shares, followUp: number, alone: Alone): MessageKind {
  const { small_talk: smallTalk } = shares;
  const isSmallTalk = smallTalk >= (verdict.kind === 'small_talk' ? Math.max(followUp, shares[alone]) : SMALL_TALK_MIN);
  // 哈哈，屏幕黑了: what states a fault is never passed over.
  if (isSmallTalk) return verdict.kind === 'incident' ? 'unsure' : 'small_talk';
  if (isFollowUp(verdict, shares, followUp, alone)) return 'follow_up';
  // 打印机是不是坏了: until somebody says that it is no fault, it may be one.
  if (alone === 'question' && verdict.doubt === 'asked') return 'unsure';
  if (shares[alone] >= leastFor(alone, verdict) || alone === verdict.kind) return alone;
  // Nothing that may be a fault is passed over.
  return verdict.kind === 'small_talk' ? 'unsure' : verdict.kind;
}

function leastFor(alone: Alone, { doubt, kind }: Verdict): number {
  if (kind === 'incident' || (alone === 'incident' && doubt === 'no_object')) return NEARLY_CERTAIN;
  return alone === 'incident' ? FAULT_MIN : SURE_MIN;
}

/** A fault by the rules would be lost as an addition to another ticket, so that likeness has to be sure. */
function isFollowUp({ kind }: Verdict, shares: Shares, followUp: number, alone: Alone): boolean {
  if (kind === 'follow_up') return alone === 'unsure' || followUp >= FOLLOW_UP_MIN;
  return followUp >= (kind === 'incident' ? SURE_MIN : shares[alone]);
}

/** What is sent to no ticket (附上截图) is like no fault, be it likest to one. */
function surelyAlone(alone: Alone, shares: Shares): Alone {
  const all = ALONE.reduce((sum, of) => sum + shares[of], 0);
  return shares[alone] / all >= SURE_MIN ? alone : 'unsure';
}

function isSetPhrase({ followUp, isPlainRecovery, pleasantry }: Verdict): boolean {
  return followUp === 'supplement' || isPlainRecovery === true || pleasantry === 'introduction';
}

/** 双公示还是不行: it is another fault where the speaker has no ticket of that system. */
function isOfNamed({ alone, followUp }: Verdict, { subjects }: Pick<Reading, 'subjects'>): boolean {
  return followUp === 'persists' && alone === 'incident' && subjects.length > 0;
}

/** That something works again is proposed to whoever handles it only where nothing else is said: the words of a few are that sure. */
function followUpOf(shares: Shares): Pick<Verdict, 'followUp' | 'isPlainRecovery'> {
  const followUp = likeliest(FOLLOW_UPS, shares);
  return { followUp, ...(followUp === 'recovered' && { isPlainRecovery: false }) };
}

function doubtOf({ has, asked, hasObject }: Parameters<typeof weigh>[1]): NonNullable<Understanding['doubt']> {
  if (has('announcement')) return 'announced';
  if (asked !== undefined) return 'asked';
  return hasObject ? 'system_only' : 'nothing_recognised';
}

/** Less sure, the words of the symptom decide, sooner where they say any. */
const FAMILY_MIN = { known: 0.7, other: 0.5 } as const;

/** @param read by the words of the symptom */
export function weighFamily(read: SymptomFamily, { known, shares }: Likened<SymptomFamily>): SymptomFamily {
  const family = likeliest(LIKENESS_FAMILIES, shares);
  const least = read === 'other' ? FAMILY_MIN.other : FAMILY_MIN.known;
  return known >= KNOWN_MIN && shares[family] >= least ? family : read;
}
