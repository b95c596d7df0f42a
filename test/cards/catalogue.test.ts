import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../cards/catalogue.ts';
import { CATALOGUES, inEveryLanguage, languageOf } from '../../cards/language.ts';
import { en } from '../../cards/text.en.ts';
import { zh } from '../../cards/text.zh.ts';

type Leaf = { readonly path: string; readonly said: string };

/** Every sentence of a catalogue; functions are called with arguments that stay visible in what they return. */
function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string') return [{ path, said: value }];
  if (isSentence(value)) return [{ path, said: call(value) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

function isSentence(value: unknown): value is (...given: never) => unknown {
  return typeof value === 'function';
}

function call(sentence: (...given: never) => unknown, args?: readonly unknown[]): string {
  const facts = new Proxy({}, { get: (_target, name) => `<${String(name)}>` });
  const isOfFacts = /^\(?\{/.test(sentence.toString()) || sentence.name === 'duration';
  const given = args ?? (isOfFacts ? [facts] : ARGUMENTS);
  const said: unknown = Reflect.apply(sentence, undefined, given);
  if (!Array.isArray(said)) return String(said);
  return said.flat().join('');
}

/** Each is a word, and a list of one. */
const ARGUMENTS = ['<1>', '<2>', '<3>', '<4>', '<5>'].map((word): unknown =>
  Object.assign(Object(word), { join: () => word, map: (said: (one: string) => unknown) => [said(word)] }),
);

/** What may be empty: a command that needs nothing behind its number has no sample; nothing stands behind the number of a period in English. */
const MAY_BE_EMPTY = /^(commands\.\w+\.sample|score\.period\.places\.\d+\.1)$/;

describe.each(Object.entries(CATALOGUES))('the %s catalogue', (_language, text) => {
  const all = leaves(text);

  test('has no empty sentence, and none with a hole in it', () => {
    expect(all.length).toBeGreaterThan(300);
    const broken = all.filter(
      ({ path, said }) => (said.trim() === '' && !MAY_BE_EMPTY.test(path)) || /undefined|NaN|\[object/.test(said),
    );
    // A mean of two texts is no number, and a word is no period.
    expect(broken.filter(({ path }) => !/^(today\.ratings|deliverable\.period\.aliases)$/.test(path))).toEqual([]);
  });

  test('shows all that a sentence was given about who, what and which ticket', () => {
    const blind = Object.entries(text.notice).filter(([name, sentence]) => {
      const given =
        name === 'openedWithoutDuty' || name === 'autoClosed'
          ? ['<1>', '<2>']
          : [['<who>'], '<2>', '<3>', '<4>', '<5>'];
      const said = call(sentence, given);
      return !given
        .slice(0, sentence.length)
        .flat()
        .every((part: unknown) => said.includes(String(part)));
    });
    expect(blind.map(([name]) => name)).toEqual([]);
  });

  test('a refusal names who was faster and when, who is responsible, and what is needed', () => {
    const facts = {
      command: 'CMD',
      person: 'P',
      isSelf: false,
      at: 'T',
      status: 'S',
      needed: 'N',
      level: 'L',
      system: 'X',
      within: 'W',
    };
    const said = (reason: keyof Catalogue['refusals']) => text.refusals[reason](facts);
    expect(said('already_done')).toMatch(/P.*T|T.*P/);
    expect(text.refusals.already_done({ ...facts, isSelf: true })).not.toContain('P ');
    expect(said('not_assignee')).toContain('P');
    expect(said('not_reporter')).toContain('P');
    expect(said('role')).toMatch(/CMD.*N/);
    expect(said('outdated')).toContain('S');
    expect(said('status')).toContain('S');
    expect(said('undo_too_late')).toContain('W');
  });
});

test('the English catalogue has no Chinese in it, and the Chinese one speaks Chinese', () => {
  expect(leaves(en).filter(({ said }) => /\p{Script=Han}/u.test(said))).toEqual([]);
  const silent = leaves(zh).filter(({ said }) => !/[\p{Script=Han}、，；。（）「」？]/u.test(said));
  // What holds nothing but what it was given, and words that are typed.
  const shownAsGiven =
    /^(language|advice\.value|assessment\.rule|attachment\.count|card\.step|card\.clock|card\.said|card\.impliedClock|reminder\.clock|queries\.help\.words\.\d|commands\.\w+\.sample|digest\.reminders\.(step|entry)|holidays\.day|roster\.day|sameFault\.report|teaching\.line|roster\.request\.turn|score\.(range|grades|consequence|findings\.charge)|inspection\.(signs\.\w+|unitWords\.\d|joined|reading|range|patrol\.until\.\d)|deliverable\.period\.(days|relative\.\d\.1)|reporting\.(owed|availability|evidence|times|fileName))$/;
  expect(silent.filter(({ path }) => !shownAsGiven.test(path))).toEqual([]);
});

test('no word means two things, in whatever language it is typed', () => {
  const meanings: Record<string, readonly string[]> = {
    ...Object.fromEntries(Object.keys(zh.commands).map((type) => [type, wordsOfCommand(type)])),
    ...Object.fromEntries(Object.keys(zh.queries).map((name) => [`query ${name}`, wordsOfQuery(name)])),
    ...Object.fromEntries(
      (['approve', 'refuse'] as const).map((name) => [name, inEveryLanguage(({ decisions }) => decisions[name])]),
    ),
    register: inEveryLanguage(({ question }) => question.registerWords),
    dismiss: inEveryLanguage(({ question }) => question.dismissWords),
    why: inEveryLanguage(({ explain }) => explain.whyWords),
  };
  const seen = new Map<string, string>();
  const doubled: string[] = [];
  for (const [meaning, words] of Object.entries(meanings)) {
    for (const word of words) {
      const other = seen.get(word.toLowerCase());
      if (other !== undefined) doubled.push(`${word}: ${other} and ${meaning}`);
      seen.set(word.toLowerCase(), meaning);
    }
  }
  expect(doubled).toEqual([]);
});

function wordsOfCommand(type: string): readonly string[] {
  return inEveryLanguage(({ commands }) => Object.entries(commands).find(([name]) => name === type)?.[1].words ?? []);
}

function wordsOfQuery(name: string): readonly string[] {
  return inEveryLanguage(({ queries }) => Object.entries(queries).find(([key]) => key === name)?.[1].words ?? []);
}

test.each([
  ['信用广州网站打不开了', 'zh'],
  ['OA 打不开', 'zh'],
  ['the website is down', 'en'],
  ['open', 'en'],
  ['７ ４ ２', 'zh'],
  ['', 'zh'],
  ['👍', 'zh'],
])('%j is answered in %s', (said, language) => {
  expect(languageOf(said)).toBe(language);
});
