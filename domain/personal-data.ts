import { MAY_HAVE_FIELD, NAMES_IN_FIELDS } from './name-fields.ts';

/** Personal data is written over with these, one for each character: a masked text is as long as what was said. */
const STAR = '*';

/** Between the groups of one number. */
const GAP = '[ .\\-]{1,3}';
const MAYBE_GAP = '[ .\\-]{0,3}';
const AREA_GAP = '[ .\\-)]{0,3}';
const SHORT_AREA = '(?:10|2\\d)';
const LONG_AREA = '[3-9]\\d{2}';
// The words for "number" and "is".
const IS = '[\\u53f7\\u7801\\u662f\\u4e3a: ]{0,4}';
// Four words for telephone.
const PHONE = '(?:\\u7535\\u8bdd|\\u5ea7\\u673a|\\u56fa\\u8bdd|\\u624b\\u673a|tel|phone|mobile)';
const DAY_IN_DIGITS = '20\\d{2}[01]\\d[0-3]\\d(?!\\d)';
// Zero in two ways, one to nine, and the one that is said on the telephone.
const DIGIT_IN_WORDS = '[\\u96f6\\u3007\\u4e00\\u4e8c\\u4e09\\u56db\\u4e94\\u516d\\u4e03\\u516b\\u4e5d\\u5e7a]';
const MOBILE_IN_WORDS = '[\\u4e00\\u5e7a][\\u4e09\\u56db\\u4e94\\u516d\\u4e03\\u516b\\u4e5d]';
const ENDS = '(?!\\d)';
/** Codes of organisations and devices go on with letters. */
const ENDS_CODE = '(?![\\da-z])';

interface Kind {
  /** Group 1 is written over. It takes whole runs of digits, so that nothing new is found in what is left. */
  readonly pattern: RegExp;
  /** Asked about the letters and digits, without the gaps. */
  readonly holds?: (number: string) => boolean;
}

/** Looks at every place, also inside of what it has found: a number that does not hold hides none that does. */
function kind(pattern: string, holds?: Kind['holds']): Kind {
  return { pattern: new RegExp(`(?=(${pattern}))`, 'gu'), ...(holds && { holds }) };
}

/** @param first what the number begins with, before which there is no digit */
function begins(first: string): string {
  return `(?<!\\d)(?=${first})`;
}

function groups(...lengths: readonly number[]): string {
  return lengths.map((length) => `\\d{${length}}`).join(GAP);
}

const MOBILE_GROUPS = [
  groups(3, 8),
  groups(3, 4, 4),
  groups(4, 3, 4),
  groups(3, 3, 5),
  groups(7, 4),
  groups(4, 7),
  groups(5, 6),
  groups(6, 5),
  groups(3, 2, 2, 2, 2),
];
/** Without the last place, which may be an X. */
const IDENTITY_GROUPS = [
  groups(6, 11),
  groups(14, 3),
  groups(6, 8, 3),
  groups(6, 4, 4, 3),
  groups(6, 4, 2, 2, 3),
  groups(3, 3, 4, 4, 3),
];
const CARD_GROUPS = [
  ...[16, 17, 18, 19].map((length) => groups(length)),
  groups(4, 4, 4, 4),
  ...[1, 2, 3].map((rest) => groups(4, 4, 4, 4, rest)),
  groups(6, 13),
];

