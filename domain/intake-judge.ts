import type { Understanding } from './intake.ts';
import type { Reading } from './intake-reading.ts';

export type Verdict = Pick<
  Understanding,
  'kind' | 'symptom' | 'doubt' | 'followUp' | 'isPlainRecovery' | 'alone' | 'pleasantry'
>;

/** What kind of message it is, by what its words say together. */
export function judge(reading: Reading): Verdict {
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
  const { stated, told } = reading;
  if (stated !== undefined && !(stated.meaning === 'ailment' && reading.has('suggestion'))) {
    if (reading.isAnnounced) return { kind: 'unsure', doubt: 'announced', symptom: stated.phrase };
    if (reading.isProcedure) return { kind: 'question' };
    if (stated.meaning === 'fault' || reading.hasObject) return { kind: 'incident', symptom: stated.phrase };
    // 有几个超时了: it asks for knowledge, of no system.
    if (told.isQuestion) return { kind: 'question' };
    return { kind: 'unsure', doubt: 'no_object', symptom: stated.phrase };
  }
  if (isOdd(reading)) return { kind: 'incident', ...(told.odd !== undefined && { symptom: told.odd }) };
  if (reading.asked !== undefined) return { kind: 'unsure', doubt: 'asked', symptom: reading.asked.phrase };
  if (reading.has('introduction') && !reading.hasObject) return { kind: 'small_talk', pleasantry: 'introduction' };
  if (told.isWish) return { kind: 'request' };
  const isTold = isTrouble(reading) || isBlamed(reading);
  if (told.isQuestion && !isTold) return { kind: 'question' };
  if (isWish(reading) && !isTold) return { kind: 'request' };
  if (isTold) return { kind: 'incident', ...(reading.lacks !== undefined && { symptom: reading.lacks }) };
  if (reading.isAnswer) return { kind: 'small_talk', pleasantry: reading.has('thanks') ? 'thanks' : 'other' };
  if (reading.has('request') || reading.has('want')) return { kind: 'unsure', doubt: 'request' };
  return judgeWithoutFault(reading);
}

/** So many characters that no list knows say nothing. */
const UNKNOWN_MAX = 3;
/** A named system does otherwise than it should, whatever else is asked or wished for. */
function isOdd({ subjects, told, has }: Reading): boolean {
  return subjects.length > 0 && told.odd !== undefined && !has('announcement');
}

/**
 * What somebody tells the duty of a system that he names, and that is no question, no wish and no news, is trouble, whatever
 * his words for it are: 大屏颜色发绿.
 */
function isBlamed({ has, subjects, told }: Reading): boolean {
  return subjects.length > 0 && told.isStatement && (told.isComplaint || has('why')) && !told.isNews;
}

function isTrouble(reading: Reading): boolean {
  const { told } = reading;
  if (reading.subjects.length === 0 || told.isQuestion || told.isWish) return false;
  if (reading.has('announcement') || reading.isGrateful) return false;
  if (reading.lacks !== undefined) return true;
  if (reading.isQuestion && !told.isComplaint) return false;
  return told.isStatement && !reading.has('news') && (told.isMet || told.isComplaint);
}

/** Planned work is announced rather than wished for, and 换了新模板 is news where nobody asks for it. */
function isWish(reading: Reading): boolean {
  if (reading.has('announcement')) return false;
  const isAsked = (reading.has('request') && !reading.told.isNews) || reading.has('want') || reading.has('suggestion');
  // 账号开通了吗 asks whether it was done.
  if (reading.has('wish'))
    return (
      isAsked || !(reading.has('news') || reading.told.isNews || reading.isQuestion || reading.lacks !== undefined)
    );
  if (reading.has('want') || reading.has('suggestion')) return reading.hasObject;
  // 麻烦看下监管平台 may be a fault; 麻烦统计一下双公示上季度的许可数 is none.
  if (reading.has('news') || reading.told.isNews) return false;
  return reading.has('request') && reading.subjects.length > 0 && reading.unknownLength > UNKNOWN_MAX;
}

function judgeWithoutFault(reading: Reading): Verdict {
  if (reading.followUp === 'persists') return { kind: 'unsure', doubt: 'no_object' };
  if (reading.has('announcement')) return { kind: 'unsure', doubt: 'announced' };
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
