const HAN = '[\\u3400-\\u9fff]';
// Contact, name, who handles, reports, applies or comes, party, legal representative; and one of two words for "is".
const FIELD =
  '(?:\\u8054\\u7cfb\\u4eba|\\u59d3\\u540d|(?:\\u7ecf\\u529e|\\u62a5\\u4fee|\\u7533\\u8bf7|\\u529e\\u4e8b|\\u5f53\\u4e8b)\\u4eba' +
  '|\\u6cd5\\u5b9a\\u4ee3\\u8868\\u4eba)[\\u662f\\u4e3a]?';
const LATIN_FIELD = '(?<![a-z*])(?<![a-z*] )(?:contact name|contact person|contact|name):';
// Telephone, mobile phone, landline in two ways, number, contact, identity, address, sir, madam, work unit.
const NEXT_WORDS = [
  ['\\u7535', '\\u8bdd'],
  ['\\u624b', '\\u673a'],
  ['\\u5ea7', '\\u673a'],
  ['\\u56fa', '\\u8bdd'],
  ['\\u53f7', '\\u7801'],
  ['\\u8054', '\\u7cfb'],
  ['\\u8eab', '\\u4efd'],
  ['\\u5730', '\\u5740'],
  ['\\u5148', '\\u751f'],
  ['\\u5973', '\\u58eb'],
  ['\\u5355', '\\u4f4d'],
];
const NEXT = NEXT_WORDS.map((word) => word.join('')).join('|');
// What is masked is looked at again: a star may stand where one of these had its end.
const NO_NEXT = `(?!${NEXT_WORDS.map(([first, second]) => `${first}[${second}*]`).join('|')})`;
const ENDS = '(?![\\u3400-\\u9fff*])';
const NEXT_LATIN = '(?:tel|telephone|phone|mobile|mail|email|address|id)(?![a-z])';
const LATIN_WORD = `(?!${NEXT_LATIN})[a-z][a-z'\\-]{0,30}`;

/** Finds texts of a form's fields for names; each but for its first character, which stays. In half-width, small letters. */
export const NAMES_IN_FIELDS: readonly string[] = [
  // Of other peoples: both parts, with a dot between them.
  `(?<=${FIELD}[: ]{1,3}${HAN})${HAN}{0,7}\\.${HAN}{1,8}`,
  `(?<=(?:${FIELD} {0,2}:|${LATIN_FIELD}) {0,2}${HAN})(?:${NO_NEXT}${HAN}){1,3}`,
  // Behind a space alone anything may follow, such as what is wrong with that field: only what is as short as a name.
  `(?<=${FIELD} {1,3}${HAN})(?:${NO_NEXT}${HAN}){1,2}(?:(?=${NEXT})|${ENDS})`,
  // Two characters are often set as wide as three.
  `(?<=${FIELD}[: ]{1,3}${HAN}) {1,2}${HAN}${ENDS}`,
  `(?<=${LATIN_FIELD} {0,2}(?!${NEXT_LATIN})[a-z])(?:[a-z'\\-]{1,30}(?: ${LATIN_WORD}){0,2}|(?: ${LATIN_WORD}){1,2})`,
];

/** Without it there is no such field. */
export const MAY_HAVE_FIELD = /\u4eba|\u59d3\u540d|name|contact/;