const KINDS: readonly Kind[] = [
  // The country's number and the zero of a long-distance call may stand before it without a gap.
  kind(`${begins('\\d')}(?:(?:00)?86|0)?1[3-9]\\d{9}${ENDS}`),
  kind(`${begins('1[3-9]')}(?:${MOBILE_GROUPS.join('|')})${ENDS}`),
  // Only as it is written most: a stroke stands between amounts and in dates as well.
  kind(`${begins('1[3-9]')}\\d{3}[_/]{1,3}\\d{4}[_/]{1,3}\\d{4}${ENDS}`),
  // Without a look around it: what stands there may be written over.
  kind(`${MOBILE_IN_WORDS}${DIGIT_IN_WORDS}{9}`),
  kind(`${begins('0')}0${SHORT_AREA}${AREA_GAP}[2-9]\\d{3}${MAYBE_GAP}\\d{4}${ENDS}`),
  kind(`${begins('0')}0${LONG_AREA}${AREA_GAP}[2-9]\\d{2,3}${MAYBE_GAP}\\d{4}${ENDS}`),
  kind(
    `${begins('(?:00)?86')}\\d+${GAP}(?:${SHORT_AREA}|${LONG_AREA})${MAYBE_GAP}[2-9]\\d{2,3}${MAYBE_GAP}\\d{4}${ENDS}`,
  ),
  kind(`${begins('[48]00')}(?:${[groups(10), groups(3, 7), groups(3, 3, 4), groups(3, 4, 3)].join('|')})${ENDS}`),
  // A number without its area, or mistyped, but called by its name.
  kind(`${begins('\\d')}(?<=${PHONE}${IS})(?!${DAY_IN_DIGITS})(?:\\d{7,12}|\\d{3,4}${GAP}\\d{4})${ENDS}`),
  kind(`${begins('[1-9]')}(?<=qq${IS})\\d{5,11}${ENDS}`),
  kind(`${begins('[1-9]')}\\d{17}[\\dx]${ENDS_CODE}`, isIdentity),
  ...IDENTITY_GROUPS.map((digits) => kind(`${begins('[1-9]')}${digits}[\\dx]${ENDS_CODE}`, isIdentityInGroups)),
  kind(`${begins('[1-9]')}\\d{15}${ENDS_CODE}`, isOldIdentity),
  ...CARD_GROUPS.map((digits) => kind(`${begins('[3-69]')}${digits}${ENDS_CODE}`, isBankCard)),
  kind('(?<![\\w.+\\-])[\\w.+\\-]+(?=@(?:[\\w\\-]+\\.)+[a-z]{2,})'),
];
const MAY_HOLD = new RegExp(`\\d{2}|@|${DIGIT_IN_WORDS}{11}`);
const NAMED: readonly Kind[] = NAMES_IN_FIELDS.map((pattern) => kind(pattern));

/**
 * A text with stars for what tells a person: mobile and landline numbers (with an area code, or called a telephone number),
 * 400 and QQ numbers, identity numbers, bank cards, the local part of e-mail addresses, and, but for their first character, the names
 * that are given and those that stand behind a word such as "contact" or "name". Numbers may be full-width or in groups, mobile numbers
 * in words. Numbers of tickets, orders and organisations, addresses of
 * machines, dates and hotlines stay. A masked text is as long as the text, and masking it again changes nothing. A name is
 * masked wherever its characters stand, also as a part of another word: give names of people, not what everybody says.
 * Linear in the text.
 * @param names such as members'; single characters are left out
 */
export function maskPersonal(text: string, { names = [] }: { readonly names?: readonly string[] } = {}): string {
  const folded = narrowed(text);
  const isHidden = new Uint8Array(text.length);
  if (MAY_HOLD.test(folded)) hide(folded, KINDS, isHidden);
  if (MAY_HAVE_FIELD.test(folded)) hide(folded, NAMED, isHidden);
  hideNames(folded, names, isHidden);
  if (!isHidden.includes(1)) return text;
  let masked = '';
  for (let at = 0; at < text.length; at += 1) masked += isHidden[at] === 1 ? STAR : text.charAt(at);
  return masked;
}

function hide(folded: string, kinds: readonly Kind[], isHidden: Uint8Array): void {
  for (const { pattern, holds } of kinds) {
    for (const { 1: found = '', index } of folded.matchAll(pattern)) {
      if (holds && !holds(found.replaceAll(/[^\da-z]/g, ''))) continue;
      for (let at = 0; at < found.length; at += 1) {
        if (/[\w+\u3007\u3400-\u9fff]/.test(found.charAt(at))) isHidden[index + at] = 1;
      }
    }
  }
}

