import { z } from 'zod';
import { peopleWords } from '../cards/text.zh.people.ts';
import { POSTS } from '../domain/contract.ts';
import { ROLES } from '../domain/types.ts';

/** Whose accounts people have, also those that this version does not serve yet. */
export const PLATFORMS = ['wecom', 'dingtalk', 'sandbox'] as const;

/** Words of a list of people, in Chinese or as the program calls them. A wrong one is told what there is, in both. */
export const roleForm = oneOf('role', ROLES, peopleWords.roles);
export const postForm = oneOf('post', POSTS, peopleWords.posts);
export const platformForm = oneOf('platform', PLATFORMS, peopleWords.platforms);

function oneOf<T extends string>(what: string, names: readonly T[], words: Readonly<Record<string, T>>) {
  const known = names.map((name) => {
    const said = Object.keys(words).filter((word) => words[word] === name);
    return said.length === 0 ? name : `${said.join('/')} (${name})`;
  });
  return z.string().transform((text, context): T => {
    const word = text.trim();
    const name = names.find((one) => one === (words[word] ?? word));
    if (name !== undefined) return name;
    const message = word === '' ? `the ${what} is missing` : `there is no ${what} "${word.slice(0, 40)}"`;
    context.addIssue({ code: 'custom', message, params: { remedy: `use ${known.join(', ')}` } });
    return z.NEVER;
  });
}