function hideNames(folded: string, names: readonly string[], isHidden: Uint8Array): void {
  const byFirst = new Map<string, string[]>();
  for (const name of names.map((it) => narrowed(it.trim()))) {
    const first = name.charAt(0);
    if ([...name].length > 1 && !name.includes(STAR)) byFirst.set(first, [...(byFirst.get(first) ?? []), name]);
  }
  if (byFirst.size === 0) return;
  for (const [first, those] of byFirst)
    byFirst.set(
      first,
      those.toSorted((a, b) => b.length - a.length),
    );
  for (let at = 0; at < folded.length; at += 1) {
    let end: number | undefined;
    for (const name of byFirst.get(folded.charAt(at)) ?? []) {
      end = endOf(folded, name, at);
      if (end !== undefined) break;
    }
    if (end === undefined) continue;
    const initial = String.fromCodePoint(folded.codePointAt(at) ?? 0);
    for (let of = at + initial.length; of < end; of += 1) {
      if (folded.charAt(of) !== ' ') isHidden[of] = 1;
    }
    at = end - 1;
  }
}

const LATIN = /[\da-z]/;
const HAN = /[\u3400-\u9fff]/;
/** Names of two characters are set as wide as those of three. */
const PADS_MAX = 3;

/** Behind the name, where it stands there; its Chinese characters may be set apart. */
function endOf(folded: string, name: string, at: number): number | undefined {
  let end = at;
  for (let of = 0; of < name.length; of += 1, end += 1) {
    const isBetween = HAN.test(name.charAt(of - 1)) && HAN.test(name.charAt(of));
    for (let pads = 0; isBetween && pads < PADS_MAX && folded.charAt(end) === ' '; pads += 1) end += 1;
    if (folded.charAt(end) !== name.charAt(of)) return undefined;
  }
  return standsAlone(folded, name, { at, end }) ? end : undefined;
}

/** A name in Latin letters is a word; one in Chinese has nothing around it that would tell. */
function standsAlone(
  folded: string,
  name: string,
  { at, end }: { readonly at: number; readonly end: number },
): boolean {
  const goesOn = (inside: string, outside: string) => LATIN.test(inside) && LATIN.test(outside);
  return !goesOn(name.charAt(0), folded.charAt(at - 1)) && !goesOn(name.charAt(name.length - 1), folded.charAt(end));
}

/** Half-width, small letters, one kind of gap, each character in its place. */
function narrowed(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\u00a0\u2000-\u200f\u202f\u2060\u3000\ufeff\t]/g, ' ')
    .replaceAll(/[\u00ad\u2010-\u2015\u2212\ufe63]/g, '-')
    .replaceAll(/[\u00b7\u30fb]/g, '.')
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]|91)/;
const BIRTHDAY = /^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;
const BEGINS_WITH_DAY = /^20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;
const OLD_BIRTHDAY = /^\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10x98765432';

/**
 * GB 11643, be it mistyped: a wrong check digit makes it no less a person's. What begins with the day is the number of an order, and
 * codes of organisations begin with 9 as those of foreigners do, so that there the check digit decides.
 */
function isIdentity(number: string): boolean {
  if (!BIRTHDAY.test(number) || BEGINS_WITH_DAY.test(number)) return false;
  return !number.startsWith('9') || (PROVINCES.test(number) && isChecked(number));
}

/** In groups a code, a day and a time of day look the same: its province tells. */
function isIdentityInGroups(number: string): boolean {
  return PROVINCES.test(number) && isIdentity(number);
}

function isChecked(number: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number.charAt(at)), 0);
  return number.charAt(17) === CHECKS.charAt(sum % 11);
}

/** Of before 1999, without a check digit. */
function isOldIdentity(number: string): boolean {
  return PROVINCES.test(number) && OLD_BIRTHDAY.test(number);
}

/** Bank cards of 18 digits begin with 6; those that begin with 5 or 9 are codes of organisations. */
function isBankCard(number: string): boolean {
  const first = number.charAt(0);
  if (number.length > 16 && first !== '6' && (first !== '9' || number.length === 18)) return false;
  let sum = 0;
  for (let place = 1; place <= number.length; place += 1) {
    const digit = Number(number.charAt(number.length - place));
    const weighed = place % 2 === 0 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
